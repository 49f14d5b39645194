"""Who watches whom in the group room: somebody takes a seat, or all, and is named with the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.audit.actions import event, record_all
from sojourn.core.decisions import refuse, require
from sojourn.core.holding import hold
from sojourn.treatment import permissions
from sojourn.treatment.models import SeatWatch, Session
from sojourn.treatment.queries.log import watch_sentence

LONGEST = 300
"""Characters of what is said at a hand-over."""


@transaction.atomic
def take_watch(
    *, sessions: Sequence[Session], watcher: User, by: User, now: datetime, note: str = ""
) -> list[SeatWatch]:
    """From now on ``watcher`` watches these sessions; whoever did until now hands over to them.

    A session they watch already is left as it is, so saying it twice counts once. Raises Refused.
    """
    require(permissions.may_chart(by))
    if not watcher.may(Permission.RUN_SESSION):
        raise refuse("watcher", "Only clinical staff watch a session.", field="watcher")
    if len(note) > LONGEST:
        raise refuse("note", f"Say it in at most {LONGEST} characters.", field="note")
    if not sessions:
        raise refuse("seats", "Nobody sits there yet. Check them in first.", field="seats")
    for session in sorted(sessions, key=lambda each: each.pk):
        hold(session)
    made = [_row(each, watcher, by, now, note) for each in sessions if each.ended_at is None]
    rows = [each for each in made if each is not None]
    SeatWatch.objects.bulk_create(rows)
    record_all(
        [
            event(
                "session.watch",
                f"{watch_sentence(each)}.",
                by=by,
                now=now,
                subject=each,
                patient_id=each.session.patient_id,
            )
            for each in rows
        ]
    )
    return rows


def _row(session: Session, watcher: User, by: User, now: datetime, note: str) -> SeatWatch | None:
    last = session.watches.select_related("watcher").order_by("at", "id").last()
    if last is not None and last.watcher_id == watcher.pk:
        return None
    before = last.watcher if last else None
    return SeatWatch(
        session=session, watcher=watcher, handed_over_by=before, note=note.strip(), by=by, at=now
    )
