"""Vials, the lines of the register, and what they come to."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from sojourn.pharmacy.models import Delivery, RegisterEntry, Vial
from sojourn.pharmacy.rules import VialFacts, next_number


def facts_of(vial: Vial) -> VialFacts:
    """The vial as the rules see it."""
    return VialFacts(
        number=vial.number,
        strength_mg_per_ml=vial.strength_mg_per_ml,
        balance_mg=vial.balance_mg,
        capacity_mg=vial.capacity_mg,
        expires_on=vial.expires_on,
    )


def vials_in_stock() -> QuerySet[Vial]:
    """Vials with something left, the first to expire first."""
    return Vial.objects.filter(balance_mg__gt=0)


def vials_to_draw_from(today: date) -> QuerySet[Vial]:
    """Vials that may be drawn from today."""
    return vials_in_stock().filter(expires_on__gte=today)


def vial(vial_id: UUID) -> Vial | None:
    """One vial, empty or not."""
    return Vial.objects.filter(pk=vial_id).first()


def last_delivery() -> Delivery | None:
    """The newest; the next one mostly comes from the same supplier."""
    return Delivery.objects.order_by("at", "id").last()


def next_vial_number() -> str:
    """What the next vial is mostly called: the number after the last one given; empty when there is none to go by."""
    numbers = Vial.objects.order_by("-delivery__at", "-number").values_list("number", flat=True)
    return next_number(list(numbers))


def register(*, since: datetime | None = None, until: datetime | None = None) -> QuerySet[RegisterEntry]:
    """The lines written in a stretch of time in order, with everything that is shown beside them."""
    lines = RegisterEntry.objects.select_related(
        "vial__delivery", "patient", "by", "signature__by", "reversed_by", "transfer", "loss", "reading"
    )
    if since:
        lines = lines.filter(at__gte=since)
    return lines.filter(at__lt=until) if until else lines


def line(line_id: UUID) -> RegisterEntry | None:
    """One line of the register."""
    return register().filter(pk=line_id).first()


def line_of_dose(dose: UUID, *, vial: Vial, mg: Decimal) -> RegisterEntry | None:
    """The standing line of a charted dose; of doses from before lines named them, the last that fits."""
    given = RegisterEntry.objects.filter(
        kind=RegisterEntry.Kind.GIVEN, vial=vial, reverses__isnull=True, reversed_by__isnull=True
    ).select_related("patient")
    return given.filter(dose=dose).first() or (
        given.filter(dose__isnull=True, mg=-mg).order_by("at", "number", "id").last()
    )


def doses_from(vial: Vial, *, since: datetime) -> QuerySet[RegisterEntry]:
    """Doses that left this vial since then and still stand, the newest first."""
    given = register(since=since).filter(vial=vial, kind=RegisterEntry.Kind.GIVEN, mg__lt=0)
    return given.filter(reversed_by__isnull=True).order_by("-at", "-number")


def balance_at(moment: datetime) -> Decimal:
    """Everything in the cabinet by the register at that moment, mg."""
    total = RegisterEntry.objects.filter(at__lt=moment).aggregate(mg=Sum("mg"))["mg"]
    return total or Decimal(0)


def unsigned_waste() -> QuerySet[RegisterEntry]:
    """Waste that waits for its second person, the oldest first."""
    return register().filter(
        kind=RegisterEntry.Kind.WASTED,
        mg__lt=0,
        signature__isnull=True,
        reverses__isnull=True,
        reversed_by__isnull=True,
    )
