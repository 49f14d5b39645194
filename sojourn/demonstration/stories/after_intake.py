"""What the provider decides after the intake, and what the front desk books on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sojourn import content
from sojourn.billing.actions import give_estimate, read_estimate
from sojourn.clinic.queries import local_day
from sojourn.demonstration.asking import ask_along_the_way
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.days import at, open_on_or_after
from sojourn.demonstration.desk import lay_out_course
from sojourn.demonstration.people import Arc
from sojourn.demonstration.stories.groups import join_groups
from sojourn.demonstration.stories.journeys import journey
from sojourn.demonstration.stories.talks import talk
from sojourn.demonstration.words import ELIGIBLE, SETTLED
from sojourn.demonstration.world import Care, World
from sojourn.intake import queries as intake
from sojourn.prescribing import actions as prescribing
from sojourn.prescribing.models import PlanRevision, Prescription
from sojourn.scheduling.actions import book_course
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import medical_days
from sojourn.screening import actions as screening
from sojourn.screening.condition_rules import BLOOD_PRESSURE, Condition
from sojourn.screening.models import EligibilityDecision, FindingResolution
from sojourn.screening.queries import screening_of
from sojourn.screening.resolution_rules import may_resolve

Outcome = EligibilityDecision.Outcome
REFUSALS = {Arc.DECLINED: Outcome.DECLINED, Arc.NOT_NOW: Outcome.NOT_NOW}
DIAGNOSES = {
    "depression": ["F33.1"],
    "anxiety": ["F41.1", "F33.0"],
    "ptsd": ["F43.12"],
    "chronic_pain": ["G89.4", "F33.0"],
}
VISITS = {"preparation": talk, "integration": talk, "session": journey}


def after_intake(world: World, care: Care, visit: Appointment) -> Story:
    """The decision on the evening of the visit, plan and prescription with it, the course on the next open day."""
    person = care.person
    if person.arc in {Arc.SUBMITTED, Arc.SEEN}:
        return
    now = yield visit.ends_at + timedelta(minutes=person.dice("decides").randrange(20, 45))
    if person.arc in REFUSALS:
        _refuse(world, care, now)
        return
    _accept(world, care, visit, now)
    now = yield at(open_on_or_after(local_day(now) + timedelta(days=1)), "09:40")
    if person.has("group"):
        join_groups(world, care, now)
    if person.arc in {Arc.COURSE, Arc.SINGLE}:
        _book(world, care, now)


def _refuse(world: World, care: Care, now: datetime) -> None:
    screening.check_interactions(patient=care.patient, by=world.user(care.person.provider), now=now)
    screening.decide(
        patient=care.patient,
        outcome=REFUSALS[care.person.arc],
        reasons=care.person.refused_because,
        seen=screening_of(care.patient, today=local_day(now)).seen,
        diagnoses=DIAGNOSES[care.person.complaints[0]],
        evaluated_on=local_day(now),
        by=world.user(care.person.provider),
        now=now,
    )


def _accept(world: World, care: Care, visit: Appointment, now: datetime) -> None:
    person, by = care.person, world.user(care.person.provider)
    _settle_findings(care, by, now)
    screening.decide(
        patient=care.patient,
        outcome=Outcome.ELIGIBLE,
        reasons=person.dice("eligible").choice(ELIGIBLE),
        seen=screening_of(care.patient, today=local_day(now)).seen,
        set_conditions=_conditions(care),
        diagnoses=DIAGNOSES[person.complaints[0]],
        evaluated_on=local_day(visit.starts_at),
        visits=medical_days(care.patient),
        by=by,
        now=now,
    )
    if person.has("no_plan"):
        return
    now += timedelta(minutes=3)
    _plan(care, by, now)
    for setting in _settings(care):
        _prescribe(care, visit, setting, by, now)
    estimate = give_estimate(patient=care.patient, scope="course", by=world.user("lark"), now=now)
    if person.arc is not Arc.ELIGIBLE:
        read_estimate(estimate=estimate, by=care.user, now=now + timedelta(hours=2))


def _conditions(care: Care) -> tuple[Condition, ...]:
    """A blood pressure for those whom the day upsets; the clinic's usual limit."""
    usual = content.library().conditions.blood_pressure.usual
    pressure = Condition(kind=BLOOD_PRESSURE, systolic=usual.systolic, diastolic=usual.diastolic)
    return (pressure,) if care.person.has("nausea") else ()


def _settle_findings(care: Care, by: object, now: datetime) -> None:
    for judged in screening_of(care.patient, today=local_day(now)).open_findings:
        accepts = may_resolve(judged.finding, FindingResolution.Kind.ACCEPTED).allowed
        screening.resolve_finding(
            patient=care.patient,
            code=judged.finding.code,
            kind=FindingResolution.Kind.ACCEPTED if accepts else FindingResolution.Kind.RULED_OUT,
            reason=SETTLED,
            seen=judged.shown,
            by=by,
            now=now,
        )


def _plan(care: Care, by: object, now: datetime) -> None:
    person = care.person
    kinds = {Arc.SINGLE: PlanRevision.Kind.SINGLE, Arc.GROUP: PlanRevision.Kind.GROUP}
    in_group = person.arc is Arc.GROUP
    prescribing.write_plan(
        patient=care.patient,
        kind=kinds.get(person.arc, PlanRevision.Kind.SERIES),
        sessions=max(person.sessions, 1),
        per_week=person.per_week,
        route="SL" if in_group else "IM",
        review_after=_reviews(max(person.sessions, 1)),
        preparation_visits=0 if in_group else 1,
        integration_after_each=not in_group,
        goals=intake.answers(care.patient).get("goals", ""),
        reason="Wishes for company and a lower price" if in_group else "Suggested start, reviewed half-way",
        by=by,
        now=now,
    )


def _reviews(sessions: int) -> list[int]:
    """After the first, and half-way."""
    return sorted({1, (sessions + 1) // 2})


def _settings(care: Care) -> list[str]:
    own = [Prescription.Setting.PHARMACY] if care.person.has("group") else []
    return own if care.person.arc is Arc.GROUP else [Prescription.Setting.OFFICE, *own]


def _prescribe(care: Care, visit: Appointment, setting: str, by: object, now: datetime) -> None:
    in_office = setting == Prescription.Setting.OFFICE
    most = (Decimal(str(care.person.kg)) * Decimal("0.8")).quantize(Decimal(1))
    prescribing.prescribe(
        patient=care.patient,
        setting=setting,
        preparation="vial-100" if in_office else "troche-50",
        quantity=max(care.person.sessions, 1) if in_office else 6,
        directions=f"Up to {most} mg IM in the office, under observation."
        if in_office
        else "One troche under the tongue, in the supervised group only.",
        days_supply=None if in_office else 30,
        refills=0 if in_office else 2,
        issued_on=local_day(now),
        pdmp_checked_at=now - timedelta(minutes=8),
        pdmp_finding="No other controlled prescriptions in the past year.",
        seen_on=local_day(visit.starts_at),
        visits=medical_days(care.patient),
        seen_by=visit.staff,
        by=by,
        now=now,
    )


def _book(world: World, care: Care, now: datetime) -> None:
    visits = lay_out_course(world, care.person, after=now)
    booked = book_course(patient=care.patient, visits=visits, by=world.user("lark"), now=now)
    for visit in booked:
        world.tell(VISITS[visit.service](world, care, visit))
    sessions = [each for each in booked if each.service == "session"]
    if sessions:
        ask_along_the_way(world, care, sessions, course_ends=True)
