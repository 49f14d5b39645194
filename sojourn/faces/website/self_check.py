"""Reading the private self-check. Nothing here writes: no session, no row, no log line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sojourn import content
from sojourn.content.pack.words import Item, SelfCheckAnswer, SelfCheckQuestion

LIGHTEST_FIRST = ("fine", "talk", "not_now")


@dataclass(frozen=True)
class Told:
    """One question with the answer somebody ticked."""

    question: SelfCheckQuestion
    answer: SelfCheckAnswer


@dataclass(frozen=True)
class Result:
    """What the answers could mean. A missing answer is not a no: ``open_questions`` says how many are missing."""

    outcome: str
    said: Item
    worth_knowing: tuple[Told, ...]
    open_questions: int
    ticked: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """True when nothing was ticked at all."""
        return not self.ticked


def read(answers: Mapping[str, str]) -> Result:
    """The heaviest outcome among the answers, with the words that belong to each worrying one."""
    check = content.pack().self_check
    told = [found for each in check.questions if (found := _told(each, answers.get(each.id, "")))]
    outcome = max((each.answer.outcome for each in told), key=LIGHTEST_FIRST.index, default="fine")
    return Result(
        outcome=outcome,
        said=check.outcomes[outcome],
        worth_knowing=tuple(each for each in told if each.answer.outcome != "fine"),
        open_questions=len(check.questions) - len(told),
        ticked={each.question.id: each.answer.value for each in told},
    )


def _told(question: SelfCheckQuestion, value: str) -> Told | None:
    return next((Told(question, each) for each in question.answers if each.value == value), None)
