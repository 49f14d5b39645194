"""One check per point of the readiness list. What nobody knows is unknown, never met."""

from __future__ import annotations

from datetime import datetime, timedelta

from sojourn.core import spoken
from sojourn.core.decisions import Decision
from sojourn.people.rules import is_jump
from sojourn.screening.hold_rules import TimedHold, earliest_start, hold_kept
from sojourn.treatment.rules.readiness_facts import Found, PointState, ReadinessFacts


def _met(sentence: str) -> Found:
    return Found(PointState.MET, sentence)


def _open(sentence: str, *, stop: bool = False) -> Found:
    return Found(PointState.OPEN, sentence, stop)


def _unknown(sentence: str) -> Found:
    return Found(PointState.UNKNOWN, sentence)


def identity(facts: ReadinessFacts) -> Found:
    """Name and date of birth, asked and compared."""
    answer = facts.answers.get("identity")
    if answer is None:
        return _unknown("Ask for their name and date of birth, and compare.")
    if answer.value == "yes":
        return _met("Name and date of birth confirmed.")
    return _open("Name and date of birth did not match this record.", stop=True)


def age(facts: ReadinessFacts) -> Found:
    """Old enough (P9)."""
    if facts.age_years >= facts.limits.age:
        return _met(f"{facts.age_years} years old.")
    return _open(
        f"{facts.age_years} years old. Treatment is for people of {facts.limits.age} or over.", stop=True
    )


def eligibility(facts: ReadinessFacts) -> Found:
    """A current decision of a provider."""
    return _of_decision(
        facts.eligibility,
        "Eligible, and the decision is current.",
        "No decision about treatment is on record.",
    )


def prescription(facts: ReadinessFacts) -> Found:
    """A valid prescription for the office."""
    return _of_decision(
        facts.prescription, "A valid prescription is on record.", "No prescription is on record."
    )


def own_prescription(facts: ReadinessFacts) -> Found:
    """Their own prescription, seen at the door (P26)."""
    seen = facts.answers.get("own_prescription")
    if seen is None:
        return _unknown("Look at their own prescription: name, medicine, and date.")
    if seen.value != "yes":
        return _open("Their own prescription could not be verified, so nothing is taken today.", stop=True)
    return _of_decision(
        facts.prescription,
        "Own prescription verified at the door.",
        "No prescription of theirs is on record.",
    )


def own_medicine(facts: ReadinessFacts) -> Found:
    """Their own medicine, label matched and in custody (P26)."""
    brought = facts.own_medicine
    if brought is None:
        return _unknown("Their own medicine has not been checked at the door.")
    if not brought.label_matches:
        return _open("The label of their medicine does not match, so it stays closed.", stop=True)
    return _met("Own medicine checked and in custody.")


def order(facts: ReadinessFacts) -> Found:
    """A dose order for this very session, and for the weight of today."""
    if facts.ordered_mg is None:
        return _open("There is no dose order for this session.")
    if facts.order_is_used:
        return _open("The last dose order was for an earlier session. Today needs its own.")
    return _for_another_weight(facts) or _met(f"Dose order: {facts.ordered_mg.normalize():f} mg.")


def _for_another_weight(facts: ReadinessFacts) -> Found | None:
    """As far apart as a weighing is asked about, the milligrams are another dose."""
    ordered, now = facts.ordered_for_kg, facts.weight_kg
    if ordered is None or now is None:
        return _unknown("Nobody knows whether the dose order fits the weight of today. Weigh first.")
    if not is_jump(now, ordered, facts.limits.weight_percent):
        return None
    return _open(
        f"The order was written for {ordered.normalize():f} kg, and the latest weight is {now.normalize():f} kg. "
        "The prescriber writes a new one."
    )


def weight(facts: ReadinessFacts) -> Found:
    """A weight that is not too old."""
    if facts.weighed_at is None:
        return _unknown("No body weight measured by the clinic is on record.")
    days = (facts.now - facts.weighed_at).days
    if days > facts.limits.weight_days:
        return _open(
            f"The last weight is {days} days old; it counts for {facts.limits.weight_days}. Weigh again."
        )
    return _met("Weighed today." if days == 0 else f"Weighed {days} {'day' if days == 1 else 'days'} ago.")


def consents(facts: ReadinessFacts) -> Found:
    """Everything signed and in date."""
    if facts.consents_missing is None:
        return _unknown("Nobody knows which consents are signed.")
    if facts.consents_taken_back:
        return _open(f"{' '.join(facts.consents_taken_back)} Give nothing unless they consent anew.")
    if facts.consents_missing:
        return _open(f"Not signed, or no longer in date: {', '.join(facts.consents_missing)}.")
    return _met("All consents signed and in date.")


def interactions(facts: ReadinessFacts) -> Found:
    """Checked since the list last changed, with nothing left unrecognised (P12)."""
    if not facts.list_is_told:
        return _unknown("Nobody has confirmed the medication list since it last changed.")
    if facts.checked_at is None:
        return _unknown("The medication list has never been checked for interactions.")
    if facts.list_changed_at and facts.checked_at < facts.list_changed_at:
        return _open("The medication list changed after the last interaction check. Check again.")
    if facts.unchecked_medicines:
        return _unknown(f"Not checked, because nobody recognised it: {', '.join(facts.unchecked_medicines)}.")
    return _met("Interactions checked since the list last changed.")


def holds(facts: ReadinessFacts) -> Found:
    """Medicines that keep a distance to the injection (P16)."""
    if not facts.list_is_told:
        return _unknown(
            "Nobody has confirmed the medication list since it last changed; a medicine to hold may be missing."
        )
    if not facts.holds:
        return _met("No medicine of theirs needs a distance to the injection.")
    found = [_hold(hold, facts) for hold in facts.holds]
    waiting = [each for each in found if each.state is not PointState.MET] or found
    worst = next((each.state for each in waiting if each.state is PointState.OPEN), waiting[0].state)
    return Found(worst, " ".join(each.sentence for each in waiting))


