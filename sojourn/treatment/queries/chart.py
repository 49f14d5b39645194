"""The live chart of one session, and the board of all of today's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic.queries import starts_on, today_everywhere
from sojourn.content.monitoring import Concern
from sojourn.core.together import fetch_with
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.treatment.models import (
    DoseGiven,
    HeldEntry,
    PhaseChange,
    Remark,
    RescueGiven,
    Response,
    SeatWatch,
    Session,
    SideEffect,
    SideEffectGone,
    VitalSigns,
)
from sojourn.treatment.models.chart import STANDS, ChartEntry
from sojourn.treatment.queries import standards
from sojourn.treatment.queries.log import LogLine, log_of, reading_of
from sojourn.treatment.queries.visits import NotFound
from sojourn.treatment.rules.schedule import DuePoint, due_points, next_due
from sojourn.treatment.rules.vitals import OutOfBand, Reading, out_of_band
from sojourn.treatment.states import EntryKind

Entry = TypeVar("Entry", bound=ChartEntry)
EMERGENCY_KINDS = ("emergency", "emergency_over")


@dataclass(frozen=True)
class Unanswered:
    """A reading out of band about which nobody has said yet what was done."""

    reading: VitalSigns
    concerns: tuple[OutOfBand, ...]

    @property
    def is_urgent(self) -> bool:
        """Urgent or an emergency."""
        return self.concerns[0].concern != Concern.WATCH


@dataclass(frozen=True)
class Chart:
    """Everything that stands in a session's chart now; what was superseded shows in the log alone."""

    session: Session
    vitals: list[VitalSigns]
    doses: list[DoseGiven]
    side_effects: list[SideEffect]
    rescues: list[RescueGiven]
    remarks: list[Remark]
    phases: list[PhaseChange]
    points: tuple[DuePoint, ...]
    concerns: tuple[OutOfBand, ...]
    log: list[LogLine] = field(repr=False)
    held: list[HeldEntry] = field(default_factory=list)
    given_at: list[datetime] = field(default_factory=list)
    """When doses were given, those among the held entries too: somebody said it, so readings fall due."""
    unanswered: tuple[Unanswered, ...] = ()
    ongoing: tuple[SideEffect, ...] = ()
    """What is felt and not over, each kind once, as it was last."""
    watch: SeatWatch | None = None

    @property
    def is_emergency(self) -> bool:
        """True from the call for help until somebody writes that it is over."""
        lines = [each.kind for each in self.remarks if each.kind in EMERGENCY_KINDS]
        return bool(lines) and lines[-1] == "emergency" and self.session.ended_at is None

    @property
    def total_mg(self) -> Decimal:
        """What this session has had."""
        return sum((dose.mg for dose in self.doses), Decimal(0))

    @property
    def last_dose(self) -> DoseGiven | None:
        """The last dose, whose time the schedule counts from."""
        return self.doses[-1] if self.doses else None

    @property
    def latest(self) -> VitalSigns | None:
        """The latest readings."""
        return self.vitals[-1] if self.vitals else None

    @property
    def baseline(self) -> VitalSigns | None:
        """The last readings before the first dose."""
        before = [
            each for each in self.vitals if not self.doses or each.observed_at <= self.doses[0].observed_at
        ]
        return before[-1] if before else None

    @property
    def due(self) -> DuePoint | None:
        """The reading to take next."""
        return next_due(self.points)

    def entered(self, phase: str) -> datetime | None:
        """When the session moved into a phase."""
        return next((each.at for each in self.phases if each.phase == phase), None)


def session_by_id(session_id: UUID | str) -> Session:
    """One session with its patient and visit. Raises :class:`NotFound`."""
    found = _with_people().filter(pk=session_id).first()
    if found is None:
        raise NotFound
    return found


def chart_of(session: Session, now: datetime) -> Chart:
    """The chart as it stands at ``now``."""
    [loaded] = _with_entries(Session.objects.filter(pk=session.pk).select_related("discharge"))
    loaded.appointment = session.appointment
    return _chart(loaded, now)


def chart_of_visit(appointment: Appointment, now: datetime) -> Chart | None:
    """The chart of a visit's session; None when none was opened."""
    found = _with_entries(_with_people().filter(appointment=appointment))
    return _chart(found[0], now) if found else None


def due_vitals(session: Session, now: datetime) -> tuple[DuePoint, ...]:
    """Every point of the monitoring schedule and how it stands."""
    return chart_of(session, now).points


def board(now: datetime) -> list[Chart]:
    """Every session that is open today, the first to begin first."""
    here = _with_people().filter(
        starts_on(today_everywhere(now), "opened_at", "appointment__room"), opened_at__lte=now
    )
    return [_chart(each, now) for each in _with_entries(here.order_by("appointment__starts_at", "id"))]


def group_board(group_id: UUID, now: datetime) -> list[Chart]:
    """The charts of one group, by seat."""
    seats = _with_people().filter(appointment__group=group_id).order_by("appointment__seat__number", "id")
    return [_chart(each, now) for each in _with_entries(seats)]


def doses_of(patient: Patient) -> QuerySet[DoseGiven]:
    """Every dose that stands, oldest first, over all sessions."""
    return DoseGiven.objects.filter(session__patient=patient, **STANDS).order_by("observed_at")


