"""What papers carry: the code that follows from minutes, and when a visit has a superbill."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sojourn.billing.rules import SuperbillFacts, code_for_minutes, may_issue


@dataclass(frozen=True)
class Band:
    code: str
    from_minutes: int
    to_minutes: int | None


BANDS = (Band("90832", 16, 37), Band("90834", 38, 52), Band("90837", 53, None))


@pytest.mark.parametrize(
    ("minutes", "code"),
    [
        (None, None),
        (0, None),
        (15, None),
        (16, "90832"),
        (37, "90832"),
        (38, "90834"),
        (50, "90834"),
        (52, "90834"),
        (53, "90837"),
        (120, "90837"),
    ],
)
def test_the_code_follows_the_recorded_minutes(minutes: int | None, code: str | None) -> None:
    assert code_for_minutes(minutes, BANDS) == code


SIGNED_INTEGRATION = SuperbillFacts(
    eligible=True,
    refusal="",
    is_done=True,
    note_signed=True,
    clinician="Hollis Greenaway, LPC",
    npi="1234567893",
    tin="00-0000000",
    diagnoses=("F33.1",),
    code="90834",
    code_from_minutes=True,
    minutes=50,
)


def facts(**changes: object) -> SuperbillFacts:
    return SuperbillFacts(**{**SIGNED_INTEGRATION.__dict__, **changes})


def test_a_signed_integration_visit_can_have_a_superbill() -> None:
    assert may_issue(SIGNED_INTEGRATION).allowed


@pytest.mark.parametrize(
    ("changes", "codes", "sentence"),
    [
        ({"eligible": False, "refusal": "None for sessions."}, ["not_eligible"], "None for sessions."),
        ({"eligible": False, "refusal": "No.", "note_signed": False, "npi": ""}, ["not_eligible"], "No."),
        ({"is_done": False}, ["not_done"], "This visit has not taken place yet."),
        (
            {"note_signed": False, "code": None, "minutes": None},
            ["unsigned"],
            "The visit’s note waits for Hollis Greenaway, LPC’s signature.",
        ),
        ({"diagnoses": ()}, ["no_diagnosis"], "No diagnosis is recorded for this visit."),
        ({"npi": "1234567890"}, ["npi"], "missing or fails its check"),
        ({"tin": ""}, ["tin"], "tax number"),
        ({"code": None, "minutes": None}, ["no_minutes"], "no start and end time"),
        ({"code": None, "minutes": 15}, ["too_short"], "15 minutes are too short"),
        ({"code": None, "code_from_minutes": False}, ["no_code"], "No procedure code"),
        ({"npi": "", "diagnoses": ()}, ["no_diagnosis", "npi"], "No diagnosis"),
    ],
)
def test_a_superbill_that_cannot_be_issued_says_every_reason(
    changes: dict[str, object], codes: list[str], sentence: str
) -> None:
    decision = may_issue(facts(**changes))
    assert [finding.code for finding in decision.blocking] == codes
    assert sentence in decision.sentence
