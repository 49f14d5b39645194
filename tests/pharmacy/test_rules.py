"""What the register allows, in the words of the clinic."""

from datetime import date
from decimal import Decimal as D

import pytest

from sojourn.pharmacy import rules

TODAY = date(2026, 3, 2)
VIAL = rules.VialFacts(
    number="V-0412",
    strength_mg_per_ml=100,
    balance_mg=D("60"),
    capacity_mg=D("500"),
    expires_on=date(2026, 3, 2),
)


@pytest.mark.parametrize(
    ("mg", "strength", "ml"),
    [("60", 100, "0.60"), ("60", 50, "1.20"), ("40", 100, "0.40"), ("35", 10, "3.50")],
)
def test_milligrams_become_millilitres_at_the_strength_of_the_vial(mg, strength, ml):
    assert rules.to_ml(D(mg), strength) == D(ml)


@pytest.mark.parametrize(
    ("mg", "today", "code"),
    [
        ("60", TODAY, None),
        ("60.1", TODAY, "not_enough"),
        ("0", TODAY, "amount"),
        ("-5", TODAY, "amount"),
        ("10", date(2026, 3, 3), "expired"),
    ],
)
def test_drawing(mg, today, code):
    decision = rules.may_draw(VIAL, D(mg), today)
    assert [finding.code for finding in decision.blocking] == ([code] if code else [])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, None),
        ({"same_person": True}, "witness"),
        ({"witness_may_handle": False}, "witness_role"),
        ({"reason": "  "}, "reason"),
        ({"mg": D("61")}, "not_enough"),
    ],
)
def test_waste_has_a_reason_and_a_second_person(facts, code):
    asked = {"mg": D("5"), "reason": "left in the syringe", "same_person": False, "witness_may_handle": True}
    asked |= facts
    decision = rules.may_waste(VIAL, asked.pop("mg"), **asked)
    assert [finding.code for finding in decision.blocking] == ([code] if code else [])


@pytest.mark.parametrize(
    ("counted", "reason", "code"),
    [
        ("60", "", None),
        ("50", "", "difference"),
        ("50", "left in needle", None),
        ("501", "x", "count"),
        ("-1", "x", "count"),
    ],
)
def test_a_count_that_differs_says_why(counted, reason, code):
    decision = rules.may_count(VIAL, D(counted), reason)
    assert [finding.code for finding in decision.blocking] == ([code] if code else [])


def test_a_short_count_says_how_much_is_missing():
    assert "10 mg short" in rules.may_count(VIAL, D("50"), "").sentence


def test_own_medicine_stays_closed_when_its_label_does_not_match():
    assert rules.may_use_own(quantity=D(1), held=D(4), label_matches=True).allowed
    assert not rules.may_use_own(quantity=D(1), held=D(4), label_matches=False).allowed
    assert not rules.may_use_own(quantity=D(5), held=D(4), label_matches=True).allowed
    assert not rules.may_return_own(quantity=D(5), held=D(4)).allowed