def _hold(hold: TimedHold, facts: ReadinessFacts) -> Found:
    answer = facts.answers.get("holds")
    told = answer.value if answer and isinstance(answer.value, dict) else {}
    if answer is None or hold.drug not in told:
        return _unknown(f"Ask when they last took {hold.drug}.")
    taken = _taken(told[hold.drug], answer.at)
    if taken is None:
        return _unknown(
            f"They do not know when they last took {hold.drug}. It does not begin unless a provider decides so."
        )
    if hold_kept(hold, last_taken_at=taken, starts_at=facts.now).allowed:
        return _met(f"Last {hold.drug} at {_clock(taken, facts)}, at least {hold.before_hours:g} hours ago.")
    return _open(
        f"Last {hold.drug} at {_clock(taken, facts)}, less than {hold.before_hours:g} hours ago. "
        f"The earliest start is {_clock(earliest_start(hold, taken), facts)}."
    )


def _taken(told: object, asked_at: datetime) -> datetime | None:
    """The moment of the last dose. Before clock times were asked for, answers were hours before the asking."""
    if isinstance(told, int | float):
        return asked_at - timedelta(hours=told)
    return datetime.fromisoformat(told) if isinstance(told, str) else None


def _clock(moment: datetime, facts: ReadinessFacts) -> str:
    """The time on the wall, with its day when that is not today."""
    local = moment.astimezone(facts.zone)
    return (
        spoken.clock(local) if local.date() == facts.today else f"{spoken.clock(local)}, {spoken.day(local)}"
    )


def fasting(facts: ReadinessFacts) -> Found:
    """Hours since food and drink."""
    answer = facts.answers.get("fasting")
    if answer is None or not isinstance(answer.value, dict):
        return _unknown("Ask when they last ate and drank.")
    since = (facts.now - answer.at) / timedelta(hours=1)
    food, fluids = (float(answer.value[kind]) + since for kind in ("food", "fluids"))
    short = [
        f"{verb} {hours:.1f} hours ago; {asked} are asked for."
        for verb, hours, asked in (
            ("Ate", food, facts.limits.food_hours),
            ("Drank", fluids, facts.limits.fluids_hours),
        )
        if hours < asked
    ]
    return _open(" ".join(short)) if short else _met("Nothing eaten or drunk since the times asked for.")


def substances(facts: ReadinessFacts) -> Found:
    """Nothing that adds to the sedation, for so many hours."""
    answer, hours = facts.answers.get("substances"), facts.limits.substances_hours
    if answer is None:
        return _unknown(f"Ask about alcohol, sedatives and other substances in the last {hours} hours.")
    if answer.value == "yes":
        return _open(
            f"Had alcohol, a sedative or another substance in the last {hours} hours: another day, or a provider "
            "decides and says why."
        )
    if answer.value != "no":
        return _unknown(f"They do not know whether they had a substance in the last {hours} hours.")
    return _met(f"No alcohol, sedative or other substance in the last {hours} hours.")


def pregnancy(facts: ReadinessFacts) -> Found:
    """A test, or why none is due."""
    if facts.can_be_pregnant is False:
        return _met("No test is due.")
    answer = facts.answers.get("pregnancy")
    if answer is None:
        return _unknown("A pregnancy test is due, or the reason why none is.")
    if answer.value == "positive":
        return _open("The pregnancy test is positive. Treatment is not given in pregnancy.", stop=True)
    return _met("Pregnancy test negative." if answer.value == "negative" else "No pregnancy is possible.")


def escort(facts: ReadinessFacts) -> Found:
    """Who takes them home."""
    answer = facts.answers.get("escort")
    name = answer.value.get("name", "") if answer and isinstance(answer.value, dict) else ""
    if not name.strip():
        return _unknown("Ask who takes them home, with a telephone number.")
    return _met(f"{name} takes them home.")


def blood_pressure(facts: ReadinessFacts) -> Found:
    """At rest, today."""
    if facts.blood_pressure is None:
        return _unknown("No blood pressure has been taken today.")
    high, low = facts.blood_pressure
    reading, limits = f"Blood pressure {high}/{low}", facts.limits
    if high > limits.stop_systolic or low > limits.stop_diastolic:
        return _open(f"{reading} at rest is too high for treatment today.", stop=True)
    if high > limits.decide_systolic or low > limits.decide_diastolic:
        return _open(
            f"{reading} is above {limits.decide_systolic}/{limits.decide_diastolic}: rest and measure again, "
            "or a provider decides and says why."
        )
    return _met(f"{reading}.")


def alerts(facts: ReadinessFacts) -> Found:
    """No open safety alert."""
    if facts.open_alerts:
        return _open(
            "A safety alert of theirs is open. Somebody speaks with them and closes it first.", stop=True
        )
    return _met("No safety alert is open.")


def airway(facts: ReadinessFacts) -> Found:
    """Airway kit, oxygen, suction."""
    answer = facts.answers.get("airway_kit")
    if answer is not None and answer.value == "yes":
        return _met("Airway kit, oxygen and suction checked in the room.")
    if answer is not None:
        return _open("Something is missing: airway kit, oxygen or suction. Complete it, then check again.")
    return _unknown("Check airway kit, oxygen and suction in the room.")


def _of_decision(decision: Decision | None, met: str, absent: str) -> Found:
    if decision is None:
        return _unknown(absent)
    return _met(met) if decision.allowed else _open(decision.sentence)
