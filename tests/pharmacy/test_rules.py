"""What the register allows, in the words of the clinic."""

from dataclasses import replace
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
    ("newest_first", "number"),
    [
        ([], ""),
        (["V-0412"], "V-0413"),
        (["V-0999", "V-0998"], "V-1000"),
        (["V-2", "V-1"], "V-3"),
        (["V-0007", "V-0412"], "V-0413"),
        (["K-1", "V-0412"], "K-2"),
        (["2026-11-9"], "2026-11-10"),
        (["Blue", "V-0412"], ""),
        (["77"], "78"),
    ],
)
def test_the_next_vial_is_numbered_on(newest_first, number):
    assert rules.next_number(newest_first) == number


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
    ("mg", "reason", "code"),
    [("5", "left in the syringe", None), ("5", "  ", "reason"), ("61", "x", "not_enough")],
)
def test_waste_has_a_reason(mg, reason, code):
    decision = rules.may_waste(VIAL, D(mg), reason=reason)
    assert [finding.code for finding in decision.blocking] == ([code] if code else [])


def test_the_second_person_is_another_who_may_handle_medication():
    assert rules.may_sign(is_writer=False, may_handle=True).allowed
    assert not rules.may_sign(is_writer=True, may_handle=True).allowed
    assert not rules.may_sign(is_writer=False, may_handle=False).allowed


@pytest.mark.parametrize(
    ("ml", "expected", "strength", "mg"),
    [
        ("0.02", "1.7", 100, "1.7"),
        ("0.01", "1.7", 100, "1.0"),
        ("4.90", "500", 100, "490.0"),
        ("6.20", "310", 50, "310"),
    ],
)
def test_a_level_that_reads_like_the_register_is_the_registers(ml, expected, strength, mg):
    assert rules.counted_mg(D(ml), D(expected), strength) == D(mg)


@pytest.mark.parametrize(("ml", "allowed"), [("0", True), ("5", True), ("5.01", False), ("-0.01", False)])
def test_a_level_lies_within_the_vial(ml, allowed):
    assert rules.may_read(VIAL, D(ml)).allowed is allowed


def reading(counted):
    return rules.Reading(number="V-0412", expected_mg=D(60), counted_mg=D(counted))


@pytest.mark.parametrize(
    ("counted", "facts", "code"),
    [
        ("50", {}, None),
        ("60", {}, "explained"),
        ("50", {"is_known": False}, "cause"),
        ("70", {"is_waste": True, "reason": "seen"}, "cause"),
        ("50", {"is_waste": True}, "difference"),
        ("50", {"is_loss": True}, "difference"),
        ("50", {"is_loss": True, "reason": "nobody knows"}, None),
    ],
)
def test_a_difference_has_a_cause_that_fits_it(counted, facts, code):
    asked = {"is_known": True, "is_waste": False, "is_loss": False, "reason": ""} | facts
    decision = rules.may_explain(reading(counted), VIAL, **asked)
    assert [finding.code for finding in decision.blocking] == ([code] if code else [])


def test_a_vial_that_moved_since_is_read_again():
    asked = {"is_known": True, "is_waste": False, "is_loss": False, "reason": ""}
    nearly_empty = replace(VIAL, balance_mg=D(5))
    assert "Read its level again" in rules.may_explain(reading("50"), nearly_empty, **asked).sentence


@pytest.mark.parametrize(("gap", "words"), [("0", "agrees"), ("-10", "10 mg short"), ("2.5", "2.5 mg over")])
def test_a_difference_in_words(gap, words):
    assert rules.words_of_gap(D(gap)) == words


def test_own_medicine_stays_closed_when_its_label_does_not_match():
    assert rules.may_use_own(quantity=D(1), held=D(4), label_matches=True).allowed
    assert not rules.may_use_own(quantity=D(1), held=D(4), label_matches=False).allowed
    assert not rules.may_use_own(quantity=D(5), held=D(4), label_matches=True).allowed
    assert not rules.may_return_own(quantity=D(5), held=D(4)).allowed


def test_own_medicine_is_destroyed_with_a_word_about_it():
    assert rules.may_destroy_own(quantity=D(1), held=D(4), note="Fell").allowed
    assert not rules.may_destroy_own(quantity=D(1), held=D(4), note=" ").allowed
    assert not rules.may_destroy_own(quantity=D(5), held=D(4), note="Fell").allowed
    assert not rules.may_destroy_own(quantity=D(0), held=D(4), note="Fell").allowed