def reading_for_booster(session: Session, at: datetime) -> Reading:
    """What was read since the last dose before ``at``, and not too long ago for another one."""
    earliest = at - timedelta(minutes=content.library().monitoring.before_booster.within_minutes)
    return latest_reading(session, at, max(last_injection_at(session, at) or earliest, earliest))


def last_injection_at(session: Session, until: datetime | None = None) -> datetime | None:
    """When the last dose of a session was given (up to that moment); None when none was."""
    standing = session.doses.filter(**STANDS).order_by("observed_at")
    standing = standing.filter(observed_at__lte=until) if until else standing
    return standing.values_list("observed_at", flat=True).last()


def sessions_of(patient: Patient, now: datetime) -> list[Chart]:
    """All sessions of a patient with their charts, newest first."""
    theirs = _with_people().filter(patient=patient).order_by("-opened_at")
    return [_chart(each, now) for each in _with_entries(theirs)]


def latest_reading(session: Session, until: datetime, since: datetime | None = None) -> Reading:
    """Each measure as it was last taken in this session, up to that moment; ``since``: nothing from before."""
    taken: dict[str, int] = {}
    standing = session.vitals.filter(observed_at__lte=until, **STANDS)
    standing = standing.filter(observed_at__gte=since) if since else standing
    for vitals in standing.order_by("observed_at", "id"):
        taken |= reading_of(vitals).taken()
    return Reading(**taken)


def _with_people() -> QuerySet[Session]:
    return Session.objects.select_related(
        "patient",
        "appointment__patient",
        "appointment__staff",
        "appointment__room",
        "appointment__group",
        "discharge",
    )


def _with_entries(sessions: QuerySet[Session]) -> list[Session]:
    """The sessions with everything that was entered in them. One query."""
    kinds: dict[str, Any] = {
        "vitals": VitalSigns,
        "side_effects": SideEffect,
        "rescues": RescueGiven,
        "remarks": Remark,
        "responses": Response,
        "gone": SideEffectGone,
    }
    entries = {
        name: model.objects.select_related("by", "superseded_by").order_by("observed_at", "id")
        for name, model in kinds.items()
    }
    entries["responses"] = entries["responses"].select_related("reading")
    doses = DoseGiven.objects.select_related("by", "checked_by", "vial", "superseded_by").order_by(
        "observed_at", "id"
    )
    phases = PhaseChange.objects.select_related("by").order_by("at", "id")
    held = HeldEntry.objects.filter(settled__isnull=True).select_related("by")
    watches = SeatWatch.objects.select_related("watcher", "handed_over_by", "by").order_by("at", "id")
    return fetch_with(sessions, doses=doses, phases=phases, held=held, watches=watches, **entries)


def _chart(session: Session, now: datetime) -> Chart:
    vitals, doses = _standing(session.vitals.all()), _standing(session.doses.all())
    taken = {each.point for each in vitals}
    held = list(session.held.all())
    given_at = sorted([*(dose.observed_at for dose in doses), *_said_to_be_given(held)])
    points = due_points(standards.cycle(), given_at, taken, now)
    concerns = out_of_band(reading_of(vitals[-1]), content.library().monitoring) if vitals else ()
    return Chart(
        session=session,
        vitals=vitals,
        doses=doses,
        side_effects=_standing(session.side_effects.all()),
        rescues=_standing(session.rescues.all()),
        remarks=_standing(session.remarks.all()),
        phases=list(session.phases.all()),
        points=points if session.ended_at is None else tuple(p for p in points if p.state == "taken"),
        concerns=concerns,
        log=log_of(session),
        held=held,
        given_at=given_at,
        unanswered=_unanswered(session, vitals),
        ongoing=_ongoing(session),
        watch=next(iter(reversed(list(session.watches.all()))), None),
    )


def _said_to_be_given(held: list[HeldEntry]) -> list[datetime]:
    new = (each for each in held if each.kind == EntryKind.DOSE and not each.said.get("supersedes"))
    return [each.observed_at for each in new]


def _unanswered(session: Session, vitals: list[VitalSigns]) -> tuple[Unanswered, ...]:
    """Readings since the beginning; those at the door are the readiness list's."""
    if session.started_at is None or session.ended_at is not None:
        return ()
    answered = {each.reading_id for each in _standing(session.responses.all())}
    sheet, since = content.library().monitoring, session.started_at
    open_ones = [each for each in vitals if each.observed_at >= since and each.pk not in answered]
    judged = [Unanswered(each, out_of_band(reading_of(each), sheet)) for each in open_ones]
    return tuple(each for each in judged if each.concerns)


def _ongoing(session: Session) -> tuple[SideEffect, ...]:
    ended = {each.kind: each.observed_at for each in _standing(session.gone.all())}
    latest = {each.kind: each for each in _standing(session.side_effects.all())}
    return tuple(each for kind, each in latest.items() if kind not in ended or each.observed_at > ended[kind])


def _standing(entries: Iterable[Any]) -> list[Any]:
    return [each for each in entries if each.stands]


def clock_left(session: Session, now: datetime) -> timedelta:
    """What is left of the visit's length since they came in; negative when it runs over."""
    length = session.appointment.ends_at - session.appointment.starts_at
    return session.opened_at + length - now
