"""Whatever comes twice counts once, and only what says the same comes twice: no action swallows a correction."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.core.sent_again import PAGE_USED
from sojourn.measures import actions as measures
from sojourn.measures.models import Answer
from tests.factories import NOW, a_patient
from tests.repository import twice, twice_in_the_books, twice_in_the_room

ROOT = Path(__file__).parents[2] / "sojourn"
NUMBERS = {"client_id", "entry_id"}
CASES = {**twice.CASES, **twice_in_the_books.CASES, **twice_in_the_room.CASES}
NOTHING_IS_SAID = {"make_feed"}
KEEPS_BOTH = {"answer"}
"""A changed mind about a question is one more answer under an id of its own."""
PARTS = {"check_vitals", "check_remark", "already", "already_kept", "stored", "write", "open_report"}
"""Called by actions, in the transaction and after the question whether it came before."""


def _taking_a_number() -> Iterator[str]:
    files = [each for each in ROOT.rglob("*.py") if _holds_actions(each)]
    for path in files:
        for each in ast.parse(path.read_text()).body:
            if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                taken = {arg.arg for arg in (*each.args.args, *each.args.kwonlyargs)}
                if taken & NUMBERS:
                    yield each.name


def _holds_actions(path: Path) -> bool:
    inside = {"faces", "demonstration"} & set(path.parts)
    return not inside and ("actions" in path.parts or path.stem.endswith("actions"))


def test_every_action_with_a_number_is_sent_twice_here() -> None:
    found = set(_taking_a_number())
    assert len(found) > 40
    assert found - NOTHING_IS_SAID - KEEPS_BOTH - PARTS == set(CASES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_same_again_counts_once_and_something_else_is_refused(name: str) -> None:
    sent = CASES[name]()
    number = {sent.number: new_id()}
    first = sent.act(**sent.facts, **number)
    again = sent.act(**sent.facts, **number)
    assert again is None or _ids(first) == _ids(again)
    assert sent.others
    for other in sent.others:
        with pytest.raises(Refused, match=r"already\b") as refused:
            sent.act(**{**sent.facts, **other}, **number)
        assert {each.code for each in refused.value.decision.blocking} == {PAGE_USED}, other


@pytest.mark.django_db
def test_a_changed_mind_about_a_question_is_kept_besides() -> None:
    asked = measures.assign(
        patient=a_patient(), instrument="phq-9", occasion="baseline", due_at=NOW, by=None, now=NOW
    )
    number = new_id()
    for value in (1, 1, 3):
        measures.answer(assignment=asked, item="q1", value=value, client_id=number, by=None, now=NOW)
    assert list(Answer.objects.filter(assignment=asked).values_list("value", flat=True)) == [1, 3]


def _ids(made: Any) -> Any:
    if isinstance(made, Model):
        return made.pk
    if isinstance(made, list | tuple):
        return sorted(str(_ids(each)) for each in made)
    return _ids(made.groups) if hasattr(made, "groups") else made
