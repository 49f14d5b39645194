"""The live chart of one session, and the board of all of today's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.core.together import fetch_with
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.treatment.models import (
    DoseGiven,
    HeldEntry,
    PhaseChange,
    Remark,
    RescueGiven,
    Session,
    SideEffect,
    VitalSigns,
)
from sojourn.treatment.queries import standards
from sojourn.treatment.queries.visits import NotFound, day_start
from sojourn.treatment.rules.schedule import BEFORE, DuePoint, due_points, next_due
from sojourn.treatment.rules.vitals import CODES, OutOfBand, Reading, out_of_band


@dataclass(frozen=True)
class LogLine:
    """One line of the running log."""

    at: datetime
    sentence: str
    by: str
    entry_id: UUID
    kind: str
    replaced: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    """Of readings: what a correction begins with."""


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
    here = _with_people().filter(opened_at__gte=day_start(now), opened_at__lte=now)
    return [_chart(each, now) for each in _with_entries(here.order_by("appointment__starts_at", "id"))]


def group_board(group_id: UUID, now: datetime) -> list[Chart]:
    """The charts of one group, by seat."""
    seats = _with_people().filter(appointment__group=group_id).order_by("appointment__seat__number", "id")
    return [_chart(each, now) for each in _with_entries(seats)]


def doses_of(patient: Patient) -> QuerySet[DoseGiven]:
    """Every dose that stands, oldest first, over all sessions."""
    return DoseGiven.objects.filter(session__patient=patient, superseded_by__isnull=True).order_by(
        "observed_at"
    )


def reading_for_booster(session: Session, at: datetime) -> Reading:
    """What was read since the last dose before ``at``, and not too long ago for another one."""
    earliest = at - timedelta(minutes=content.library().monitoring.before_booster.within_minutes)
    return latest_reading(session, at, max(last_injection_at(session, at) or earliest, earliest))


def last_injection_at(session: Session, until: datetime | None = None) -> datetime | None:
    """When the last dose of a session was given (up to that moment); None when none was."""
    standing = session.doses.filter(superseded_by__isnull=True).order_by("observed_at")
    standing = standing.filter(observed_at__lte=until) if until else standing
    return standing.values_list("observed_at", flat=True).last()


def sessions_of(patient: Patient, now: datetime) -> list[Chart]:
    """All sessions of a patient with their charts, newest first."""
    theirs = _with_people().filter(patient=patient).order_by("-opened_at")
    return [_chart(each, now) for each in _with_entries(theirs)]


def latest_reading(session: Session, until: datetime, since: datetime | None = None) -> Reading:
    """Each measure as it was last taken in this session, up to that moment; ``since``: nothing from before."""
    taken: dict[str, int] = {}
    standing = session.vitals.filter(superseded_by__isnull=True, observed_at__lte=until)
    standing = standing.filter(observed_at__gte=since) if since else standing
    for vitals in standing.order_by("observed_at", "id"):
        taken |= reading_of(vitals).taken()
    return Reading(**taken)


def reading_of(vitals: VitalSigns) -> Reading:
    """The row as the rules see it."""
    return Reading(**{code: getattr(vitals, code) for code in CODES})


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
    }
    entries = {
        name: model.objects.select_related("by", "superseded_by").order_by("observed_at", "id")
        for name, model in kinds.items()
    }
    doses = DoseGiven.objects.select_related("by", "checked_by", "vial", "superseded_by").order_by(
        "observed_at", "id"
    )
    phases = PhaseChange.objects.select_related("by").order_by("at", "id")
    held = HeldEntry.objects.filter(settled__isnull=True).select_related("by")
    return fetch_with(sessions, doses=doses, phases=phases, held=held, **entries)


def _chart(session: Session, now: datetime) -> Chart:
    vitals, doses = _standing(session.vitals.all()), _standing(session.doses.all())
    taken = {each.point for each in vitals}
    points = due_points(standards.cycle(), [dose.observed_at for dose in doses], taken, now)
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
        log=_log(session),
        held=list(session.held.all()),
    )


def _standing(entries: Iterable[Any]) -> list[Any]:
    return [each for each in entries if not hasattr(each, "superseded_by")]


def _log(session: Session) -> list[LogLine]:
    lines = [
        *(_vitals_line(each) for each in session.vitals.all()),
        *(_line(each, dose_sentence(each), "dose") for each in session.doses.all()),
        *(_line(each, side_effect_sentence(each), "side_effect") for each in session.side_effects.all()),
        *(_line(each, f"{each.medicine} {each.dose} given", "rescue") for each in session.rescues.all()),
        *(_line(each, each.text, each.kind) for each in session.remarks.all()),
        *(
            LogLine(each.at, f"{each.get_phase_display()} begins", str(each.by), each.pk, "phase")
            for each in session.phases.all()
        ),
    ]
    return sorted(lines, key=lambda line: (line.at, str(line.entry_id)), reverse=True)


def _vitals_line(each: VitalSigns) -> LogLine:
    said = {**dict(reading_of(each).taken()), "point": each.point}
    return replace(_line(each, vitals_sentence(each), "vitals"), said=said)


def _line(
    entry: VitalSigns | DoseGiven | SideEffect | RescueGiven | Remark, sentence: str, kind: str
) -> LogLine:
    if entry.supersedes_id:
        sentence = f"Corrected: {sentence}. {entry.note}".rstrip()
    return LogLine(
        entry.observed_at, sentence, str(entry.by), entry.pk, kind, hasattr(entry, "superseded_by")
    )


def vitals_sentence(each: VitalSigns) -> str:
    """ "+40: 152/92, 90, 97 %, RR 14, MOAA/S 4"."""
    parts = [
        f"{each.systolic}/{each.diastolic}" if each.systolic else "",
        f"{each.heart_rate}" if each.heart_rate else "",
        f"{each.spo2} %" if each.spo2 else "",
        f"RR {each.respiratory_rate}" if each.respiratory_rate else "",
        f"MOAA/S {each.moaas}" if each.moaas is not None else "",
        f"nausea {each.nausea} of 10" if each.nausea is not None else "",
    ]
    label = {"": "Extra", BEFORE: "Before"}.get(each.point, each.point.rpartition(":")[2])
    return f"{label}: {', '.join(filter(None, parts))}"


def dose_sentence(each: DoseGiven) -> str:
    """ "40 mg IM, 0.40 mL, left deltoid, 0.50 mg/kg"."""
    where = " ".join(filter(None, [each.side, each.site]))
    volume = f"{each.ml} mL" if each.ml else ""
    head = f"{'Booster ' if each.is_booster else ''}{each.mg.normalize():f} mg {each.route}"
    return ", ".join(filter(None, [head, volume, where, f"{each.mg_per_kg} mg/kg"]))


def side_effect_sentence(each: SideEffect) -> str:
    """ "Nausea, mild"."""
    names = {effect.code: effect.name for effect in standards.side_effects().effects}
    return f"{names.get(each.kind, each.kind)}, {each.severity}"


def clock_left(session: Session, now: datetime) -> timedelta:
    """What is left of the visit's length since they came in; negative when it runs over."""
    length = session.appointment.ends_at - session.appointment.starts_at
    return session.opened_at + length - now
