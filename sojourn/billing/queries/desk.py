"""The front desk's day: what came in, by which way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from sojourn.billing.models import Payment
from sojourn.clinic.queries import timezone


@dataclass(frozen=True)
class MethodTotal:
    """One way of paying on one day."""

    method: str
    count: int
    received_cents: int
    returned_cents: int

    @property
    def cents(self) -> int:
        """What is to be found in the drawer or on the statement."""
        return self.received_cents - self.returned_cents


@dataclass(frozen=True)
class DayClose:
    """A day's takings by method, and every payment behind them."""

    day: date
    methods: tuple[MethodTotal, ...]
    payments: tuple[Payment, ...]

    @property
    def cents(self) -> int:
        """All methods together."""
        return sum(method.cents for method in self.methods)


def takings(day: date) -> QuerySet[Payment]:
    """Payments and refunds of one day on the clinic's calendar, in order."""
    start = datetime.combine(day, time(), timezone())
    end = datetime.combine(day + timedelta(days=1), time(), timezone())
    return (
        Payment.objects.filter(at__gte=start, at__lt=end).select_related("patient", "by").order_by("number")
    )


def day_close(day: date) -> DayClose:
    """The day's takings by method."""
    payments = tuple(takings(day))
    methods = [code for code in Payment.Method.values if any(each.method == code for each in payments)]
    return DayClose(day, tuple(_total(code, payments) for code in methods), payments)


def _total(method: str, payments: tuple[Payment, ...]) -> MethodTotal:
    own = [each.cents for each in payments if each.method == method]
    return MethodTotal(
        method=method,
        count=len(own),
        received_cents=sum(cents for cents in own if cents > 0),
        returned_cents=-sum(cents for cents in own if cents < 0),
    )
