"""The front desk's day: what came in, by which way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from sojourn.billing.models import Payment
from sojourn.billing.queries.balances import owing
from sojourn.billing.queries.plans import everybody_on_a_plan
from sojourn.billing.rules import PlanState
from sojourn.clinic.queries import timezone
from sojourn.people.models import Patient


@dataclass(frozen=True)
class MethodTotal:
    """One way of paying on one day."""

    method: str
    count: int
    received_cents: int
    returned_cents: int

    @property
    def label(self) -> str:
        """The way of paying in words."""
        return str(Payment.Method(self.method).label)

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


@dataclass(frozen=True)
class Account:
    """One line of the desk: what somebody owes, and how their plan stands when they have one."""

    patient: Patient
    balance_cents: int
    plan: PlanState | None

    @property
    def behind_cents(self) -> int:
        """What is late on a plan."""
        return self.plan.behind_cents if self.plan else 0

    @property
    def on_plan_cents(self) -> int:
        """What is open on a plan, due or not."""
        return self.plan.open_cents if self.plan else 0

    @property
    def due_cents(self) -> int:
        """What could be paid today: everything that no plan allows to be later."""
        later = self.plan.not_yet_due_cents if self.plan else 0
        return max(self.balance_cents - later, 0)


def open_accounts(today: date) -> list[Account]:
    """Everybody who owes something or has something in advance, by name. A fixed number of queries."""
    plans = {each.patient.pk: each.state for each in everybody_on_a_plan(today)}
    return [Account(each.patient, each.cents, plans.get(each.patient.pk)) for each in owing()]


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
