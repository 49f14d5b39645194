"""The problem list. Every change is a new line; a name the library knows carries its code, others stay in own words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.core.decisions import require
from sojourn.core.ids import new_id
from sojourn.intake.actions.line_keeping import already_kept, keep, one_line, say_yes, successor
from sojourn.intake.line_rules import may_name, short_enough
from sojourn.intake.models import Problem
from sojourn.measures import actions as measures
from sojourn.people.models import Patient

LISTING = "problems"
_CARRIED = ("name", "code", "since", "state", "treated_by")
_LONGEST = {each.name: each.max_length for each in Problem._meta.fields if each.max_length}


@transaction.atomic
def add_problem(
    *,
    patient: Patient,
    name: str,
    state: str,
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
    since: str = "",
    treated_by: str = "",
) -> Problem:
    """Put one condition on the list; one that needs a person now raises its alert. The same client id is no news."""
    told = _as_told(name=name, state=state, since=since, treated_by=treated_by)
    if already := already_kept(Problem, patient, client_id, told):
        return already
    line = Problem(id=client_id or new_id(), patient=patient, by=by, at=now, **told)
    say_yes(patient, LISTING, by=by, now=now)
    _alert(line)
    return keep(line, "problem.added", f"{line.name} added to the problem list")


@transaction.atomic
def change_problem(
    *, problem: Problem, by: User | None, now: datetime, change_reason: str = "", **changes: Any
) -> Problem:
    """Replace a line by one with changes: name, since, state or treated_by."""
    told = _as_told(**{**{name: getattr(problem, name) for name in _CARRIED if name != "code"}, **changes})
    line = successor(problem, _CARRIED, by=by, now=now, change_reason=change_reason, **told)
    if line.code != problem.code:
        _alert(line)
    return keep(line, "problem.changed", f"{line.name} changed on the problem list")


@transaction.atomic
def remove_problem(*, problem: Problem, by: User | None, now: datetime, reason: str = "") -> Problem:
    """Take a line off the list; it is kept, and can be put back."""
    line = successor(problem, _CARRIED, by=by, now=now, is_listed=False, change_reason=reason)
    return keep(line, "problem.removed", f"{line.name} taken off the problem list")


@transaction.atomic
def put_back_problem(*, problem: Problem, by: User | None, now: datetime) -> Problem:
    """Undo: the line that was taken off stands again."""
    line = successor(problem, _CARRIED, by=by, now=now)
    say_yes(problem.patient, LISTING, by=by, now=now)
    _alert(line)
    return keep(line, "problem.put_back", f"{line.name} put back on the problem list")


def _alert(line: Problem) -> None:
    """Told again later it is a new alert: the one before may be closed."""
    known = content.library().codes.named(line.code)
    if known and known.alert:
        about = f"{line.code} {line.at:%Y-%m-%d %H:%M}"
        measures.raise_alert(patient=line.patient, about=about, sentence=known.alert, by=line.by, now=line.at)


def _as_told(**told: str) -> dict[str, str]:
    told = {name: one_line(text) for name, text in told.items()}
    require(may_name(told["name"], "name"))
    require(short_enough(_LONGEST, told))
    known = content.library().codes.named(told["name"])
    return {**told, "name": known.label if known else told["name"], "code": known.code if known else ""}
