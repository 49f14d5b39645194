"""From the door to the journey: check-in, the readiness list, beginning, moving on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.decisions import refuse, require
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import check_times
from sojourn.treatment.models import PhaseChange, ReadinessAnswer, ReadinessOverride, Session
from sojourn.treatment.queries.notes import intention_before
from sojourn.treatment.queries.readiness import readiness
from sojourn.treatment.rules.answers import readiness_answer
from sojourn.treatment.rules.readiness import may_start
from sojourn.treatment.states import Phase, may_follow

LONGEST_INTENTION = 1000


@transaction.atomic
def check_in(*, appointment: Appointment, by: User, now: datetime, intention: str = "") -> Session:
    """Receive a patient for a ketamine visit and open its session. Twice is the same as once.

    Without an ``intention`` the one of the latest preparation visit stands; see :func:`say_intention`.
    """
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if session := Session.objects.filter(appointment=appointment).first():
        return session
    require(permissions.may_check_in(by))
    if not content.pack().services[appointment.service].phases:
        raise refuse("service", "Only ketamine visits have a session. Mark them as arrived instead.")
    if appointment.state == AppointmentState.BOOKED:
        appointment = scheduling.arrive(appointment=appointment, by=by, now=now)
    if appointment.state != AppointmentState.ARRIVED:
        raise refuse("state", "This visit is not waiting at the door.")
    session = Session.objects.create(
        appointment=appointment,
        patient=appointment.patient,
        opened_at=now,
        intention=intention.strip() or intention_before(appointment),
    )
    PhaseChange.objects.create(session=session, phase=Phase.PREPARE, at=now, by=by)
    _note(
        session, "session.checked_in", f"{session.patient.short_name} was checked in for a session.", by, now
    )
    return session


@transaction.atomic
def say_intention(*, session: Session, text: str, by: User, now: datetime) -> Session:
    """What they hope for, in their words. It can be said anew until they have gone home."""
    require(permissions.may_chart(by))
    session = lock(session)
    if session.ended_at:
        raise refuse("over", "They have gone home already. Write it in the note.", field="intention")
    if len(text) > LONGEST_INTENTION:
        raise refuse("long", f"At most {LONGEST_INTENTION} letters.", field="intention")
    if text.strip() == session.intention:
        return session
    before, session.intention = session.intention, text.strip()
    session.save(update_fields=["intention"])
    data = {"before": before, "now": session.intention}
    _note(session, "session.intention", "The intention was written down.", by, now, data=data)
    return session


@transaction.atomic
def answer_readiness(*, session: Session, code: str, value: Any, by: User, now: datetime) -> ReadinessAnswer:
    """Answer one question of the readiness list. The latest answer counts; earlier ones are kept."""
    require(permissions.may_answer(by, code))
    clean = readiness_answer(code, value, now=now)
    require(clean.decision)
    answer = ReadinessAnswer.objects.create(session=session, code=code, value=clean.value, by=by, at=now)
    _note(session, "session.readiness_answered", f"Readiness, {code}: {clean.value}.", by, now)
    return answer


@transaction.atomic
def override(*, session: Session, code: str, reason: str, by: User, now: datetime) -> ReadinessOverride:
    """Somebody goes past an open point and says why: a provider, or whom a condition names. Stops stay stops."""
    point = next((each for each in readiness(session, now) if each.code == code), None)
    if point is None or not point.may_override:
        require(permissions.may_override(by))
        raise refuse("stop", "Nobody may go past this point. It has to be put right.", field="reason")
    require(permissions.may_override(by, point.past_by))
    if not reason.strip():
        raise refuse("reason", "Say why you go ahead.", field="reason")
    made = ReadinessOverride.objects.create(session=session, code=code, reason=reason.strip(), by=by, at=now)
    _note(
        session, "session.readiness_overridden", f"Went past {point.title}: {point.sentence}", by, now, reason
    )
    return made


@transaction.atomic
def start(*, session: Session, by: User, now: datetime) -> Session:
    """Begin: from here on doses may be given. Refused with every open point while the list is not ready."""
    require(permissions.may_chart(by))
    session = lock(session)
    if session.started_at:
        return session
    points = readiness(session, now)
    require(may_start(points))
    session.started_at, session.phase = now, Phase.GROUND
    session.save(update_fields=["started_at", "phase"])
    PhaseChange.objects.create(session=session, phase=Phase.GROUND, at=now, by=by)
    scheduling.begin(appointment=session.appointment, by=by, now=now)
    shown = {point.code: [point.state, point.sentence] for point in points}
    _note(
        session,
        "session.started",
        "The session began; every readiness point was in place.",
        by,
        now,
        data=shown,
    )
    return session


@transaction.atomic
def move_phase(
    *, session: Session, phase: str, by: User, now: datetime, at: datetime | None = None
) -> Session:
    """Move on to the next phase, ``at`` a moment of this visit (now). Going home is a discharge, not a phase button."""
    require(permissions.may_chart(by))
    session = lock(session)
    if phase == session.phase:
        return session
    if not session.started_at:
        raise refuse("not_started", "Begin the session first.")
    if phase == Phase.DISCHARGED or not may_follow(session.phase, phase):
        label = Phase(phase).label if phase in Phase else "This"
        raise refuse("phase", f"{label} does not come after {session.get_phase_display()}.", field="phase")
    check_times(session, at or now, now)
    return enter(session, Phase(phase), by=by, now=now, at=at or now)


def enter(session: Session, phase: Phase, *, by: User, now: datetime, at: datetime) -> Session:
    """Write the change of phase. For actions that have locked the session and checked the move."""
    session.phase = phase
    session.save(update_fields=["phase"])
    PhaseChange.objects.create(session=session, phase=phase, at=at, by=by)
    _note(session, "session.phase", f"{phase.label} began.", by, now)
    return session


def lock(session: Session) -> Session:
    """The session's row, held until the transaction ends."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("appointment", "patient")
        .get(pk=session.pk)
    )


def _note(
    session: Session, kind: str, sentence: str, by: User, now: datetime, reason: str = "", data: Any = None
) -> None:
    record(
        kind,
        sentence,
        by=by,
        now=now,
        subject=session,
        patient_id=session.patient_id,
        reason=reason,
        data=data,
    )
