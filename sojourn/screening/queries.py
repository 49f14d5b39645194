"""What is found about a patient now, how it was dealt with, and whether the decision still stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, Finding, refuse
from sojourn.intake import queries as intake
from sojourn.intake.matching import MedicationReading, as_kept
from sojourn.intake.models import Medication
from sojourn.intake.reading_rules import counts
from sojourn.measures import queries as measures
from sojourn.people.models import Patient
from sojourn.screening import rules
from sojourn.screening.hold_rules import AfterFrom, HoldClock, TimedHold, clock
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport, check_medications
from sojourn.screening.models import EligibilityDecision, InteractionCheck
from sojourn.screening.resolution_rules import (
    Judged,
    Resolution,
    interaction_findings,
    judge,
    list_confirmed,
    open_alerts,
)
from sojourn.screening.standing_rules import Decided, StoodOn, changes, decision_is_current, stands_on


@dataclass(frozen=True)
class Screening:
    """One patient's screening now. ``standing`` says whether the latest decision may be relied on."""

    judged: tuple[Judged, ...]
    listed: intake.MedicationList
    report: InteractionReport
    stands_on: StoodOn
    decision: EligibilityDecision | None
    standing: Decision

    @property
    def open_findings(self) -> tuple[Judged, ...]:
        """What still stands in the way of a yes."""
        return tuple(each for each in self.judged if each.is_open)


def screening_of(patient: Patient, *, today: date) -> Screening:
    """Findings, interactions, resolutions and the decision's standing, from what is known today."""
    listed = intake.MedicationList(tuple(intake.every_line(patient)))
    report = _report(listed)
    answered = rules.screen(
        facts_of(patient, today=today),
        content.library().screening,
        minimum_age=content.pack().policies.age_limit,
    )
    alert = open_alerts(measures.open_alerts_of(patient).count())
    found = (
        *answered,
        *interaction_findings(report),
        *_unconfirmed(patient, listed),
        *([alert] if alert else []),
    )
    ground = stands_on(found, report)
    decision = latest_decision(patient)
    return Screening(
        judged=judge(found, resolutions_of(patient)),
        listed=listed,
        report=report,
        stands_on=ground,
        decision=decision,
        standing=_standing(decision, ground, today),
    )


def _unconfirmed(patient: Patient, listed: intake.MedicationList) -> tuple[Finding, ...]:
    latest = intake.latest_confirmation(patient)
    finding = list_confirmed(changed=listed.changed_at, confirmed=latest.at if latest else None)
    return (finding,) if finding else ()


def find(patient: Patient, code: str, *, today: date) -> Judged | None:
    """One finding with its resolution, or None when it is not there."""
    found = screening_of(patient, today=today).judged
    return next((each for each in found if each.finding.code == code), None)


def finding_of(patient: Patient, code: str, *, today: date) -> Finding:
    """One finding as it stands today; refused when it is gone meanwhile."""
    judged = find(patient, code, today=today)
    if judged is None:
        raise refuse("no_such_finding", "This finding is no longer there. Please look at the list again.")
    return judged.finding


def facts_of(patient: Patient, *, today: date) -> rules.ScreeningFacts:
    """What the screening rules read: intake answers, birth date, latest questionnaires, readings and labs."""
    told = _readings(patient, today)
    return rules.ScreeningFacts(
        today=today,
        birth_date=patient.birth_date,
        answers=intake.answers(patient),
        measures=_measures(patient),
        vitals={code: float(value) for code, value in told["vital"].items()},
        labs=told["lab"],
    )


def _readings(patient: Patient, today: date) -> dict[str, dict[str, str]]:
    """The newest reading of each kind that still counts today."""
    kinds = content.library().readings.by_code
    found: dict[str, dict[str, str]] = {"vital": {}, "lab": {}}
    for code, reading in intake.latest_readings(patient).items():
        kind = kinds.get(code)
        if kind and counts(kind, reading.value, taken_on=clinic.local_day(reading.taken_at), today=today):
            found[kind.counts_as][code] = reading.value
    return found


def _measures(patient: Patient) -> dict[str, dict[str, float]]:
    items = {instrument: dict(found) for instrument, found in measures.latest_items(patient).items()}
    totals = {instrument: score.total for instrument, score in measures.latest_scores(patient).items()}
    return {each: {**items.get(each, {}), "total": totals[each]} for each in totals}


def interactions_of(patient: Patient) -> InteractionReport:
    """The interaction check over the list as it is now; nothing is stored."""
    return _report(intake.MedicationList(tuple(intake.every_line(patient))))


