"""What is found about a patient now, how it was dealt with, and whether the decision still stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.core.decisions import Decision, refuse
from sojourn.intake import queries as intake
from sojourn.intake.matching import MedicationReading, as_kept
from sojourn.intake.models import Medication
from sojourn.people.models import Patient
from sojourn.screening import rules
from sojourn.screening.asked import Asked
from sojourn.screening.condition_queries import as_they_stand, known_without_a_session, set_with
from sojourn.screening.condition_rules import Condition, Known, Stand, before_booking
from sojourn.screening.facts import beside_medicines, facts_of
from sojourn.screening.found import everything_found
from sojourn.screening.hold_rules import AfterFrom, HoldClock, TimedHold, clock
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport, check_medications
from sojourn.screening.last_words import as_resolved
from sojourn.screening.models import EligibilityDecision, InteractionCheck
from sojourn.screening.no_longer_rules import ANSWER
from sojourn.screening.overtaken_rules import is_no_longer_so
from sojourn.screening.reading_rules import is_settled_by_reading
from sojourn.screening.resolution_rules import Judged, Resolution, judge, settled_lines
from sojourn.screening.standing_rules import Decided, Seen, StoodOn, changes, decision_is_current, stands_on


@dataclass(frozen=True)
class Screening:
    """One patient's screening now. ``standing`` says whether the latest decision may be relied on."""

    judged: tuple[Judged, ...]
    answers: Mapping[str, Any]
    listed: intake.MedicationList
    entries: tuple[intake.Entry, ...]
    report: InteractionReport
    stands_on: StoodOn
    decision: EligibilityDecision | None
    standing: Decision
    conditions: tuple[Condition, ...]
    known: Known

    @property
    def seen(self) -> Seen:
        """What somebody who looks at this has seen, if they decide on it."""
        return Seen(self.stands_on, str(self.decision.pk) if self.decision else "")

    @property
    def conditions_now(self) -> tuple[Stand, ...]:
        """The decision's conditions, held against what is known outside a session."""
        return as_they_stand(self.conditions, self.known)

    @property
    def open_findings(self) -> tuple[Judged, ...]:
        """What still stands in the way of a yes."""
        return tuple(each for each in self.judged if each.is_open)

    @property
    def taken_back(self) -> tuple[Judged, ...]:
        """What was told or measured once and is no more, and nobody has settled."""
        return tuple(
            each
            for each in self.judged
            if is_no_longer_so(each.finding) and not (each.resolution and each.resolution.settles)
        )

    def was_told_once(self, rule: str) -> bool:
        """Whether answers fulfilled this rule, fulfil it no more, and nobody has agreed to that yet."""
        return f"{ANSWER}{rule}" in {each.finding.code for each in self.taken_back}

    @property
    def unread(self) -> tuple[Judged, ...]:
        """Texts that nobody has said a word about."""
        return tuple(
            each for each in self.judged if each.resolution is None and is_settled_by_reading(each.finding)
        )


def screening_of(patient: Patient, *, today: date, asked: Asked | None = None) -> Screening:
    """Findings, interactions, resolutions and the decision's standing, from what is known today.

    ``asked`` when the rows were fetched along with those of others.
    """
    asked = asked or Asked.about(patient)
    listed = intake.medication_list(asked.lines, asked.confirmations)
    entries = (*listed.taken, *intake.still_counted(listed, today))
    resolved = as_resolved(asked.resolutions)
    report, facts = _told_of(entries, resolved), facts_of(patient, asked, today=today)
    found = everything_found(patient, asked, facts, listed, report, today=today)
    ground, decision = stands_on(found, report, beside_medicines(entries, report)), asked.decisions.first()
    return Screening(
        judged=judge(found, resolved),
        answers=facts.answers,
        listed=listed,
        entries=entries,
        report=report,
        stands_on=ground,
        decision=decision,
        standing=_standing(decision, ground, today),
        conditions=set_with(decision, asked),
        known=known_without_a_session(asked, today=today),
    )


