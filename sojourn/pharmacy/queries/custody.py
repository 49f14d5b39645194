"""What patients brought of their own and what became of it; never stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from sojourn.people.models import Patient
from sojourn.pharmacy.models import OwnMedicine

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Custody:
    """A patient's own medicine during one visit."""

    description: str
    unit: str
    label_matches: bool
    brought: Decimal
    used: Decimal
    returned: Decimal
    destroyed: Decimal = Decimal(0)

    @property
    def held(self) -> Decimal:
        """What is in the box now."""
        return self.brought - self.used - self.returned - self.destroyed


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
        destroyed=amounts[kinds.DESTROYED],
    )


@dataclass(frozen=True)
class Held:
    """A box with somebody's medicine in it."""

    visit: UUID
    patient: Patient
    custody: Custody


def held_now(now: datetime) -> list[Held]:
    """Every box of the last two weeks that is not empty; one query. In order of their coming."""
    lines = OwnMedicine.objects.filter(at__gte=now - LATELY).select_related("patient").order_by("at", "id")
    whose = {line.visit: line.patient for line in lines}
    boxes = custodies_in(line for line in lines if _has_come(line, lines))
    return [Held(visit, whose[visit], box) for visit, box in boxes.items() if box.held > 0]


def box_of(visit: UUID) -> Held | None:
    """The box of one visit; None when nothing was checked at the door."""
    lines = list(custody_lines([visit]).select_related("patient"))
    boxes = custodies_in(line for line in lines if _has_come(line, lines))
    return Held(visit, lines[0].patient, boxes[visit]) if boxes else None


def _has_come(line: OwnMedicine, lines: Iterable[OwnMedicine]) -> bool:
    kinds = OwnMedicine.Kind
    return any(each.visit == line.visit and each.kind == kinds.BROUGHT for each in lines)


def used_for_dose(dose: UUID, visit: UUID) -> OwnMedicine | None:
    """The line of a charted dose that still stands; of doses from before lines named them, the last of the visit."""
    lines = OwnMedicine.objects.filter(
        visit=visit, kind=OwnMedicine.Kind.USED, reverses__isnull=True, reversed_by__isnull=True
    )
    return lines.filter(dose=dose).first() or lines.filter(dose__isnull=True).order_by("at", "id").last()


def destroyed_line(line_id: UUID) -> OwnMedicine | None:
    """One line of something destroyed, with whose it was and who signed."""
    lines = OwnMedicine.objects.filter(kind=OwnMedicine.Kind.DESTROYED)
    return lines.select_related("patient", "by", "signature__by").filter(pk=line_id).first()