def _report(listed: intake.MedicationList) -> InteractionReport:
    readings = [_reading(line, listed.origin(line)) for line in listed.current]
    return check_medications(readings, content.library().interactions)


def _reading(line: Medication, origin: UUID) -> MedicationReading:
    """As it was read when it was written down, or named by a provider since."""
    read = as_kept(line.as_written, line.ingredients, line.status, content.library().drugs)
    return replace(read, dose=line.dose, frequency=line.frequency, line=str(origin))


def resolutions_of(patient: Patient) -> dict[str, Resolution]:
    """The latest resolution per finding code."""
    rows = patient.resolutions.select_related("by", "clearance__result").order_by("at", "id")
    return {
        row.code: Resolution(row.evidence_hash, row.kind, row.reason, str(row.by), row.settles)
        for row in rows
    }


def latest_decision(patient: Patient) -> EligibilityDecision | None:
    """The provider's last word."""
    return patient.decisions.select_related("by").order_by("-at", "-id").first()


def decision_by_id(decision_id: UUID) -> EligibilityDecision | None:
    """One decision; the caller opens the patient's record before showing it."""
    found = EligibilityDecision.objects.select_related("patient", "by__staff")
    return found.filter(pk=decision_id).first()


def is_eligible(patient: Patient, *, today: date) -> Decision:
    """May this patient be treated, as far as the provider's decision goes? With every reason when not."""
    screening = screening_of(patient, today=today)
    return Decision.of(
        _outcome(screening.decision), screening.standing, *(each.finding for each in screening.open_findings)
    )


def _outcome(decision: EligibilityDecision | None) -> Decision:
    if decision is None or decision.outcome == EligibilityDecision.Outcome.ELIGIBLE:
        return Decision()
    return rules.not_eligible(decision.get_outcome_display())


def _standing(decision: EligibilityDecision | None, now: StoodOn, today: date) -> Decision:
    if decision is None:
        return decision_is_current(None, now=now, today=today)
    decided = Decided(
        fingerprint=decision.facts_hash,
        stood_on=StoodOn.from_json(decision.facts) if decision.facts else None,
        valid_until=decision.valid_until,
    )
    return decision_is_current(decided, now=now, today=today)


def since_the_last_check(check: InteractionCheck | None, now: StoodOn) -> tuple[str, ...]:
    """How the list differs from the one that was last checked and kept; nothing without a check."""
    if check is None:
        return ()
    before = StoodOn.from_json(check.report.get("stood_on", {}))
    return changes(StoodOn(medicines=before.medicines), StoodOn(medicines=now.medicines))


def latest_check(patient: Patient) -> InteractionCheck | None:
    """The last interaction check that was kept."""
    return patient.interaction_checks.order_by("-at", "-id").first()


@dataclass(frozen=True)
class HeldMedicine:
    """One line of the medication list with hours to keep free, and its clock around one visit."""

    line: Medication
    hold: TimedHold
    clock: HoldClock


def holds_for(
    patient: Patient,
    *,
    starts_at: datetime,
    injections: tuple[datetime, ...] = (),
    ended_at: datetime | None = None,
) -> list[HeldMedicine]:
    """Every timed hold of this patient around one treatment (P16), from the list as it is now."""
    return [
        HeldMedicine(
            line, hold, clock(hold, planned_start=starts_at, injections=injections, session_ended_at=ended_at)
        )
        for line, hold in timed_holds(patient)
    ]


def timed_holds(patient: Patient) -> list[tuple[Medication, TimedHold]]:
    """The lines of the list with hours to keep free, by the library's rules or by the clinic's policy."""
    listed = intake.MedicationList(tuple(intake.every_line(patient)))
    timed = ((line, _timed(check)) for line, check in zip(listed.current, _report(listed).drugs, strict=True))
    return [(line, hold) for line, hold in timed if hold]


def _timed(check: DrugCheck) -> TimedHold | None:
    """The library's hours or the clinic's, whichever are longer; counted as the clinic's policy says."""
    names = [each.ingredient for each in check.ingredients]
    policy = next(filter(None, (content.pack().policies.hold(name) for name in names)), None)
    found = [(each.before, each.after) for each in (check.hold,) if each]
    found += [(policy.hours_before, policy.hours_after)] if policy else []
    if not found:
        return None
    return TimedHold(
        drug=policy.ingredient if policy else ", ".join(names),
        before_hours=max(before for before, _ in found),
        after_hours=max(after for _, after in found),
        after_from=AfterFrom(policy.after_counts_from) if policy else AfterFrom.LAST_INJECTION,
        source=" · ".join(dict.fromkeys(voice.source for voice in check.voices)),
    )
