"""Whatever is put into a plain line, a sign or a word nobody knows, leaves it not checked."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sojourn.content import drugs
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication

TABLE = drugs.load(Path(drugs.__file__).parent / "library" / "drugs")
LINES = [
    "Zoloft 50 mg daily",
    "metformin 1000 mg, 1 tablet bid for diabetes",
    "Cymbalta",
    "cannabis at night",
]
KNOWN = TABLE.words.around | TABLE.words.vague | frozenset(TABLE.words.forms)


def read(text: str) -> MedicationReading:
    return read_medication(text, TABLE, offers=False)


signs = st.characters(categories=["Sm", "Sc", "Sk", "So"]).filter(
    lambda sign: not sign.isascii() and sign not in KNOWN and sign not in "®™℠×−´"
)


@given(st.sampled_from(LINES), st.data())
@settings(max_examples=150, deadline=None)
def test_no_sign_vanishes(line: str, data: st.DataObject) -> None:
    sign, at = data.draw(signs), data.draw(st.integers(0, len(line)))
    assume(not any(each.isalnum() or each.isascii() for each in unicodedata.normalize("NFKD", sign)))
    assert read(line[:at] + sign + line[at:]).status is ReadingStatus.NOT_CHECKED


@given(st.sampled_from(LINES), st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9), st.data())
@settings(max_examples=150, deadline=None)
def test_no_unknown_word_passes(line: str, word: str, data: st.DataObject) -> None:
    assume(word not in KNOWN and TABLE.find([word]) is None and TABLE.find([word[:-1]]) is None)
    words = line.split()
    at = data.draw(st.integers(0, len(words)))
    assert read(" ".join([*words[:at], word, *words[at:]])).status is ReadingStatus.NOT_CHECKED
