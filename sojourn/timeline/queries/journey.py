"""Loads the facts the stage and the next step follow from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from sojourn.billing.models import Estimate
from sojourn.intake import queries as intake
from sojourn.measures import queries as measures
from sojourn.measures.models import Assignment
from sojourn.people.models import Patient
from sojourn.prescribing.models import PlanRevision
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState as State
from sojourn.screening.models import EligibilityDecision
from sojourn.timeline.rules import STATIONS, JourneyFacts, NextStepFacts, Stage, Step, next_step, stage

JOURNEYS = ("session", "group")
COMING = (State.BOOKED, State.ARRIVED, State.IN_ROOM)


@dataclass(frozen=True)
class Journey:
    """A patient's stage with the facts it follows from; ``position`` is its index among the stations."""

    stage: Stage
    facts: JourneyFacts

    @property
    def position(self) -> int:
        """Index of the present station; a closed journey stands at its second."""
        return STATIONS.index(self.stage) if self.stage in STATIONS else 1


def journey_of(patient: Patient) -> Journey:
    """Where this patient is. One query."""
    return _journeys(Patient.objects.filter(pk=patient.pk))[patient.pk]


def stages_of(patients: Iterable[UUID]) -> dict[UUID, Stage]:
    """The stage of many patients at once. One query."""
    return {
        pk: journey.stage for pk, journey in _journeys(Patient.objects.filter(pk__in=list(patients))).items()
    }


def _journeys(patients: object) -> dict[UUID, Journey]:
    decisions = EligibilityDecision.objects.filter(patient=OuterRef("pk")).order_by("-at", "-id")
    plans = PlanRevision.objects.filter(patient=OuterRef("pk")).order_by("-number")
    journeys = Q(appointments__service__in=JOURNEYS)
    rows = (
        patients.annotate(  # type: ignore[attr-defined]
            outcome=Subquery(decisions.values("outcome")[:1]),
            planned=Subquery(plans.values("sessions")[:1]),
            done=Count("appointments", filter=journeys & Q(appointments__state=State.DONE), distinct=True),
            booked=Count("appointments", filter=journeys & Q(appointments__state__in=COMING), distinct=True),
            integrated=Count(
                "appointments",
                filter=Q(appointments__service="integration") & Q(appointments__state=State.DONE),
                distinct=True,
            ),
        )
        .order_by()
        .values_list("pk", "outcome", "planned", "done", "booked", "integrated")
    )
    return {pk: _journey(*facts) for pk, *facts in rows}


def _journey(outcome: str | None, planned: int | None, done: int, booked: int, integrated: int) -> Journey:
    facts = JourneyFacts(
        outcome=outcome or "",
        has_plan=planned is not None,
        sessions_planned=planned or 0,
        sessions_done=done,
        sessions_booked=booked,
        integrations_owed=max(0, done - integrated),
    )
    return Journey(stage(facts), facts)


@dataclass(frozen=True)
class NextStep:
    """The step with the one thing it is about."""

    step: Step
    visit: Appointment | None = None
    assignment: Assignment | None = None
    estimate: Estimate | None = None
    consents: tuple[object, ...] = ()
    decision: EligibilityDecision | None = None


def next_step_of(patient: Patient, *, now: datetime, today: date) -> NextStep:
    """The one thing this patient should see first in the portal."""
    visit = (
        patient.appointments.filter(state__in=COMING, ends_at__gt=now)
        .select_related("staff", "room")
        .order_by("starts_at")
        .first()
    )
    due = measures.open_assignments(patient).filter(assigned_at__lte=now).first()
    estimate = patient.estimates.filter(read__isnull=True).first()
    journey = journey_of(patient)
    consents = tuple(intake.consents_missing(patient, _service_ahead(journey, visit), today))
    facts = _facts(patient, journey, visit=visit)
    facts = replace(
        facts,
        questionnaires_due=int(due is not None),
        consents_missing=len(consents),
        estimate_unread=estimate is not None,
    )
    decision = patient.decisions.first() if facts.outcome else None
    return NextStep(next_step(facts), visit, due, estimate, consents, decision)


def _service_ahead(journey: Journey, visit: Appointment | None) -> str:
    """Consents are asked for the treatment ahead as soon as somebody is on the way to it; a group has its own."""
    if journey.stage is Stage.CLOSED:
        return ""
    return visit.service if visit and visit.service in JOURNEYS else "session"


def _facts(patient: Patient, journey: Journey, *, visit: Appointment | None) -> NextStepFacts:
    intake_done = Appointment.objects.filter(patient=OuterRef("pk"), service="intake", state=State.DONE)
    row = (
        Patient.objects.filter(pk=patient.pk)
        .annotate(saw_doctor=Exists(intake_done))
        .values("intake__submitted_at", "saw_doctor")
        .get()
    )
    return NextStepFacts(
        intake_submitted=row["intake__submitted_at"] is not None,
        list_confirmed=intake.latest_confirmation(patient) is not None,
        next_visit_service=visit.service if visit else "",
        next_visit_at=visit.starts_at if visit else None,
        intake_visit_done=row["saw_doctor"],
        outcome=journey.facts.outcome,
        integrations_owed=journey.facts.integrations_owed,
        stage=journey.stage,
    )
