"""What is found about a patient now, how it was dealt with, and whether the decision still stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sojourn import content
from sojourn.core.decisions import Decision, Finding, refuse
from sojourn.intake import queries as intake
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication
from sojourn.intake.models import Medication
from sojourn.measures import queries as measures
from sojourn.people.models import Patient
from sojourn.screening import rules
from sojourn.screening.hold_rules import AfterFrom, HoldClock, TimedHold, clock
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport, check_medications
from sojourn.screening.models import EligibilityDecision, FindingResolution, InteractionCheck
from sojourn.screening.resolution_rules import Judged, Resolution, interaction_findings, judge

SETTLING = (FindingResolution.Kind.ACCEPTED, FindingResolution.Kind.RULED_OUT)


@dataclass(frozen=True)
class Screening:
    """One patient's screening now. ``standing`` says whether the latest decision may be relied on."""

    judged: tuple[Judged, ...]
    report: InteractionReport
    fingerprint: str
    decision: EligibilityDecision | None
    standing: Decision

    @property
    def open_findings(self) -> tuple[Judged, ...]:
        """What still stands in the way of a yes."""
        return tuple(each for each in self.judged if each.is_open)


def screening_of(patient: Patient, *, today: date) -> Screening:
    """Findings, interactions, resolutions and the decision's standing, from what is known today."""
    report = interactions_of(patient)
    found = rules.screen(
        facts_of(patient, today=today),
        content.library().screening,
        minimum_age=content.pack().policies.age_limit,
    )
    judged = judge((*found, *interaction_findings(report)), resolutions_of(patient))
    mark = rules.fingerprint(found, report)
    decision = latest_decision(patient)
    return Screening(judged, report, mark, decision, _standing(decision, mark, today))


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
    """What the screening rules read: intake answers, birth date, latest questionnaires."""
    return rules.ScreeningFacts(
        today=today,
        birth_date=patient.birth_date,
        answers=intake.answers(patient),
        measures=_measures(patient),
    )


def _measures(patient: Patient) -> dict[str, dict[str, float]]:
    items = {instrument: dict(found) for instrument, found in measures.latest_items(patient).items()}
    totals = {instrument: score.total for instrument, score in measures.latest_scores(patient).items()}
    return {each: {**items.get(each, {}), "total": totals[each]} for each in totals}


def interactions_of(patient: Patient) -> InteractionReport:
    """The interaction check over the list as it is now; nothing is stored."""
    return _checked(intake.medications_of(patient))


def _checked(lines: Iterable[Medication]) -> InteractionReport:
    library = content.library()
    return check_medications(
        [_reading(line) for line in lines],
        library.interactions,
        equivalents=library.equivalents,
        large_doses=content.pack().policies.large_doses,
    )


def _reading(line: Medication) -> MedicationReading:
    """The line as it reads, with the dose that stands beside it."""
    return replace(_read(line), dose=line.dose, frequency=line.frequency)


def _read(line: Medication) -> MedicationReading:
    """What a provider named counts as read; anything else is read again from its words."""
    table = content.library().drugs
    if line.status == ReadingStatus.CHECKED:
        drugs = tuple(table.drugs[name] for name in line.ingredients if name in table.drugs)
        if len(drugs) == len(line.ingredients) and drugs:
            return MedicationReading(input=line.as_written, drugs=drugs, status=ReadingStatus.CHECKED)
    return read_medication(line.as_written, table)


def resolutions_of(patient: Patient) -> dict[str, Resolution]:
    """The latest resolution per finding code."""
    rows = patient.resolutions.select_related("by").order_by("at", "id")
    return {
        row.code: Resolution(row.evidence_hash, row.kind, row.reason, str(row.by), row.kind in SETTLING)
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
    return Decision.of(_outcome(screening.decision), screening.standing)


def _outcome(decision: EligibilityDecision | None) -> Decision:
    if decision is None or decision.outcome == EligibilityDecision.Outcome.ELIGIBLE:
        return Decision()
    return rules.not_eligible(decision.get_outcome_display())


def _standing(decision: EligibilityDecision | None, mark: str, today: date) -> Decision:
    if decision is None:
        return rules.decision_is_current(None, fingerprint_now=mark, today=today)
    facts = rules.EligibilityFacts(
        fingerprint=decision.facts_hash,
        decided_on=decision.at.date(),
        valid_until=decision.valid_until or date.max,
    )
    return rules.decision_is_current(facts, fingerprint_now=mark, today=today)


def latest_check(patient: Patient) -> InteractionCheck | None:
    """The last interaction check that was kept."""
    return patient.interaction_checks.order_by("-at", "-id").first()


def checked_since(patient: Patient) -> datetime | None:
    """When the list last changed, for "check again" points; None for an untouched list."""
    return patient.medications.order_by("-at").values_list("at", flat=True).first()


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
    lines = list(intake.medications_of(patient))
    checks = _checked(lines).drugs
    timed = ((line, _timed(check)) for line, check in zip(lines, checks, strict=True))
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
