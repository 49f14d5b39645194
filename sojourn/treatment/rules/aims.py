"""What is agreed in a visit and how it goes on: commitments with a day, and goals marked from visit to visit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sojourn.core.decisions import Decision, Finding
from sojourn.core.spoken import day

FURTHEST = timedelta(days=366)
"""A day further ahead was mistyped."""

NEAREST, FARTHEST = 10, 0
"""How near somebody feels to a goal: 0 not at all, 10 there."""


class Outcome(StrEnum):
    """How it went with a commitment. ``withdrawn``: it was written down by mistake."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    LET_GO = "let_go"
    WITHDRAWN = "withdrawn"


class Ending(StrEnum):
    """How a goal ends; empty while it goes on."""

    GOES_ON = ""
    REACHED = "reached"
    LET_GO = "let_go"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How a commitment stands on a day."""

    AHEAD = "ahead"
    TODAY = "today"
    PASSED = "passed"
    DONE = "done"
    PARTLY = "partly"
    LET_GO = "let_go"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Something is still to be done or to be said about it."""
        return self in {Standing.AHEAD, Standing.TODAY, Standing.PASSED}


def standing(*, due_on: date, outcome: str, today: date) -> Standing:
    """By the latest word about it; "not yet" leaves it open."""
    if outcome and outcome != Outcome.NOT_YET:
        return Standing(outcome)
    if due_on == today:
        return Standing.TODAY
    return Standing.AHEAD if due_on > today else Standing.PASSED


def may_agree(*, text: str, due_on: date | None, today: date, field: str = "") -> Decision:
    """A commitment has words and a day that is still to come, today included."""
    suffix = f"_{field}" if field else ""
    if not text.strip():
        return Decision.of(Finding(code="text", field=f"text{suffix}", message="Write what they will do."))
    if due_on is None:
        return Decision.of(
            Finding(code="due_on", field=f"due{suffix}", message="Say by when: a commitment has a day.")
        )
    if not today <= due_on <= today + FURTHEST:
        message = f"{day(due_on)} {due_on.year} is not a day within the coming year."
        return Decision.of(Finding(code="due_on", field=f"due{suffix}", message=message))
    return Decision()


def may_say(*, outcome: str, words: str, is_staff: bool) -> Decision:
    """How it went: one of the known outcomes; only staff take back what was written by mistake, and say why."""
    if outcome not in set(Outcome) or (outcome == Outcome.WITHDRAWN and not is_staff):
        return Decision.of(
            Finding(code="outcome", field="outcome", message="Choose one of the answers shown.")
        )
    if outcome == Outcome.WITHDRAWN and not words.strip():
        return Decision.of(Finding(code="words", field="words", message="Say why it is taken back."))
    return Decision()


def may_mark(*, near: int | None, ending: str, words: str, ended: bool, field: str = "") -> Decision:
    """How near a goal feels in a visit, 0 to 10. One that ended is not marked again."""
    if ended:
        return Decision.of(Finding(code="ended", field=field, message="This goal has ended already."))
    if ending not in set(Ending):
        return Decision.of(Finding(code="ending", field=field, message="Choose one of the answers shown."))
    if near is not None and not FARTHEST <= near <= NEAREST:
        return Decision.of(
            Finding(code="near", field=field, message=f"Between {FARTHEST} and {NEAREST}, as a whole number.")
        )
    if ending == Ending.WITHDRAWN and not words.strip():
        return Decision.of(Finding(code="words", field=field, message="Say why it is taken back."))
    return Decision()


@dataclass(frozen=True, kw_only=True)
class AgreedLine:
    """A commitment as a signed note tells it."""

    text: str
    due: str
    said: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A goal as a signed note tells it: ``nears`` from the first visit to this one."""

    text: str
    nears: Sequence[int]
    ending: str = ""
    words: str = ""


def agreed_in_words(lines: Sequence[AgreedLine]) -> str:
    """One line a commitment: "A walk each morning, by Sunday 8 March. Done: It was easier than I thought."."""
    return "\n".join(_agreed(each) for each in lines)


def goals_in_words(lines: Sequence[GoalLine]) -> str:
    """One line a goal: "Sleep through: 2, 4, 6 of 10"."""
    return "\n".join(_goal(each) for each in lines)


def _agreed(line: AgreedLine) -> str:
    said = f" {line.said}{f': {line.words}' if line.words else ''}." if line.said else ""
    return f"{line.text.rstrip('.')}, by {line.due}.{said}".replace("..", ".")


def _goal(line: GoalLine) -> str:
    nears = f": {', '.join(map(str, line.nears))} of {NEAREST}" if line.nears else ""
    tail = "".join(f" {each.rstrip('.')}." for each in (line.ending, line.words) if each)
    return f"{line.text.rstrip('.')}{nears}.{tail}"