def find(patient: Patient, code: str, *, today: date) -> Judged | None:
    """One finding with its resolution, or None when it is not there."""
    found = screening_of(patient, today=today).judged
    return next((each for each in found if each.finding.code == code), None)


def judged_of(patient: Patient, code: str, *, today: date) -> Judged:
    """One finding as it stands today, with the last word about it; refused when it is gone meanwhile."""
    judged = find(patient, code, today=today)
    if judged is None:
        raise refuse("no_such_finding", "This finding is no longer there. Please look at the list again.")
    return judged


def interactions_of(patient: Patient) -> InteractionReport:
    """The interaction check over the list as it is now; nothing is stored."""
    return _report(intake.MedicationList(tuple(intake.every_line(patient))).taken)


def _told_of(entries: tuple[intake.Entry, ...], resolved: Mapping[str, Resolution]) -> InteractionReport:
    """The check; an unread line that a provider has settled is not named again where doses are added up."""
    report = _report(entries)
    settled = settled_lines(report, resolved)
    return _report(entries, settled) if settled else report


def _report(entries: Iterable[intake.Entry], settled: frozenset[str] = frozenset()) -> InteractionReport:
    library = content.library()
    return check_medications(
        map(_reading, entries),
        library.interactions,
        equivalents=library.equivalents,
        large_doses=content.pack().policies.large_doses,
        settled=settled,
    )


def _reading(entry: intake.Entry) -> MedicationReading:
    """As it was read when it was written down, or named by a provider since."""
    line = entry.line
    read = as_kept(line.as_written, line.ingredients, line.status, content.library().drugs)
    return replace(
        read,
        dose=line.dose,
        frequency=line.frequency,
        beside=intake.beside_its_name(line),
        line=str(entry.name),
        last_taken_on=entry.last_taken_on,
    )


def decision_by_id(decision_id: UUID) -> EligibilityDecision | None:
    """One decision; the caller opens the patient's record before showing it."""
    found = EligibilityDecision.objects.select_related("patient", "by__staff")
    return found.filter(pk=decision_id).first()


def is_eligible(patient: Patient, *, today: date) -> Decision:
    """May this patient be treated, as far as the provider's decision goes? With every reason when not."""
    return verdict(screening_of(patient, today=today))


def verdict(screening: Screening) -> Decision:
    """The same of a screening that is there already."""
    return Decision.of(decided(screening), before_booking(screening.conditions_now))


def decided(screening: Screening) -> Decision:
    """Whether the decision stands and is a yes; its conditions apart."""
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


def new_since(check: InteractionCheck | None, now: StoodOn) -> frozenset[str]:
    """The codes of medicines that were not on the list when it was last checked and kept; nothing without a check."""
    if check is None:
        return frozenset()
    before = StoodOn.from_json(check.report.get("stood_on", {}))
    return frozenset(each.code for each in now.medicines) - {each.code for each in before.medicines}


def checks_of(patient: Patient) -> QuerySet[InteractionCheck]:
    """Every interaction check that was kept, newest first."""
    return patient.interaction_checks.order_by("-at", "-id")


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
    ends_at: datetime | None = None,
) -> list[HeldMedicine]:
    """Every timed hold of this patient around one treatment (P16), from the list as it is now."""
    return [
        HeldMedicine(line, hold, clock(hold, planned_start=starts_at, planned_end=ends_at))
        for line, hold in timed_holds(patient)
    ]


def timed_holds(patient: Patient) -> list[tuple[Medication, TimedHold]]:
    """The lines of the list with hours to keep free, by the library's rules or by the clinic's policy."""
    entries = intake.MedicationList(tuple(intake.every_line(patient))).taken
    return holds_in(entries, _report(entries))


def holds_in(
    entries: Iterable[intake.Entry], report: InteractionReport
) -> list[tuple[Medication, TimedHold]]:
    """The same of a list that was read and checked already, and of what is off it and still counts."""
    timed = ((each.line, _timed(check)) for each, check in zip(entries, report.drugs, strict=True))
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
        last_injection_minutes=policy.last_injection_minutes if policy else None,
        source=check.sources,
    )
