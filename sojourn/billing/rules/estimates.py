"""Good-faith estimates (45 CFR 149.610): what a course costs, and when its estimate is due. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sojourn.core.money import in_words
from sojourn.core.periods import add_business_days, business_days_between


@dataclass(frozen=True)
class Price:
    """What one visit costs; both ends are the same unless the price is agreed on a sliding scale."""

    low_cents: int
    high_cents: int


@dataclass(frozen=True, kw_only=True)
class CoursePlan:
    """What a course is made of."""

    sessions: int
    preparation_visits: int = 0
    integration_after_each: bool = True
    with_intake: bool = True
    session_service: str = "session"


@dataclass(frozen=True)
class CostItem:
    """So many visits of one kind."""

    service: str
    quantity: int
    price: Price

    @property
    def low_cents(self) -> int:
        """All of them at the low end."""
        return self.quantity * self.price.low_cents

    @property
    def high_cents(self) -> int:
        """All of them at the high end."""
        return self.quantity * self.price.high_cents


@dataclass(frozen=True)
class CourseCost:
    """A course, item by item, and together."""

    items: tuple[CostItem, ...]

    @property
    def low_cents(self) -> int:
        """The whole at the low end; what it costs when nothing slides."""
        return sum(item.low_cents for item in self.items)

    @property
    def high_cents(self) -> int:
        """The whole at the high end."""
        return sum(item.high_cents for item in self.items)

    @property
    def in_words(self) -> str:
        """ "$3,100", or "$180–$220" when the price slides."""
        low, high = in_words(self.low_cents), in_words(self.high_cents)
        return low if low == high else f"{low}–{high}"


class Notice(Protocol):
    """Booked at least so many business days ahead, the estimate is due within so many of the booking."""

    @property
    def at_least_business_days(self) -> int:
        """Business days between booking and visit."""

    @property
    def due_business_days(self) -> int:
        """Business days after booking."""


class Timing(Protocol):
    """The clinic's deadlines for estimates."""

    @property
    def asked_business_days(self) -> int:
        """Business days after somebody asked."""

    @property
    def ahead(self) -> Sequence[Notice]:
        """Deadlines by how far ahead the visit is."""


def course_cost(plan: CoursePlan, prices: Mapping[str, Price]) -> CourseCost:
    """What a course costs: intake, preparation, sessions, and an integration visit after each.

    Raises KeyError when a visit of the plan has no price.
    """
    visits = {
        "intake": int(plan.with_intake),
        "preparation": plan.preparation_visits,
        plan.session_service: plan.sessions,
        "integration": plan.sessions if plan.integration_after_each else 0,
    }
    return CourseCost(tuple(CostItem(code, count, prices[code]) for code, count in visits.items() if count))


def due_after_booking(
    *, booked_on: date, visit_on: date, timing: Timing, holidays: Container[date]
) -> date | None:
    """The last day to give the estimate; None when the visit is so near that none is required (give one anyway)."""
    ahead = business_days_between(booked_on, visit_on, holidays)
    fitting = [each for each in timing.ahead if ahead >= each.at_least_business_days]
    if not fitting:
        return None
    strictest = max(fitting, key=lambda each: each.at_least_business_days)
    return add_business_days(booked_on, strictest.due_business_days, holidays)


def due_after_asking(*, asked_on: date, timing: Timing, holidays: Container[date]) -> date:
    """The last day to give the estimate to somebody who asked what it costs."""
    return add_business_days(asked_on, timing.asked_business_days, holidays)


def over_estimate(*, billed_cents: int, estimated_cents: int) -> int:
    """By how many cents the bill goes past the estimate; 0 when it does not."""
    return max(billed_cents - estimated_cents, 0)


def may_be_disputed(*, billed_cents: int, estimated_cents: int, from_cents: int) -> bool:
    """True from the exact amount on: $399.99 over is not enough, $400.00 is."""
    return billed_cents - estimated_cents >= from_cents
