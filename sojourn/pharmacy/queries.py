"""Reading the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from sojourn.pharmacy.models import OwnMedicine, RegisterEntry, Vial
from sojourn.pharmacy.rules import VialFacts


def facts_of(vial: Vial) -> VialFacts:
    """The vial as the rules see it."""
    return VialFacts(
        number=vial.number,
        strength_mg_per_ml=vial.strength_mg_per_ml,
        balance_mg=vial.balance_mg,
        capacity_mg=vial.volume_ml * vial.strength_mg_per_ml,
        expires_on=vial.expires_on,
    )


def vials_in_stock() -> QuerySet[Vial]:
    """Vials with something left, the first to expire first."""
    return Vial.objects.filter(balance_mg__gt=0)


def vials_to_draw_from(today: date) -> QuerySet[Vial]:
    """Vials that may be drawn from today."""
    return vials_in_stock().filter(expires_on__gte=today)


def register(*, since: datetime | None = None, until: datetime | None = None) -> QuerySet[RegisterEntry]:
    """The lines of a stretch of time in order, with vial, patient, and who signed."""
    lines = RegisterEntry.objects.select_related("vial", "patient", "by", "witness")
    if since:
        lines = lines.filter(at__gte=since)
    return lines.filter(at__lt=until) if until else lines


@dataclass(frozen=True)
class DayTotals:
    """What was given and wasted, as positive milligrams."""

    given: Decimal
    wasted: Decimal


def totals(lines: QuerySet[RegisterEntry]) -> DayTotals:
    """Sums over some lines of the register."""
    kinds = RegisterEntry.Kind
    sums = lines.aggregate(
        given=Sum("mg", filter=Q(kind=kinds.GIVEN)), wasted=Sum("mg", filter=Q(kind=kinds.WASTED))
    )
    return DayTotals(-(sums["given"] or Decimal(0)), -(sums["wasted"] or Decimal(0)))


def last_counts() -> dict[UUID, RegisterEntry]:
    """The latest count of every vial, by vial id."""
    counts = (
        RegisterEntry.objects.filter(kind=RegisterEntry.Kind.COUNTED)
        .select_related("by")
        .order_by("at", "id")
    )
    return {line.vial_id: line for line in counts}


@dataclass(frozen=True)
class Custody:
    """A patient's own medicine during one visit."""

    description: str
    unit: str
    label_matches: bool
    brought: Decimal
    used: Decimal
    returned: Decimal

    @property
    def held(self) -> Decimal:
        """What is in the box now."""
        return self.brought - self.used - self.returned


def custody_of(visit: UUID) -> Custody | None:
    """What a patient brought to this visit; None when nothing was checked at the door."""
    return custodies([visit]).get(visit)


def custodies(visits: list[UUID]) -> dict[UUID, Custody]:
    """The same for several visits in one query."""
    return custodies_in(custody_lines(visits))


def custody_lines(visits: list[UUID]) -> QuerySet[OwnMedicine]:
    """What was brought, used and returned at these visits, in order; for :func:`custodies_in`."""
    return OwnMedicine.objects.filter(visit__in=visits).order_by("at", "id")


def custodies_in(lines: Iterable[OwnMedicine]) -> dict[UUID, Custody]:
    """What each visit's box holds by these lines."""
    found: dict[UUID, list[OwnMedicine]] = {}
    for line in lines:
        found.setdefault(line.visit, []).append(line)
    return {visit: _custody(own) for visit, own in found.items()}


def _custody(lines: list[OwnMedicine]) -> Custody:
    kinds = OwnMedicine.Kind
    amounts = {
        kind: sum((line.quantity for line in lines if line.kind == kind), Decimal(0)) for kind in kinds
    }
    latest = [line for line in lines if line.kind == kinds.BROUGHT][-1]
    return Custody(
        description=latest.description,
        unit=latest.unit,
        label_matches=latest.label_matches,
        brought=amounts[kinds.BROUGHT],
        used=amounts[kinds.USED],
        returned=amounts[kinds.RETURNED],
    )
