"""What people said about coming."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from sojourn import content
from sojourn.scheduling.answer_links import read_link
from sojourn.scheduling.models import Appointment, VisitAnswer
from sojourn.scheduling.queries.on_hold import on_hold
from sojourn.scheduling.rules.answers import AskedVisit, asks_whether_they_come, may_answer
from sojourn.scheduling.states import AppointmentState

Answers = dict[str, VisitAnswer]


def answers_to(visits: Iterable[Appointment]) -> dict[UUID, Answers]:
    """For each visit the latest word about its present time, by who said it. One query for all of them."""
    wanted = {each.pk: each for each in visits}
    found: dict[UUID, Answers] = {pk: {} for pk in wanted}
    for each in VisitAnswer.objects.filter(appointment__in=wanted).select_related("by"):
        if each.starts_at == wanted[each.appointment_id].starts_at:
            found[each.appointment_id][each.who] = each
    return found


def with_answers(visits: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Each visit with ``patient_comes`` and ``escort_comes``; None when nobody has said. Asks no more queries."""
    said = VisitAnswer.objects.filter(appointment=OuterRef("pk"), starts_at=OuterRef("starts_at"))
    latest = {
        f"{who}_comes": Subquery(said.filter(who=who).order_by("-at", "-pk").values("comes")[:1])
        for who in VisitAnswer.Who.values
    }
    return visits.annotate(**latest)


def asked_to_change(now: datetime) -> QuerySet[VisitAnswer]:
    """Who cannot come to a visit still booked at that time, and nobody has dealt with it; the next visit first."""
    later = VisitAnswer.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        appointment=OuterRef("appointment"),
        who=OuterRef("who"),
        starts_at=OuterRef("starts_at"),
    )
    asked = VisitAnswer.objects.filter(
        comes=False,
        starts_at__gt=now,
        starts_at=F("appointment__starts_at"),
        appointment__state=AppointmentState.BOOKED,
    )
    return asked.exclude(Exists(later)).select_related("appointment__patient").order_by("starts_at", "at")


def asks_to_confirm(visit: Appointment, now: datetime) -> bool:
    """Whether a booked visit is so near that its patient is asked to say that they come."""
    hours = content.pack().policies.reminders.visit_hours
    return visit.state == AppointmentState.BOOKED and asks_whether_they_come(visit.starts_at, now, hours)


@dataclass(frozen=True)
class Question:
    """A signed link that still stands: the visit, who is asked, what they said last, and the moment it is about.

    Whose visit is on hold is asked nothing, and may still say that they cannot come.
    """

    visit: Appointment
    who: str
    latest: VisitAnswer | None
    is_on_hold: bool = False

    @property
    def moment(self) -> datetime:
        """When the patient is expected, or the escort."""
        return self.visit.ends_at if self.who == VisitAnswer.Who.ESCORT else self.visit.starts_at


def question_behind(token: str, now: datetime) -> Question | None:
    """What a signed link asks; None when it is none of ours, or the visit has begun, moved or been cancelled."""
    asked = read_link(token)
    visit = asked and Appointment.objects.filter(pk=asked.visit_id).select_related("patient").first()
    if not asked or not visit:
        return None
    is_booked = visit.state == AppointmentState.BOOKED
    if not may_answer(AskedVisit(is_booked, visit.starts_at, asked.starts_at, now)).allowed:
        return None
    latest = visit.answers.filter(who=asked.who, starts_at=visit.starts_at).last()
    return Question(visit, asked.who, latest, bool(on_hold([visit], now)))
