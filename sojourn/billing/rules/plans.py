"""Paying in parts: what may be agreed, and where a plan stands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from sojourn.billing.rules.amounts import allocate
from sojourn.core.decisions import Decision, Finding
from sojourn.core.money import in_words, split_evenly


@dataclass(frozen=True, kw_only=True)
class PlanLimits:
    """The clinic's policy: how many parts, and above how many a lending statement is due (Regulation Z)."""

    most_instalments: int
    truth_in_lending_above: int


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """What is to be agreed. ``free_cents``: what is owed and not yet on another plan."""

    total_cents: int
    parts: int
    first_due: date
    today: date
    free_cents: int
    disclosure_prepared: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """One instalment with what is paid of it."""

    plan_id: object
    number: int
    of: int
    due_on: date
    cents: int
    paid_cents: int = 0
    instalment_id: object = None

    @property
    def open_cents(self) -> int:
        """What is still to be paid of it."""
        return self.cents - self.paid_cents

    @property
    def is_paid(self) -> bool:
        """True when nothing of it is open."""
        return self.open_cents <= 0

    def is_late(self, today: date, late_after_days: int) -> bool:
        """Open for more than the days of grace after it fell due."""
        return not self.is_paid and today > self.due_on + timedelta(days=late_after_days)


@dataclass(frozen=True, kw_only=True)
class PlanState:
    """Where somebody's instalments stand today."""

    parts: tuple[Part, ...]
    today: date
    late_after_days: int

    @property
    def total_cents(self) -> int:
        """All parts together."""
        return sum(part.cents for part in self.parts)

    @property
    def open_cents(self) -> int:
        """Still to be paid, due or not."""
        return sum(part.open_cents for part in self.parts)

    @property
    def next_due(self) -> Part | None:
        """The first part that is not paid."""
        return next((part for part in self.parts if not part.is_paid), None)

    @property
    def late(self) -> tuple[Part, ...]:
        """The parts that are overdue beyond the days of grace."""
        return tuple(part for part in self.parts if part.is_late(self.today, self.late_after_days))

    @property
    def behind_cents(self) -> int:
        """What is late, together."""
        return sum(part.open_cents for part in self.late)

    @property
    def is_behind(self) -> bool:
        """True when a part is late."""
        return bool(self.late)

    @property
    def not_yet_due_cents(self) -> int:
        """What a plan allows to be paid later than today."""
        return sum(part.open_cents for part in self.parts if part.due_on > self.today)


def may_agree(terms: PlanTerms, limits: PlanLimits) -> Decision:
    """Of something that is owed, in parts the clinic offers, starting neither in the past nor far away."""
    return Decision.of(_total(terms), _parts(terms, limits), _lending(terms, limits), _first_due(terms))


def needs_disclosure(parts: int, limits: PlanLimits) -> bool:
    """Regulation Z: a written agreement in more than four instalments makes the clinic a creditor."""
    return parts > limits.truth_in_lending_above


def instalments(total_cents: int, parts: int, first_due: date) -> list[tuple[int, date, int]]:
    """(number, due date, cents) of each part: a month apart, adding up to the cent."""
    shares = split_evenly(total_cents, parts)
    return [(n + 1, first_due + relativedelta(months=n), share) for n, share in enumerate(shares)]


def settle(parts: Sequence[Part], *, paid_by_plan: dict[object, int], balance_cents: int) -> tuple[Part, ...]:
    """The parts by due date with what is paid of each.

    A plan never asks for more than is owed: what was paid or waived outside the plans settles the oldest parts.
    """
    ordered = sorted(_paid_into_plans(parts, paid_by_plan), key=lambda part: (part.due_on, part.number))
    surplus = sum(part.open_cents for part in ordered) - max(balance_cents, 0)
    extra = allocate(max(surplus, 0), [part.open_cents for part in ordered])
    return tuple(
        replace(part, paid_cents=part.paid_cents + more) for part, more in zip(ordered, extra, strict=True)
    )


def _paid_into_plans(parts: Sequence[Part], paid_by_plan: dict[object, int]) -> list[Part]:
    settled: list[Part] = []
    for plan_id in dict.fromkeys(part.plan_id for part in parts):
        own = sorted((part for part in parts if part.plan_id == plan_id), key=lambda part: part.number)
        shares = allocate(paid_by_plan.get(plan_id, 0), [part.cents for part in own])
        settled += [replace(part, paid_cents=share) for part, share in zip(own, shares, strict=True)]
    return settled


def _total(terms: PlanTerms) -> Finding | None:
    if terms.total_cents <= 0:
        return _finding("amount", "A plan is about more than zero.", "total_cents")
    if terms.total_cents > terms.free_cents:
        most = in_words(max(terms.free_cents, 0), always_cents=True)
        return _finding("too_much", f"Only {most} is owed and not yet on a plan.", "total_cents")
    return None


def _parts(terms: PlanTerms, limits: PlanLimits) -> Finding | None:
    if terms.parts < 2:
        return _finding("parts", "A plan has at least two instalments.", "parts")
    if terms.parts > limits.most_instalments and not terms.disclosure_prepared:
        return _finding("parts", f"The clinic offers at most {limits.most_instalments} instalments.", "parts")
    if terms.parts > terms.total_cents > 0:
        return _finding("parts", "Each instalment is at least one cent.", "parts")
    return None


def _lending(terms: PlanTerms, limits: PlanLimits) -> Finding | None:
    if not needs_disclosure(terms.parts, limits) or terms.disclosure_prepared:
        return None
    return Finding(
        code="truth_in_lending",
        message=(
            f"More than {limits.truth_in_lending_above} instalments need a Truth in Lending statement. "
            "Prepare it first, or choose fewer."
        ),
        source="Regulation Z, 12 CFR 1026.2(a)(17)",
        field="parts",
    )


def _first_due(terms: PlanTerms) -> Finding | None:
    if terms.first_due < terms.today:
        return _finding("first_due", "The first instalment is due today or later.", "first_due")
    if terms.first_due > terms.today + timedelta(days=62):
        return _finding("first_due", "The first instalment is due within two months.", "first_due")
    return None


def _finding(code: str, message: str, field: str) -> Finding:
    return Finding(code=code, message=message, field=field)
