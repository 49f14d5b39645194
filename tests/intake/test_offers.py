"""What is offered for words that are nearly a name: each with its look-alikes, few, and in bounded work."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.content import drugs
from sojourn.content.near_names import NearNames
from sojourn.intake.matching import MOST_OFFERS, read_medication, suggest

TABLE = drugs.load(Path(drugs.__file__).parent / "library" / "drugs")


def offered(text: str) -> list[tuple[str, str]]:
    """What was typed and what is offered for it."""
    return [(each.typed, each.name) for each in read_medication(text, TABLE).offers]


@pytest.mark.parametrize(
    ("text", "typed", "name"),
    [
        ("st johns wart 300 mg", "st johns wart", "st johns wort"),
        ("my welbutrin xl", "welbutrin", "Wellbutrin"),
        ("hydrocodon-acetaminophen 5/325", "hydrocodon acetaminophen", "hydrocodone-acetaminophen"),
        ("sertraline and klonipin", "klonipin", "Klonopin"),
        ("well buttrin daily", "well buttrin", "Wellbutrin"),
        ("zolof50mg", "zolof", "Zoloft"),
    ],
)
def test_the_stretch_that_is_nearly_a_name_is_the_first_offer(text: str, typed: str, name: str) -> None:
    assert offered(text)[0] == (typed, name)


def test_a_name_that_was_read_is_not_offered_again_nor_is_an_everyday_word() -> None:
    assert offered("zoloft") == []
    assert offered("zoloft and a pain patch") == []
    assert offered("sleeping pill for insomnia") == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("K2", ()),
        ("D3/K2", ("cholecalciferol",)),
        ("vitamin D3 + K2", ("cholecalciferol",)),
        ("d3 + k2 + xanax", ("alprazolam", "cholecalciferol")),
    ],
)
def test_k2_is_a_vitamin_or_a_street_drug_and_nobody_guesses(text: str, read: tuple[str, ...]) -> None:
    reading = read_medication(text, TABLE)
    assert (reading.status, reading.ingredients) == ("not_checked", read)
    assert offered(text)[:2] == [("k2", "vitamin k2"), ("k2", "synthetic cannabinoids")]


@pytest.mark.parametrize(
    ("text", "read"), [("vitamin K2 100 mcg", "vitamin k2"), ("spice K2", "synthetic cannabinoids")]
)
def test_k2_with_its_first_name_is_read(text: str, read: str) -> None:
    reading = read_medication(text, TABLE)
    assert (reading.status, reading.ingredients) == ("checked", (read,))


def test_two_misspelled_names_are_both_offered_with_their_look_alikes() -> None:
    names = [name for _, name in offered("hydroxizine, klonipin")]
    assert names[:2] == ["hydroxyzine", "hydralazine"] and "Klonopin" in names and "clonidine" in names


def test_few_are_offered_each_once() -> None:
    text = "sertaline, fluoxetin, klonipin, lamotrigin, hydroxizine, buproprion, celexia"
    names = [name for _, name in offered(text)]
    assert len(names) == MOST_OFFERS == len(set(names))


def test_nothing_is_searched_for_when_nobody_needs_offers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NearNames, "of", lambda self, typed: pytest.fail("searched"))
    reading = read_medication("zoloft and sertaline", TABLE, offers=False)
    assert (reading.ingredients, reading.unread, reading.offers) == (("sertraline",), ("sertaline",), ())
    assert read_medication("zoloft 50 mg", TABLE).offers == ()


@pytest.mark.parametrize("text", ["glorp " * 33, "qua wex plof " * 15, "-".join(["wex"] * 50)])
def test_a_line_of_nonsense_costs_bounded_work(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(NearNames, "of", lambda self, typed: asked.append(typed) or [])
    read_medication(text[:200], TABLE)
    assert 0 < len(asked) <= 30


def test_near_names_in_the_type_ahead_are_questions_and_only_when_nothing_begins_so() -> None:
    assert [(each.name, each.is_near) for each in suggest("klonip", TABLE)] == [("Klonopin", True)]
    assert suggest("lexip", TABLE)[0].label == "Lexapro (escitalopram)"
    assert not any(each.is_near for each in suggest("lex", TABLE))
    assert suggest("qqqqqq", TABLE) == ()


def test_each_content_is_suggested_once_and_no_more_than_asked_for() -> None:
    near = suggest("sertaline", TABLE)
    assert [each.name for each in near] == ["sertraline"]
    assert len(suggest("metop", TABLE, limit=2)) == 2
    assert len(suggest("proza", TABLE)) == len({each.name for each in suggest("proza", TABLE)})


def test_only_words_nobody_understood_are_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(NearNames, "of", lambda self, typed: asked.append(typed) or [])
    read_medication("zoloft 5-325 pain-patch sertaline and glorp-zoloft", TABLE)
    assert asked == ["glorpzoloft", "sertaline", "glorp"]
