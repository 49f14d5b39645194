"""What a course costs, when its estimate is due, and when a bill has gone too far past it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from sojourn.billing.rules import (
    CoursePlan,
    Price,
    course_cost,
    due_after_asking,
    due_after_booking,
    may_be_disputed,
    over_estimate,
)

PRICES = {
    "intake": Price(220_00, 220_00),
    "session": Price(550_00, 550_00),
    "integration": Price(170_00, 170_00),
    "preparation": Price(170_00, 170_00),
    "group": Price(180_00, 220_00),
}


@dataclass(frozen=True)
class Notice:
    at_least_business_days: int
    due_business_days: int


@dataclass(frozen=True)
class Timing:
    asked_business_days: int = 3
    ahead: tuple[Notice, ...] = (Notice(10, 3), Notice(3, 1))


@pytest.mark.parametrize(
    ("plan", "dollars"),
    [
        (CoursePlan(sessions=4), 3_100),
        (CoursePlan(sessions=8), 5_980),
        (CoursePlan(sessions=4, preparation_visits=1), 3_270),
        (CoursePlan(sessions=8, preparation_visits=2), 6_320),
        (CoursePlan(sessions=1), 940),
        (CoursePlan(sessions=1, integration_after_each=False), 770),
        (CoursePlan(sessions=4, with_intake=False), 2_880),
    ],
)
def test_a_course_costs_what_its_visits_cost(plan: CoursePlan, dollars: int) -> None:
    cost = course_cost(plan, PRICES)
    assert (cost.low_cents, cost.high_cents) == (dollars * 100, dollars * 100)


def test_a_sliding_price_gives_a_range() -> None:
    plan = CoursePlan(sessions=1, session_service="group", integration_after_each=False, with_intake=False)
    assert course_cost(plan, PRICES).in_words == "$180–$220"


def test_items_are_listed_in_the_order_of_the_course_and_only_when_there_are_any() -> None:
    items = course_cost(CoursePlan(sessions=4), PRICES).items
    assert [(item.service, item.quantity) for item in items] == [
        ("intake", 1),
        ("session", 4),
        ("integration", 4),
    ]


MONDAY = date(2026, 11, 2)
THANKSGIVING = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("booked", "visit", "due"),
    [
        (MONDAY, date(2026, 11, 5), date(2026, 11, 3)),  # 3 business days ahead: the next one
        (MONDAY, date(2026, 11, 13), date(2026, 11, 3)),  # 9 business days ahead
        (MONDAY, date(2026, 11, 16), date(2026, 11, 5)),  # 10 business days ahead: within three
        (MONDAY, date(2026, 11, 4), None),  # 2 business days ahead: none required
        (date(2026, 11, 25), date(2026, 12, 1), date(2026, 11, 27)),  # over a federal holiday
        (date(2026, 11, 25), date(2026, 11, 30), None),  # the holiday makes it two business days
    ],
)
def test_the_estimate_is_due_by_business_days(booked: date, visit: date, due: date | None) -> None:
    given = due_after_booking(booked_on=booked, visit_on=visit, timing=Timing(), holidays={THANKSGIVING})
    assert given == due


@pytest.mark.parametrize(
    ("asked", "due"),
    [(MONDAY, date(2026, 11, 5)), (date(2026, 11, 25), date(2026, 12, 1))],
)
def test_who_asks_what_it_costs_has_the_estimate_within_three_business_days(asked: date, due: date) -> None:
    assert due_after_asking(asked_on=asked, timing=Timing(), holidays={THANKSGIVING}) == due


@pytest.mark.parametrize(
    ("billed", "disputable"),
    [(1_000_00 + 399_99, False), (1_000_00 + 400_00, True), (900_00, False)],
)
def test_a_bill_may_be_disputed_from_exactly_four_hundred_dollars_over(billed: int, disputable: bool) -> None:
    assert may_be_disputed(billed_cents=billed, estimated_cents=1_000_00, from_cents=400_00) is disputable


def test_under_the_estimate_is_nothing_over() -> None:
    assert over_estimate(billed_cents=900_00, estimated_cents=1_000_00) == 0
