"""Evidence is shown in the words people were asked, not in the codes of the library."""

from __future__ import annotations

import pytest

from sojourn.faces.ui.answers import evidence_in_words


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ("measure:phq-9.q9 = 1", "PHQ-9, question 9: 1"),
        ("measure:audit-c.total = 3.0", "AUDIT-C score: 3"),
        ("vital:systolic = 184.0", "Blood pressure, systolic: 184 mmHg"),
        ("lab:pregnancy_test = positive", "Pregnancy test: positive"),
        ("lab:pregnancy_test = positive on 2026-03-02", "Pregnancy test: positive on 2 March 2026"),
        ("vital:systolic = 184.0 on 2026-03-02", "Blood pressure, systolic: 184 mmHg on 2 March 2026"),
        ("derived:bmi = 41.2", "Body-mass index: 41.2"),
        ("age = 17", "age = 17"),
        ("medication list: Zoloft = sertraline", "medication list: Zoloft = sertraline"),
    ],
)
def test_codes_become_words(evidence, words):
    assert evidence_in_words(evidence) == words


def test_an_answer_is_told_with_its_question():
    told = evidence_in_words("answer:seizure = yes, answer:aneurysm not known")
    assert ":" in told and "answer:" not in told and "not known" in told
