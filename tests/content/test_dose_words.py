"""The words beside a dose that say nothing: their cases hold, and none stands for two things."""

from __future__ import annotations

import shutil

import pytest

from sojourn import content
from sojourn.content.dose_words import load
from sojourn.content.errors import ContentError
from sojourn.content.library_loader import LIBRARY_FOLDER
from sojourn.intake.dosing_text import read_dose

WORDS = content.library().dose_words


@pytest.mark.parametrize("case", WORDS.cases, ids=lambda case: case.name)
def test_each_worked_case_holds(case):
    found = read_dose(case.text, case.dose, case.frequency)
    assert (found and found.amount) == case.daily


def test_no_word_that_changes_a_dose_is_silent():
    assert WORDS.no_name.isdisjoint(word for word, mark in WORDS.kinds.items() if mark != "+")


def test_a_word_in_two_groups_is_refused(tmp_path):
    text = (LIBRARY_FOLDER / "dose_words.yaml").read_text(encoding="utf-8")
    (tmp_path / "dose_words.yaml").write_text(
        text.replace("joining: and", "joining: pain and"), encoding="utf-8"
    )
    with pytest.raises(ContentError, match="pain"):
        load(tmp_path)
    shutil.rmtree(tmp_path)
