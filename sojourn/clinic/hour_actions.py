"""Hours that differ from the week: noted with a date, superseded by a later note, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import rules
from sojourn.clinic.models import DayHours, OpeningDay, RosterDay
from sojourn.clinic.permissions import may_note
from sojourn.clinic.queries import local_day
from sojourn.content.pack.place import DAYS
from sojourn.core.decisions import Decision, require
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.core.spoken import clock, full_day

Note = OpeningDay | RosterDay | DayHours
KINDS: Mapping[type[Note], str] = {
    OpeningDay: "clinic.opening",
    RosterDay: "clinic.roster",
    DayHours: "clinic.day_hours",
}
"""What the audit trail calls a note."""
_AS_NOTED = {"hours": "; ".join}


@transaction.atomic
def note_hours(
    *, notes: Sequence[Note], by: User | None, now: datetime, client_id: UUID | None = None
) -> None:
    """The latest word on their days. The first takes ``client_id``: when it is known, all of them were noted before.

    Visits already booked stay where they are.
    """
    findings = (finding for each in notes for finding in _may_be(each, by, now).findings)
    require(Decision(tuple(dict.fromkeys(findings))))
    if client_id and (known := _noted_before(client_id, notes)):
        kept_before(known, _said_of(notes), kept=_said_of(_noted_with(known)), words=_AS_NOTED)
        return
    for number, note in enumerate(notes):
        note.pk = client_id if client_id and not number else new_id()
        note.by, note.noted_at = by, now
        note.save()
        _tell(note, by, now)


def _noted_before(client_id: UUID, notes: Sequence[Note]) -> Note | None:
    found = (kind.objects.filter(pk=client_id).first() for kind in {type(each) for each in notes})
    return next((each for each in found if each), None)


def _noted_with(first: Note) -> list[Note]:
    """All that the same form noted: by the same person in the same moment."""
    return list(type(first).objects.filter(noted_at=first.noted_at, by=first.by_id))


def _said_of(notes: Sequence[Note]) -> dict[str, list[str]]:
    return {"hours": sorted(_sentence(each) + each.reason for each in notes)}


def _may_be(note: Note, by: User | None, now: datetime) -> Decision:
    first = note.day if isinstance(note, DayHours) else note.from_date
    grain = content.pack().hours.slot_minutes
    fits = rules.check_hours(note.stretches, first=first, today=local_day(now), grain=grain)
    if isinstance(note, RosterDay):
        fits = _of_weekday(note.weekday, fits)
    return Decision.of(may_note(by, note), fits)


def _of_weekday(weekday: int, decision: Decision) -> Decision:
    """A whole week is one form: what is wrong with a day's hours stands at that day."""
    return Decision(
        tuple(
            each if each.field == "day" else replace(each, field=f"{DAYS[weekday]}_{each.field}")
            for each in decision.findings
        )
    )


def _tell(note: Note, by: User | None, now: datetime) -> None:
    stretches = [f"{clock(starts)} to {clock(ends)}" for starts, ends in note.stretches]
    audit.record(
        KINDS[type(note)],
        _sentence(note),
        by=by,
        now=now,
        subject=note,
        reason=note.reason,
        data={"hours": stretches},
    )


def _sentence(note: Note) -> str:
    stretches = [f"{clock(starts)} to {clock(ends)}" for starts, ends in note.stretches]
    return f"{_subject(note)}: {' and '.join(stretches) or _without(note)}"


def _subject(note: Note) -> str:
    if isinstance(note, DayHours):
        return f"Hours of {note.staff or 'the clinic'} on {full_day(note.day)}"
    whose = "Opening hours" if isinstance(note, OpeningDay) else f"Hours of {note.staff}"
    return f"{whose} on {DAYS[note.weekday].title()}s from {full_day(note.from_date)} on"


def _without(note: Note) -> str:
    return "as in any week" if isinstance(note, DayHours) and note.as_usual else "none"
