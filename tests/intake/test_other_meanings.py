"""Words that spell a drug and mean something else are not read; the drug is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.content import drugs
from sojourn.content.drug_words import load_words
from sojourn.content.errors import ContentError
from sojourn.content.near_names import slips
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication

FOLDER = Path(drugs.__file__).parent / "library" / "drugs"
TABLE = drugs.load(FOLDER)


def read(text: str) -> MedicationReading:
    return read_medication(text, TABLE)


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("pcp", ("phencyclidine",)),
        ("ask my pcp", ()),
        ("pcp 5 mg from a friend", ("phencyclidine",)),
        ("pcp tablet from a friend", ("phencyclidine",)),
        ("camila birth control", ("norethindrone",)),
        ("Dr. Camila knows", ()),
        ("molly sometimes", ("mdma",)),
        ("my dog, molly", ()),
        ("One A Day", ("multivitamin",)),
        ("lexapro one a day", ("escitalopram",)),
        ("lexapro 10 mg, one a day", ("escitalopram",)),
        ("lexapro, molly sometimes", ("escitalopram", "mdma")),
        ("lexapro molly sometimes", ("escitalopram",)),
        ("thc edibles", ("cannabis",)),
        ("no coffee", ()),
        ("never had any coffee", ()),
        ("i dont drink coffee", ()),
        ("nada de alcohol", ()),
        ("no, coffee", ("caffeine",)),
        ("caffeine free", ()),
        ("free caffeine", ("caffeine",)),
        ("caffeine free coffee", ()),
        ("alcohol free beer, coffee", ("caffeine",)),
        ("iron deficiency", ()),
        ("deficiency of iron", ("iron",)),
    ],
)
def test_what_else_it_may_mean(text: str, ingredients: tuple[str, ...]) -> None:
    assert read(text).ingredients == ingredients


@pytest.mark.parametrize("text", ["ask my pcp", "Dr. Camila knows", "no coffee", "iron deficiency"])
def test_such_a_word_keeps_the_line_open_and_the_drug_is_offered(text: str) -> None:
    reading = read(text)
    assert reading.status is ReadingStatus.NOT_CHECKED
    assert reading.offers


def test_directions_that_spell_a_name_are_directions() -> None:
    assert read("lexapro one a day").status is ReadingStatus.CHECKED


def test_every_ordinary_word_is_a_name_of_the_table() -> None:
    assert [word for word in TABLE.words.also_ordinary if TABLE.find(word.split()) is None] == []


def test_no_everyday_word_is_nearly_a_name() -> None:
    assert [word for word in TABLE.words.everyday if TABLE.near.of(word)] == []


LONG = sorted(word for word in TABLE.words.everyday if len(word) > 3)


def test_what_passes_beside_a_name_alone_stands_in_no_other_group() -> None:
    words = TABLE.words
    said = words.connectives | words.introducing | words.adding | words.numbers | words.reasons | words.other
    assert (
        words.beside_a_name & (said | words.times | words.spans | words.forms.keys() | words.units) == set()
    )


def test_no_everyday_word_is_half_a_name() -> None:
    names = [name for name in TABLE.names if " " not in name]
    assert [
        word for word in LONG if any(name.startswith(word) or name.endswith(word) for name in names)
    ] == []


def test_no_everyday_word_is_nearly_a_word_of_a_name() -> None:
    spoken = {word for name in TABLE.names if " " in name for word in name.split() if len(word) > 3}
    spoken -= TABLE.words.around
    assert [word for word in LONG if any(slips(word, other, 1) <= 1 for other in spoken)] == []


def test_no_word_is_both_plain_and_vague() -> None:
    assert TABLE.words.around & TABLE.words.vague == set()


def test_a_form_of_a_drug_nobody_knows_is_refused(tmp_path: Path) -> None:
    for file in FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    words = tmp_path / "words.yaml"
    words.write_text(words.read_text().replace("  breathed:\n    [", "  breathed:\n    [glorpine, "))
    assert "glorpine" in load_words(words).comes_as["breathed"]
    with pytest.raises(ContentError, match="glorpine"):
        drugs.load(tmp_path)
