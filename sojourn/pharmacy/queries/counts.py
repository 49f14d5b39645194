"""Counts and inventories: what was read, what stands open, when the next is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from sojourn import content
from sojourn.clinic.queries import local_day
from sojourn.pharmacy.models import Count, CountLine, RegisterEntry
from sojourn.pharmacy.rules import Reading, inventory_due

INVENTORIES = (Count.Kind.INITIAL, Count.Kind.BIENNIAL)
_LINES = CountLine.objects.select_related("vial", "by", "entry", "replaced_by").order_by("vial__number", "at")


@dataclass(frozen=True)
class Counted:
    """One vial's standing reading in a count, with the line that explained it."""

    line: CountLine
    entry: RegisterEntry | None

    @property
    def reading(self) -> Reading:
        """As the rules see it."""
        return Reading(
            number=self.line.vial.number,
            expected_mg=self.line.expected_mg,
            counted_mg=self.line.counted_mg,
            is_explained=self.entry is not None,
        )

    @property
    def is_whole(self) -> bool:
        """A container that nothing was taken from."""
        return self.line.counted_mg == self.line.vial.capacity_mg


@dataclass(frozen=True)
class Sealed:
    """Whole containers of one kind."""

    strength_mg_per_ml: int
    volume_ml: Decimal
    number: int


def counts() -> QuerySet[Count]:
    """Every count with its lines and its signature, the oldest first."""
    return Count.objects.select_related("by", "signature__by").prefetch_related(
        Prefetch("lines", queryset=_LINES)
    )


def count_by_id(count_id: UUID) -> Count | None:
    """One count."""
    return counts().filter(pk=count_id).first()


def count_line(count: Count, line_id: UUID) -> CountLine | None:
    """One standing reading of it."""
    return next((each.line for each in readings_of(count) if each.line.pk == line_id), None)


def last_count() -> Count | None:
    """The newest, signed or not."""
    return counts().last()


def unsigned_counts() -> QuerySet[Count]:
    """Counts that wait for a cause or for the second person."""
    return Count.objects.filter(signature__isnull=True).select_related("by")


def readings_of(count: Count) -> list[Counted]:
    """What stands in a count: the last reading of each vial."""
    return [
        Counted(line, getattr(line, "entry", None))
        for line in count.lines.all()
        if getattr(line, "replaced_by", None) is None
    ]


def is_explained(line: CountLine) -> bool:
    """A line of the register says what became of it, or a later reading took its place."""
    return (
        RegisterEntry.objects.filter(reading=line).exists() or CountLine.objects.filter(again=line).exists()
    )


def sealed_in(counted: list[Counted]) -> list[Sealed]:
    """How many whole containers of each kind, as an inventory lists them."""
    kinds: dict[tuple[int, Decimal], int] = {}
    for each in counted:
        if each.is_whole:
            key = (each.line.vial.strength_mg_per_ml, each.line.vial.volume_ml)
            kinds[key] = kinds.get(key, 0) + 1
    return [Sealed(strength, volume, number) for (strength, volume), number in sorted(kinds.items())]


def last_inventory() -> Count | None:
    """The newest initial or biennial inventory."""
    return Count.objects.filter(kind__in=INVENTORIES).order_by("at", "id").last()


def next_inventory(last: Count | None, today: date) -> date:
    """By when the next one is taken."""
    years = content.library().register.inventory_years
    return inventory_due(local_day(last.at) if last else None, years, today)
