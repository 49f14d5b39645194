"""Hours that differ from the week: noted with a date, superseded by a later note, never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import rules
from sojourn.clinic.models import DayHours, OpeningDay
from sojourn.clinic.permissions import may_note
from sojourn.clinic.queries import local_day
from sojourn.content.pack.place import DAYS
from sojourn.core.decisions import Decision, require
from sojourn.core.ids import new_id
from sojourn.core.spoken import clock, full_day

Note = OpeningDay | DayHours


@transaction.atomic
def note_hours(
    *, notes: Sequence[Note], by: User | None, now: datetime, client_id: UUID | None = None
) -> None:
    """The latest word on their days. The first takes ``client_id``: when it is known, all of them were noted before.

    Visits already booked stay where they are.
    """
    require(Decision.of(*(_may_be(each, by, now) for each in notes)))
    if client_id and any(kind.objects.filter(pk=client_id).exists() for kind in (OpeningDay, DayHours)):
        return
    for number, note in enumerate(notes):
        note.pk = client_id if client_id and not number else new_id()
        note.by, note.noted_at = by, now
        note.save()
        _tell(note, by, now)


def _may_be(note: Note, by: User | None, now: datetime) -> Decision:
    first = note.from_date if isinstance(note, OpeningDay) else note.day
    grain = content.pack().hours.slot_minutes
    return Decision.of(
        may_note(by, note),
        rules.check_hours(note.stretches, first=first, today=local_day(now), grain=grain),
    )


def _tell(note: Note, by: User | None, now: datetime) -> None:
    stretches = [f"{clock(starts)} to {clock(ends)}" for starts, ends in note.stretches]
    audit.record(
        "clinic.opening" if isinstance(note, OpeningDay) else "clinic.day_hours",
        f"{_subject(note)}: {' and '.join(stretches) or _without(note)}",
        by=by,
        now=now,
        subject=note,
        reason=note.reason,
        data={"hours": stretches},
    )


def _subject(note: Note) -> str:
    if isinstance(note, OpeningDay):
        return f"Opening hours on {DAYS[note.weekday].title()}s from {full_day(note.from_date)} on"
    return f"Hours of {note.staff or 'the clinic'} on {full_day(note.day)}"


def _without(note: Note) -> str:
    return "as in any week" if isinstance(note, DayHours) and note.as_usual else "none"
