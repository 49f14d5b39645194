"""Every paper is made from its sample, twice the same, tagged, and says what it must."""

from __future__ import annotations

import pytest

from sojourn.faces.ui import paper
from tests.ui.samples import data_for


@pytest.mark.parametrize("template", paper.TEMPLATES)
def test_every_paper_is_tagged_and_the_same_bytes_each_time(template: str) -> None:
    first = paper.render(template, data_for(template))
    assert first.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in first
    assert first == paper.render(template, data_for(template))


def test_what_a_person_typed_is_never_typesetting_code() -> None:
    data = data_for("letter") | {"subject": '#panic("typed") *bold* $x$'}
    assert paper.render("letter", data).startswith(b"%PDF-")


def test_an_unknown_paper_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        paper.render("invoice", {})


def test_markdown_becomes_blocks_in_plain_words() -> None:
    assert paper.blocks("# Rights\n\nYou *may*\nstop.\n\n- One\n- Two") == [
        {"kind": "heading", "text": "Rights"},
        {"kind": "paragraph", "text": "You may stop."},
        {"kind": "item", "text": "One"},
        {"kind": "item", "text": "Two"},
    ]


@pytest.mark.parametrize(
    ("letter", "words", "sign"),
    [
        ("Dear Ida,\n\nno.\n\nDr A\nDawn, 555", "Dear Ida,\n\nno.", {"name": "Dr A", "title": "Dawn, 555"}),
        ("Dear Ida,\n\nno.\n\nDr A", "Dear Ida,\n\nno.", {"name": "Dr A", "title": ""}),
        ("Dear Ida,\n\nno.", "Dear Ida,\n\nno.", {"name": "Dr A"}),
        ("", "", {"name": "Dr A"}),
    ],
)
def test_a_letter_is_signed_once(letter: str, words: str, sign: dict[str, str]) -> None:
    assert paper.signed_below(letter, "Dr A") == (words, sign)
