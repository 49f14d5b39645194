"""Everything an inspector asks for, over a stretch of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from sojourn.clinic.queries import bounds_of
from sojourn.pharmacy.models import Count, LossReport, RegisterEntry
from sojourn.pharmacy.queries.counts import INVENTORIES, counts
from sojourn.pharmacy.queries.losses import losses
from sojourn.pharmacy.queries.stock import balance_at, register

Kind = RegisterEntry.Kind


@dataclass(frozen=True)
class Inspection:
    """The register from ``first`` to ``last``, both included. Amounts are mg."""

    first: date
    last: date
    opening: Decimal
    lines: tuple[RegisterEntry, ...]
    counts: tuple[Count, ...]
    losses: tuple[LossReport, ...]

    def of_kind(self, kind: Kind) -> list[RegisterEntry]:
        """Lines of one kind, in order."""
        return [each for each in self.lines if each.kind == kind]

    def sum_of(self, kind: Kind) -> Decimal:
        """What they come to."""
        return sum((each.mg for each in self.of_kind(kind)), Decimal(0))

    @property
    def closing(self) -> Decimal:
        """What the register holds at the end."""
        return self.opening + sum((each.mg for each in self.lines), Decimal(0))

    @property
    def inventories(self) -> list[Count]:
        """Those taken in these days, and the last one before them."""
        return [each for each in self.counts if each.kind in INVENTORIES]

    @property
    def daily(self) -> list[Count]:
        """The counts at the end of a day."""
        return [each for each in self.counts if each.kind == Count.Kind.DAY]


def inspection(first: date, last: date) -> Inspection:
    """The whole of it, in a fixed number of questions."""
    start, end = bounds_of(first, last)
    return Inspection(
        first=first,
        last=last,
        opening=balance_at(start),
        lines=tuple(register(since=start, until=end)),
        counts=tuple(_counts(start, end)),
        losses=tuple(losses().filter(at__gte=start, at__lt=end)),
    )


def _counts(start: datetime, end: datetime) -> list[Count]:
    before = Count.objects.filter(kind__in=INVENTORIES, at__lt=start).order_by("-at", "-id").values("pk")[:1]
    return list(counts().filter(Q(at__gte=start, at__lt=end) | Q(pk__in=before)))
