"""Whether somebody comes: said through a signed link, or told to the desk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, require
from sojourn.scheduling.actions.changes import locked
from sojourn.scheduling.models import Appointment, VisitAnswer
from sojourn.scheduling.queries.on_hold import on_hold
from sojourn.scheduling.rules.answers import AskedVisit, may_answer, may_say_yes, note_fits
from sojourn.scheduling.states import AppointmentState

Who = VisitAnswer.Who


@transaction.atomic
def answer(
    *,
    appointment: Appointment,
    starts_at: datetime,
    who: str,
    comes: bool,
    now: datetime,
    note: str = "",
    by: User | None = None,
) -> VisitAnswer:
    """Keep the answer to the visit at ``starts_at``. The same answer twice counts once; another one replaces it."""
    appointment, note = locked(appointment), note.strip()
    is_booked = appointment.state == AppointmentState.BOOKED
    waits = comes and bool(on_hold([appointment], now))
    asked = AskedVisit(is_booked, appointment.starts_at, starts_at, now, waits)
    words = content.pack().language(appointment.patient.language).on_hold.unsigned
    require(Decision.of(may_answer(asked), may_say_yes(asked, words), note_fits(note)))
    latest = appointment.answers.filter(who=who, starts_at=starts_at).last()
    if latest and (latest.comes, latest.note, latest.by_id) == (comes, note, by.pk if by else None):
        return latest
    kept = VisitAnswer.objects.create(
        appointment=appointment, starts_at=starts_at, who=Who(who), comes=comes, note=note, by=by, at=now
    )
    audit.record(
        "appointment.answered",
        _sentence(kept),
        by=by,
        now=now,
        subject=appointment,
        patient_id=appointment.patient_id,
        reason=note,
        data={"who": who, "comes": comes},
    )
    return kept


def _sentence(kept: VisitAnswer) -> str:
    subject = "The patient" if kept.who == Who.PATIENT else "Who takes them home"
    says = "will be there" if kept.comes else "cannot come"
    return f"{subject} {says} on {spoken(kept.begins)}"
