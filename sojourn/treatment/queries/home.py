"""What a patient takes along: times of held medicines, the next visit, whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic.queries import zone_of
from sojourn.clinic.words import spoken_day, spoken_time
from sojourn.intake.models import Medication
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.screening.hold_rules import HoldClock, TimedHold, clock
from sojourn.screening.queries import HeldMedicine, timed_holds
from sojourn.treatment.models import DoseGiven, Session, VitalSigns
from sojourn.treatment.models.chart import STANDS
from sojourn.treatment.queries.log import reading_of

LATELY = timedelta(days=14)
"""How far back a treatment is looked for; no hold lasts nearly so long."""


@dataclass(frozen=True)
class Treated:
    """One treatment with the doses that stand, and the last of them."""

    session: Session
    given: tuple[datetime, ...]
    route: str

    @property
    def was_injected(self) -> bool:
        """False for a medicine that dissolves in the mouth."""
        routes = content.library().dosing.routes
        return all(each.injected for each in routes if each.code.upper() == self.route)

    def held(self, timed: Iterable[tuple[Medication, TimedHold]]) -> list[HeldMedicine]:
        """When each held medicine may be taken again, by what was really given."""
        visit = self.session.appointment
        return [
            HeldMedicine(
                line,
                hold,
                clock(
                    hold,
                    planned_start=visit.starts_at,
                    planned_end=visit.ends_at,
                    injections=self.given,
                    session_ended_at=self.session.ended_at,
                ),
            )
            for line, hold in timed
        ]


def doses_lately(patient: Patient, now: datetime) -> QuerySet[DoseGiven]:
    """What a patient was given in the last days and stands, latest first, each with its session and visit."""
    given = DoseGiven.objects.filter(session__patient=patient, observed_at__gt=now - LATELY, **STANDS)
    return given.select_related("session__appointment__staff", "session__appointment__room").order_by(
        "-observed_at"
    )


def last_treatment(doses: Sequence[DoseGiven]) -> Treated | None:
    """The latest treatment among doses in the order of :func:`doses_lately`; None without any."""
    if not doses:
        return None
    last = doses[0]
    given = tuple(each.observed_at for each in doses if each.session_id == last.session_id)
    return Treated(last.session, given, last.route)


def last_read_at(vitals: Iterable[VitalSigns]) -> dict[str, datetime]:
    """When each measure was last read, from readings that stand, oldest first."""
    return {code: each.observed_at for each in vitals for code, _ in reading_of(each).taken()}


def restarts(session: Session) -> list[HoldClock]:
    """Medicines of theirs that were held, and from when they may take them again; none before the first dose."""
    given = session.doses.filter(**STANDS).order_by("observed_at")
    return restarts_after(session, list(given.values_list("observed_at", flat=True)))


def restarts_after(session: Session, given: Sequence[datetime]) -> list[HoldClock]:
    """The same by the times of doses that were read already."""
    if not given:
        return []
    treated = Treated(session, tuple(given), "")
    zone = zone_of(session.appointment.room_id)
    return [each.clock.shown_in(zone) for each in treated.held(timed_holds(session.patient))]


def went_home(patient: Patient) -> QuerySet[Session]:
    """Sessions this patient was sent home from, with what they were given along, newest first."""
    left = Session.objects.filter(patient=patient, discharge__isnull=False)
    return left.select_related("discharge", "patient", "appointment__staff").order_by("-opened_at")


@dataclass(frozen=True)
class CheckIn:
    """What the pack asks of a patient after a session, and on which day."""

    names: tuple[str, ...]
    on: date


def check_ins_after(day: date) -> list[CheckIn]:
    """The questionnaires that follow a session on that day, as the pack has them; in the order of their days."""
    sheets = content.library().instruments
    rules = [each for each in content.pack().policies.questionnaires if each.moment == "after_session"]
    found = [
        CheckIn(
            tuple(sheets[name].name for name in each.instruments if sheets[name].has_words),
            day + timedelta(hours=each.hours),
        )
        for each in rules
    ]
    return sorted((each for each in found if each.names), key=lambda each: each.on)


def instructions_for(session: Session, *, escort_name: str, now: datetime) -> str:
    """The pack's letter for the rest of the day, filled in; Markdown."""
    return (
        content.pack()
        .letters["discharge"]
        .filled(
            name=session.patient.called,
            date=spoken_day(now),
            escort=escort_name,
            medicine_times=_medicine_times(session),
            integration_visit=_next_visit(session, now),
            provider=session.appointment.staff.signature,
        )
    )


def next_booked(patient: Patient, now: datetime) -> QuerySet[Appointment]:
    """Visits that are booked ahead, the next one first."""
    ahead = Appointment.objects.filter(patient=patient, starts_at__gt=now, state=AppointmentState.BOOKED)
    return ahead.select_related("staff", "room").order_by("starts_at")


def follow_up_among(session: Session, ahead: Iterable[Appointment]) -> Appointment | None:
    """The visit that belongs after this session, among those that are booked ahead; None when it is not."""
    follows = content.pack().services[session.appointment.service].follow_up
    return next((each for each in ahead if follows and each.service == follows.service), None)


def _medicine_times(session: Session) -> str:
    """One line a medicine; the letter has its own words for none."""
    return "\n".join(_restart_line(each) for each in restarts(session))


def _restart_line(each: HoldClock) -> str:
    return f"- **{each.drug.capitalize()}**: again from {spoken_time(each.restart_at)}, {spoken_day(each.restart_at)}."


def _next_visit(session: Session, now: datetime) -> str:
    booked = list(next_booked(session.patient, now))
    ahead = follow_up_among(session, booked) or next(iter(booked), None)
    if ahead is None:
        return ""
    name = content.pack().services[ahead.service].name
    return f"{name}: {spoken_day(ahead.begins)}, {spoken_time(ahead.begins)}."
