"""Loads the facts the stage and the next step follow from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from sojourn.billing.models import Estimate
from sojourn.core.together import fetch_together
from sojourn.intake import queries as intake
from sojourn.intake.models import ConsentSignature, IntakeForm, ListConfirmation
from sojourn.measures import queries as measures
from sojourn.measures.models import Assignment
from sojourn.people.models import Patient
from sojourn.prescribing.models import PlanRevision
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.on_hold import waits_for_a_yes
from sojourn.scheduling.states import JOURNEYS
from sojourn.scheduling.states import AppointmentState as State
from sojourn.screening.changed_queries import looked_at_again
from sojourn.screening.models import EligibilityDecision
from sojourn.screening.queries import screening_of
from sojourn.screening.without_yes_queries import carries_nothing
from sojourn.timeline.rules import STATIONS, JourneyFacts, NextStepFacts, Stage, Step, next_step, stage

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
    return _journeys(_facts_of(Patient.objects.filter(pk=patient.pk)))[patient.pk]


def stages_of(patients: Iterable[UUID]) -> dict[UUID, Stage]:
    """The stage of many patients at once. One query."""
    found = _journeys(_facts_of(Patient.objects.filter(pk__in=list(patients))))
    return {pk: journey.stage for pk, journey in found.items()}


def _journeys(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, Journey]:
    return {pk: _journey(*facts) for pk, *facts in rows}


def _facts_of(patients: QuerySet[Patient]) -> QuerySet[Patient, tuple[Any, ...]]:
    decisions = EligibilityDecision.objects.filter(patient=OuterRef("pk")).order_by("-at", "-id")
    plans = PlanRevision.objects.filter(patient=OuterRef("pk")).order_by("-number")
    journeys = Q(appointments__service__in=JOURNEYS)
    return (
        patients.annotate(
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
    """The step with the one thing it is about. ``closed``: nothing that needs a yes takes place as things stand."""

    step: Step
    journey: Journey
    visit: Appointment | None = None
    assignment: Assignment | None = None
    estimate: Estimate | None = None
    consents: tuple[object, ...] = ()
    decision: EligibilityDecision | None = None
    looked_at_again: bool = False
    closed: bool = False


@dataclass(frozen=True)
class _Asked:
    """The rows the next step follows from; each a queryset that is not evaluated before :meth:`together`."""

    journeys: QuerySet[Patient, tuple[Any, ...]]
    visits: QuerySet[Appointment]
    due: QuerySet[Assignment]
    estimates: QuerySet[Estimate]
    signatures: QuerySet[ConsentSignature]
    forms: QuerySet[IntakeForm]
    seen: QuerySet[Appointment]
    confirmations: QuerySet[ListConfirmation]
    decisions: QuerySet[EligibilityDecision]

    @classmethod
    def about(cls, patient: Patient, now: datetime) -> _Asked:
        coming = patient.appointments.filter(state__in=COMING, ends_at__gt=now)
        return cls(
            journeys=_facts_of(Patient.objects.filter(pk=patient.pk)),
            visits=coming.select_related("staff", "room").order_by("starts_at")[:1],
            due=measures.open_assignments(patient).filter(assigned_at__lte=now)[:1],
            estimates=patient.estimates.filter(read__isnull=True)[:1],
            signatures=intake.signatures_of(patient),
            forms=IntakeForm.objects.filter(patient=patient),
            seen=patient.appointments.filter(service="intake", state=State.DONE)[:1],
            confirmations=intake.confirmations_of(patient)[:1],
            decisions=patient.decisions.all()[:1],
        )

    def together(self) -> _Asked:
        fetch_together(*(getattr(self, each.name) for each in fields(self)))
        return self


def next_step_of(patient: Patient, *, now: datetime, today: date) -> NextStep:
    """The one thing this patient should see first in the portal. One query, and one more after a yes."""
    asked = _Asked.about(patient, now).together()
    journey = _journeys(asked.journeys)[patient.pk]
    visit, due, estimate = asked.visits.first(), asked.due.first(), asked.estimates.first()
    consents = tuple(intake.missing_among(asked.signatures, _service_ahead(journey, visit), today))
    found = screening_of(patient, today=today) if journey.facts.outcome == "eligible" else None
    again = found is not None and looked_at_again(found)
    closed = carries_nothing(found) if found else bool(journey.facts.outcome)
    facts = replace(
        _facts(asked, journey, visit),
        looked_at_again=again,
        on_hold=closed and visit is not None and waits_for_a_yes(visit),
        questionnaires_due=int(due is not None),
        consents_missing=len(consents),
        estimate_unread=estimate is not None,
    )
    decision = asked.decisions.first() if facts.outcome else None
    return NextStep(next_step(facts), journey, visit, due, estimate, consents, decision, again, closed)


def _service_ahead(journey: Journey, visit: Appointment | None) -> str:
    """Consents are asked for the treatment ahead as soon as somebody is on the way to it; a group has its own."""
    if journey.stage is Stage.CLOSED:
        return ""
    return visit.service if visit and visit.service in JOURNEYS else "session"


def _facts(asked: _Asked, journey: Journey, visit: Appointment | None) -> NextStepFacts:
    return NextStepFacts(
        intake_submitted=any(form.submitted_at for form in asked.forms),
        list_confirmed=bool(asked.confirmations),
        next_visit_service=visit.service if visit else "",
        next_visit_at=visit.starts_at if visit else None,
        intake_visit_done=bool(asked.seen),
        outcome=journey.facts.outcome,
        integrations_owed=journey.facts.integrations_owed,
        stage=journey.stage,
    )
