"""Finding a question by the words in it or in its answer."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn import content
from sojourn.content.pack.words import Question


@dataclass(frozen=True)
class TopicWithQuestions:
    """A topic of the pack and those of its questions that are shown."""

    code: str
    name: str
    questions: tuple[Question, ...]


def topics_with(text: str = "") -> list[TopicWithQuestions]:
    """Topics whose questions hold every word of the text; all of them for an empty text."""
    pack, words = content.pack(), text.casefold().split()
    found = [
        TopicWithQuestions(
            each.code, each.name, tuple(one for one in pack.questions_about(each.code) if _holds(one, words))
        )
        for each in pack.question_topics
    ]
    return [each for each in found if each.questions]


def _holds(question: Question, words: list[str]) -> bool:
    said = f"{question.question} {question.answer}".casefold()
    return all(word in said for word in words)
