"""Asking again: who is due for which questionnaire today, and who is reminded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.intake.models import IntakeAnswer
from sojourn.measures import actions as measures
from sojourn.measures.models import Assignment
from sojourn.measures.queries import open_assignments
from sojourn.measures.rules import DueFacts
from sojourn.people.actions import write_to
from sojourn.people.models import Patient
from sojourn.prescribing.models import PlanRevision
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import JOURNEYS
from sojourn.scheduling.states import AppointmentState as State
from sojourn.screening.models import EligibilityDecision

KEPT = (State.BOOKED, State.ARRIVED, State.IN_ROOM, State.DONE)
LAPSES_AFTER = timedelta(days=7)
PORTAL_FORMS = "/portal/forms/"


def ask_what_is_due(*, now: datetime) -> int:
    """Ask everybody in treatment what the plan names for today, and remind of what is open. Gives how many were asked.

    Each patient is a transaction of their own: one that fails leaves the others asked.
    """
    return sum(_ask(course, now) for course in _courses(now))


@dataclass
class _Course:
    """One patient with what the due rules ask about."""

    patient: Patient
    today: date
    complaints: frozenset[str] = frozenset()
    sessions: list[date] = field(default_factory=list)
    answered: dict[str, date] = field(default_factory=dict)
    planned: int = 0

    @property
    def facts(self) -> DueFacts:
        """In the shape of the rules; a course has ended when its last planned session lies behind."""
        held = [day for day in self.sessions if day <= self.today]
        ended = self.planned and len(held) >= self.planned and len(held) == len(self.sessions)
        return DueFacts(
            today=self.today,
            complaints=self.complaints,
            answered=self.answered,
            sessions=tuple(self.sessions),
            course_end=max(held) if ended else None,
        )


@transaction.atomic
def _ask(course: _Course, now: datetime) -> int:
    measures.lapse_overdue(patient=course.patient, before=now - LAPSES_AFTER, now=now)
    asked = measures.assign_what_is_due(patient=course.patient, facts=course.facts, by=None, now=now)
    _remind(course, now)
    return len(asked)


def _remind(course: _Course, now: datetime) -> None:
    """On the days after the asking that the pack names, one message for everything that is open."""
    days = content.pack().policies.reminders.questionnaire_days
    waiting = [each for each in open_assignments(course.patient) if _days_open(each, course.today) in days]
    if not waiting:
        return
    sheets = content.library().instruments
    until = max(now, min(each.due_at for each in waiting)).astimezone(content.pack().clinic.zone)
    write_to(
        patient=course.patient,
        template="questionnaire-due",
        once=f"questionnaire-due:{course.patient.pk}:{course.today}",
        now=now,
        minutes=sum(sheets[each.instrument].minutes for each in waiting),
        due_day=until.date(),
        link=PORTAL_FORMS,
    )


def _days_open(assignment: Assignment, today: date) -> int:
    return (today - assignment.assigned_at.astimezone(content.pack().clinic.zone).date()).days


def _courses(now: datetime) -> Iterable[_Course]:
    """Everybody who sent their intake and was not turned away. Six queries, whatever their number."""
    zone = content.pack().clinic.zone
    found = {
        patient.pk: _Course(patient, now.astimezone(zone).date())
        for patient in Patient.objects.filter(intake__submitted_at__isnull=False)
    }
    for pk in _turned_away():
        found.pop(pk, None)
    for pk, value in _latest_complaints().items():
        if pk in found:
            found[pk].complaints = frozenset(value or ())
    for pk, planned in PlanRevision.objects.order_by("number").values_list("patient_id", "sessions"):
        if pk in found:
            found[pk].planned = planned
    sessions = Appointment.objects.filter(service__in=JOURNEYS, state__in=KEPT)
    for pk, starts_at in sessions.values_list("patient_id", "starts_at"):
        if pk in found:
            found[pk].sessions.append(starts_at.astimezone(zone).date())
    answered = Assignment.objects.filter(submitted_at__isnull=False).order_by("submitted_at")
    for pk, instrument, at in answered.values_list("patient_id", "instrument", "submitted_at"):
        if at and pk in found:
            found[pk].answered[instrument] = at.astimezone(zone).date()
    return found.values()


def _turned_away() -> set[UUID]:
    outcomes = EligibilityDecision.objects.order_by("at", "id").values_list("patient_id", "outcome")
    return {pk for pk, outcome in dict(outcomes).items() if outcome != EligibilityDecision.Outcome.ELIGIBLE}


def _latest_complaints() -> dict[UUID, list[str]]:
    told: dict[UUID, list[str]] = defaultdict(list)
    rows = IntakeAnswer.objects.filter(key="complaints").order_by("at", "id")
    told.update(rows.values_list("form__patient_id", "value"))
    return told
