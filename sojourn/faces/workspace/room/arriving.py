"""What a tablet sends of a session: each entry is charted once, held, or answered with why not. None is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, OperationalError, transaction
from django.forms import Form

from sojourn.accounts.models import User
from sojourn.core.decisions import Refused
from sojourn.faces.workspace.room.kinds import KINDS, keywords
from sojourn.faces.workspace.room.parcels import (
    MOST,
    REFUSED,
    Answer,
    Parcel,
    Slip,
    as_before,
    as_sent,
    slip_in,
)
from sojourn.treatment.actions import arrivals
from sojourn.treatment.actions.arrivals import CHARTED, HELD, Before, Sent
from sojourn.treatment.actions.entries import Charted
from sojourn.treatment.queries.arrivals import sessions_by_id
from sojourn.treatment.rules.clocks import steady_skew

NOT_KEPT = "The database could not keep this entry as it is."


def take_in(parcel: Parcel, *, by: User, now: datetime) -> list[Answer]:
    """Chart what the parcel brings, in its order."""
    read = [slip_in(raw) for raw in parcel.entries[:MOST]]
    slips = [each for each in read if isinstance(each, Slip)]
    sessions = sessions_by_id({each.session for each in slips})
    skew = steady_skew(now, parcel.clock, arrivals.last_skew(parcel.device))
    counter = _Counter(by, now, arrivals.known([each.id for each in slips]))
    for each in read:
        counter.take(each if isinstance(each, Answer) else as_sent(each, parcel, sessions, skew, by))
    return counter.finish()


class _Counter:
    """Takes entries one after another; readings and lines that follow each other are written together.

    A database that is busy or gone (OperationalError) says nothing about an entry: the request fails, and the tablet
    sends again.
    """

    def __init__(self, by: User, now: datetime, known: dict[UUID, Before]) -> None:
        self._by, self._now, self._known = by, now, known
        self._waiting: list[tuple[int, Sent, Charted[Any]]] = []
        self._answers: list[Answer] = []
        self._forms: dict[str, Form] = {}

    def take(self, sent: Sent | Answer) -> None:
        """The next one; an Answer is one that could not even be read."""
        if isinstance(sent, Answer):
            self._answers.append(sent)
            return
        before = self._known.get(sent.entry_id)
        self._answers.append(as_before(sent, before) if before else self._chart(sent))

    def finish(self) -> list[Answer]:
        """Every answer, in the order of the entries."""
        self._write()
        return self._answers

    def _chart(self, sent: Sent) -> Answer:
        kind, form = KINDS[sent.kind], self._form(sent)
        try:
            if form.errors:
                return self._not_charted(sent, _reasons(form))
            if form.cleaned_data["supersedes"]:
                self._write()
            said = keywords(kind, form, sent.session)
            if said.get("supersedes") is None:
                said["observed_at"] = sent.observed_at
            facts = {"session": sent.session, "by": self._by, "now": self._now, **said}
            if kind.check and said.get("supersedes") is None and said.get("point") != "auto":
                self._wait(sent, kind.check(**facts))
            else:
                self._at_once(sent, kind.act, facts)
        except Refused as refused:
            reasons = [(each.field or "", each.message) for each in refused.decision.blocking]
            return self._not_charted(sent, reasons)
        except OperationalError:
            raise
        except DatabaseError:
            return self._came_just_now(sent) or self._not_charted(sent, [("", NOT_KEPT)])
        self._known[sent.entry_id] = Before.of(sent, CHARTED)
        return Answer(str(sent.entry_id), CHARTED)

    def _came_just_now(self, sent: Sent) -> Answer | None:
        """A tablet that lost an answer sends again while the first request is still at work."""
        before = arrivals.known([sent.entry_id]).get(sent.entry_id)
        return as_before(sent, before) if before else None

    def _form(self, sent: Sent) -> Form:
        """Read by the form of its kind, which is built once for the whole parcel: building costs more than reading."""
        if sent.kind not in self._forms:
            self._forms[sent.kind] = KINDS[sent.kind].form(self._now, {})
        form = self._forms[sent.kind]
        form.data = {**sent.said, "entry_id": str(sent.entry_id)}
        form.full_clean()
        return form

    def _wait(self, sent: Sent, charted: Charted[Any]) -> None:
        self._waiting.append((len(self._answers), sent, charted))

    def _at_once(self, sent: Sent, act: Callable[..., Any], facts: dict[str, Any]) -> None:
        """A dose asks what was charted before it; so what waits is written first."""
        self._write()
        with transaction.atomic():
            act(**facts)
            arrivals.note_arrivals([sent], by=self._by, now=self._now)

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            self._write_together(waiting)
        except OperationalError:
            raise
        except DatabaseError:
            self._write_one_by_one(waiting)

    def _write_together(self, waiting: Sequence[tuple[int, Sent, Charted[Any]]]) -> None:
        sent, entries = [each for _, each, _ in waiting], [each for _, _, each in waiting]
        arrivals.chart_all(sent, entries, by=self._by, now=self._now)

    def _write_one_by_one(self, waiting: Sequence[tuple[int, Sent, Charted[Any]]]) -> None:
        """The same entries came through another request at this very moment, or one of them cannot be kept."""
        came = arrivals.known([sent.entry_id for _, sent, _ in waiting])
        for one in waiting:
            place, sent, _ = one
            if sent.entry_id in came:
                continue
            try:
                self._write_together([one])
            except OperationalError:
                raise
            except DatabaseError:
                self._answers[place] = self._not_charted(sent, [("", NOT_KEPT)])

    def _not_charted(self, sent: Sent, reasons: list[tuple[str, str]]) -> Answer:
        state = REFUSED
        if sent.confirmed:
            sentences = [sentence for _, sentence in reasons]
            arrivals.hold(sent=sent, reasons=sentences, by=self._by, now=self._now)
            state = HELD
            self._known[sent.entry_id] = Before.of(sent, HELD)
        return Answer(str(sent.entry_id), state, reasons)


def _reasons(form: Form) -> list[tuple[str, str]]:
    return [
        ("" if name == "__all__" else name, str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
