"""Instalments, allocation, payments, refunds and waivers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.billing.rules import (
    Part,
    PaymentFacts,
    PlanLimits,
    PlanState,
    PlanTerms,
    allocate,
    instalments,
    may_agree,
    may_give_back,
    may_take,
    may_waive,
    needs_disclosure,
    settle,
)

TODAY = date(2026, 11, 24)
LIMITS = PlanLimits(most_instalments=4, truth_in_lending_above=4)
CENTS = st.integers(min_value=0, max_value=2_000_000)


@pytest.mark.parametrize(
    ("total", "parts", "shares"),
    [(550_00, 4, [137_50] * 4), (220_00, 3, [73_34, 73_33, 73_33]), (170_00, 2, [85_00, 85_00])],
)
def test_instalments_add_up_to_the_cent(total: int, parts: int, shares: list[int]) -> None:
    assert [cents for _, _, cents in instalments(total, parts, TODAY)] == shares


def test_instalments_are_a_month_apart_and_stay_inside_short_months() -> None:
    days = [day for _, day, _ in instalments(400_00, 4, date(2026, 12, 31))]
    assert days == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


@given(total=CENTS, parts=st.integers(min_value=1, max_value=24))
def test_however_split_nothing_is_lost_and_no_part_differs_by_more_than_a_cent(
    total: int, parts: int
) -> None:
    shares = [cents for _, _, cents in instalments(total, parts, TODAY)]
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


@given(paid=CENTS, amounts=st.lists(CENTS, max_size=12))
def test_what_is_paid_settles_the_oldest_first_and_never_more_than_is_owed(
    paid: int, amounts: list[int]
) -> None:
    settled = allocate(paid, amounts)
    assert sum(settled) == min(paid, sum(amounts))
    assert all(0 <= part <= amount for part, amount in zip(settled, amounts, strict=True))
    unsettled = [place for place, amount in enumerate(amounts) if settled[place] < amount]
    assert all(settled[place] == 0 for place in unsettled[1:])


def plan_terms(**changes: object) -> PlanTerms:
    terms: dict[str, object] = {
        "total_cents": 550_00,
        "parts": 4,
        "first_due": TODAY,
        "today": TODAY,
        "free_cents": 720_00,
    }
    return PlanTerms(**{**terms, **changes})


def test_four_instalments_of_what_is_owed_can_be_agreed() -> None:
    assert may_agree(plan_terms(), LIMITS).allowed


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"total_cents": 0}, ["amount"]),
        ({"total_cents": -1}, ["amount"]),
        ({"total_cents": 720_01}, ["too_much"]),
        ({"free_cents": -50_00}, ["too_much"]),
        ({"parts": 1}, ["parts"]),
        ({"parts": 5}, ["parts", "truth_in_lending"]),
        ({"first_due": TODAY - timedelta(days=1)}, ["first_due"]),
        ({"first_due": TODAY + timedelta(days=63)}, ["first_due"]),
        ({"total_cents": 3, "parts": 4}, ["parts"]),
    ],
)
def test_a_plan_that_cannot_be_agreed_says_why(changes: dict[str, object], codes: list[str]) -> None:
    assert [finding.code for finding in may_agree(plan_terms(**changes), LIMITS).blocking] == codes


def test_five_instalments_need_a_lending_statement_and_go_with_one() -> None:
    assert needs_disclosure(5, LIMITS)
    assert not needs_disclosure(4, LIMITS)
    assert may_agree(plan_terms(parts=5, disclosure_prepared=True), LIMITS).allowed


def four_parts(plan: str = "A", first: date = TODAY) -> list[Part]:
    return [
        Part(plan_id=plan, number=number, of=4, due_on=day, cents=cents)
        for number, day, cents in instalments(550_00, 4, first)
    ]


def state(*, paid: int = 0, balance: int = 550_00, today: date = TODAY) -> PlanState:
    parts = settle(four_parts(), paid_by_plan={"A": paid}, balance_cents=balance)
    return PlanState(parts=parts, today=today, late_after_days=5)


@pytest.mark.parametrize(
    ("paid", "balance", "days_later", "next_number", "behind"),
    [
        (0, 550_00, 0, 1, 0),
        (0, 550_00, 5, 1, 0),  # the last day of grace
        (0, 550_00, 6, 1, 137_50),
        (137_50, 412_50, 6, 2, 0),
        (100_00, 450_00, 6, 1, 37_50),
        (137_50, 412_50, 36, 2, 137_50),
        (550_00, 0, 200, None, 0),
    ],
)
def test_a_plan_knows_what_comes_next_and_what_is_late(
    paid: int, balance: int, days_later: int, next_number: int | None, behind: int
) -> None:
    now = state(paid=paid, balance=balance, today=TODAY + timedelta(days=days_later))
    assert (now.next_due.number if now.next_due else None) == next_number
    assert now.behind_cents == behind
    assert now.is_behind is (behind > 0)


def test_a_plan_never_asks_for_more_than_is_owed() -> None:
    assert state(paid=0, balance=0).next_due is None
    assert state(paid=0, balance=412_50).next_due.number == 2
    assert state(paid=137_50, balance=200_00).open_cents == 200_00


def test_two_plans_are_one_schedule_by_due_date() -> None:
    later = four_parts("B", TODAY + timedelta(days=10))
    parts = settle([*later, *four_parts("A")], paid_by_plan={"B": 137_50}, balance_cents=962_50)
    assert [(part.plan_id, part.number, part.is_paid) for part in parts][:3] == [
        ("A", 1, False),
        ("B", 1, True),
        ("A", 2, False),
    ]


@given(paid=CENTS, balance=st.integers(min_value=-100_00, max_value=2_000_00))
def test_what_is_open_on_plans_is_within_what_is_owed(paid: int, balance: int) -> None:
    now = state(paid=paid, balance=balance)
    assert 0 <= now.open_cents <= max(balance, 0)
    assert now.not_yet_due_cents <= now.open_cents


def payment(**changes: object) -> PaymentFacts:
    facts: dict[str, object] = {
        "cents": 137_50,
        "method": "card",
        "methods": {"card", "cash"},
        "owed_cents": 550_00,
    }
    return PaymentFacts(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"cents": 550_00}, []),
        ({"cents": 550_01}, ["too_much"]),
        ({"cents": 0}, ["amount"]),
        ({"cents": -1}, ["amount"]),
        ({"owed_cents": 0}, ["nothing_owed"]),
        ({"method": "cowrie shells"}, ["method"]),
    ],
)
def test_a_payment_is_of_something_owed_by_a_way_the_clinic_takes(
    changes: dict[str, object], codes: list[str]
) -> None:
    assert [finding.code for finding in may_take(payment(**changes)).blocking] == codes


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"cents": 170_01}, ["too_much"]),
        ({"cents": -1}, ["amount"]),
        ({"already_answered": True}, ["once"]),
        ({"reason": "  "}, ["reason"]),
    ],
)
def test_refunds_and_waivers_are_once_within_the_amount_and_for_a_reason(
    changes: dict[str, object], codes: list[str]
) -> None:
    facts = {"cents": 170_00, "already_answered": False, "reason": "Visit was cut short.", **changes}
    refund = may_give_back(paid_cents=170_00, **facts)
    waiver = may_waive(charged_cents=170_00, **facts)
    assert [finding.code for finding in refund.blocking] == codes
    assert [finding.code for finding in waiver.blocking] == codes
