"""How a note is drafted and set."""

import pytest

from sojourn.treatment.rules.note_draft import NOTHING_FELT, ChartFacts, draft_from
from sojourn.treatment.rules.note_layout import Piece, pieces_of, row_of
from sojourn.treatment.rules.notes import HEADINGS

TABLE = "Time | BP\n9:00 am | 128/82\n9:10 am | –"


def test_the_draft_follows_the_headings_of_the_field():
    usual = "identification indication readiness medicines before doses monitoring effects course words after plan"
    assert [each.code for each in HEADINGS["session"]] == usual.split()
    assert list(draft_from(ChartFacts())) == usual.split()


def test_nothing_is_claimed_of_a_session_without_a_dose():
    assert not any(draft_from(ChartFacts()).values())
    assert draft_from(ChartFacts(doses=["40 mg"]))["effects"] == NOTHING_FELT


def test_readings_are_a_table_with_its_head():
    drafted = draft_from(ChartFacts(readings=[("9:00 am", "before", "128/82", "", "", "", "", "")]))
    (piece,) = pieces_of(drafted["monitoring"])
    assert len(piece.head) == 8
    assert piece.rows == (("9:00 am", "before", "128/82", "–", "–", "–", "–", "–"),)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("One.\nTwo.", (Piece(lines=("One.", "Two.")),)),
        ("One.\n\nTwo.", (Piece(lines=("One.",)), Piece(lines=("Two.",)))),
        (TABLE, (Piece(head=("Time", "BP"), rows=(("9:00 am", "128/82"), ("9:10 am", "–"))),)),
        ("A | lonely line", (Piece(lines=("A | lonely line",)),)),
        (
            f"Before.\n{TABLE}\nAfter.",
            (Piece(lines=("Before.",)), *pieces_of(TABLE), Piece(lines=("After.",))),
        ),
        ("a | b\nc | d | e", (Piece(lines=("a | b",)), Piece(lines=("c | d | e",)))),
    ],
)
def test_texts_are_set_as_lines_and_tables(text, pieces):
    assert pieces_of(text) == pieces


def test_an_empty_cell_is_a_dash():
    assert row_of(["9:00 am", "", "74"]) == "9:00 am | – | 74"
