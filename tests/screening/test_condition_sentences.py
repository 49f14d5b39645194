"""What a provider reads about a condition that cannot be set, and staff about one that stands: word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sojourn.core.decisions import Finding
from sojourn.screening.condition_limit_rules import may_set
from sojourn.screening.condition_rules import Kept, Known, Measured, stands
from tests.screening.test_condition_rules import BOOK, ESCORT, LETTER, NOTHING, PRESSURE, SCORE, TODAY

MEASURED_AT = datetime(2026, 3, 2, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("condition", "field", "message"),
    [
        (replace(ESCORT, kind="weather"), "kind", "There is no condition of this kind."),
        (replace(PRESSURE, diastolic=None), "diastolic", "Give both numbers, the upper and the lower."),
        (replace(PRESSURE, systolic=None), "systolic", "Give both numbers, the upper and the lower."),
        (
            replace(LETTER, what=" "),
            "what",
            "Say what has to come: for example a letter of neurology.",
        ),
        (replace(SCORE, subject="mood"), "subject", "Choose a score or a value of the list."),
        (
            replace(SCORE, side=""),
            "side",
            "Say whether the value has to be below the limit or at least the limit.",
        ),
        (replace(SCORE, limit=None), "limit", "Say the limit for PHQ-9."),
        (
            replace(SCORE, subject="reading:spo2", side="at_least", limit=101),
            "limit",
            "Oxygen saturation lies between 50% and 100%; 101 would hold nobody back, or everybody.",
        ),
    ],
    ids=lambda value: value.kind if hasattr(value, "kind") else None,
)
@pytest.mark.parametrize("row", ["", "condition_2"])
def test_one_that_cannot_be_set(condition, field, message, row):
    found = may_set(replace(condition, field=row), BOOK, today=TODAY)
    expected = f"{row}_{field}" if row else field
    assert found.findings == (Finding(code="condition", field=expected, message=message),)


def at_rest(high, low):
    return Known(today=TODAY, pressure=(high, low), pressure_at=MEASURED_AT)


def scored(value):
    return Known(today=TODAY, values={"score:phq-9": Measured(value, TODAY - timedelta(days=1), MEASURED_AT)})


@pytest.mark.parametrize(
    ("condition", "known", "kept", "sentence", "measured_at"),
    [
        (
            PRESSURE,
            NOTHING,
            Kept.UNKNOWN,
            "Below 140/90 at rest is a condition; nobody has measured it today.",
            None,
        ),
        (PRESSURE, at_rest(132, 84), Kept.MET, "132/84 at rest, below 140/90.", MEASURED_AT),
        (
            PRESSURE,
            at_rest(140, 84),
            Kept.OPEN,
            "140/84 at rest is not below 140/90: let them rest and measure again.",
            MEASURED_AT,
        ),
        (
            LETTER,
            NOTHING,
            Kept.UNKNOWN,
            "Not on file yet, and asked for before the first session: A letter, from Neurology.",
            None,
        ),
        (
            replace(LETTER, answered="cleared"),
            NOTHING,
            Kept.MET,
            "On file from Neurology: A letter.",
            None,
        ),
        (
            replace(LETTER, answered="not_cleared"),
            NOTHING,
            Kept.OPEN,
            "Neurology did not clear it: A letter. A provider decides anew.",
            None,
        ),
        (
            SCORE,
            NOTHING,
            Kept.UNKNOWN,
            "“PHQ-9 below 20” is a condition; there is no value that counts today.",
            None,
        ),
        (SCORE, scored(19), Kept.MET, "PHQ-9 is 19; the condition: PHQ-9 below 20.", MEASURED_AT),
        (
            SCORE,
            scored(20),
            Kept.OPEN,
            "PHQ-9 is 20; the condition is not kept: PHQ-9 below 20.",
            MEASURED_AT,
        ),
        (
            ESCORT,
            NOTHING,
            Kept.UNKNOWN,
            "Nobody is named yet who takes them home; the decision asks for a name.",
            None,
        ),
        (ESCORT, Known(today=TODAY, escort=" Rowan "), Kept.MET, "Rowan takes them home.", None),
    ],
)
def test_one_that_stands(condition, known, kept, sentence, measured_at):
    stand = stands(condition, known, BOOK)
    assert (stand.kept, stand.sentence, stand.measured_at) == (kept, sentence, measured_at)
