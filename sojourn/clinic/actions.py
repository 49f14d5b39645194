"""Setting the clinic up: what the pack says, and the people who work here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import rules
from sojourn.clinic.models import Leave, Location, Room, ServicePrice, StaffMember, WorkingHours
from sojourn.clinic.queries import forget_zones, local_day
from sojourn.content.pack.services import Service
from sojourn.core.decisions import refuse, require


@transaction.atomic
def apply_pack(*, now: datetime) -> None:
    """Bring location, rooms and prices in line with the pack. Doing it again changes nothing."""
    places = {
        each.code: Location.objects.update_or_create(
            code=each.code, defaults={"name": each.name, "timezone": each.timezone}
        )[0]
        for each in content.pack().clinic.places
    }
    _apply_rooms(places)
    for service in content.pack().services.values():
        _apply_price(service, now)


def _apply_rooms(places: dict[str, Location]) -> None:
    rooms, own = content.pack().rooms, content.pack().clinic.code
    for position, room in enumerate(rooms.values()):
        facts = {
            "location": places[room.location or own],
            "name": room.name,
            "kind": room.kind,
            "position": position,
            "is_active": True,
        }
        Room.objects.update_or_create(code=room.code, defaults=facts)
    Room.objects.exclude(code__in=rooms).update(is_active=False)
    forget_zones()


def _apply_price(service: Service, now: datetime) -> None:
    latest = ServicePrice.objects.filter(service=service.code).order_by("-from_date", "-noted_at").first()
    price = (service.price_low_cents, service.price_high_cents)
    if latest and (latest.low_cents, latest.high_cents) == price:
        return
    ServicePrice.objects.create(
        service=service.code,
        low_cents=price[0],
        high_cents=price[1],
        from_date=local_day(now),
        noted_at=now,
    )
    audit.record(
        "price.set",
        f"{service.name} costs {service.price_in_words}",
        by=None,
        now=now,
        data={"service": service.code, "low_cents": price[0], "high_cents": price[1]},
    )


@transaction.atomic
def add_staff(
    *,
    user: User,
    display_name: str,
    credentials: str,
    npi: str,
    dea_number: str,
    hours: Sequence[tuple[int, time, time]],
    sees_patients: bool,
    by: User | None,
    now: datetime,
    licence: str = "",
) -> StaffMember:
    """Somebody begins to work here, with weekly hours as (weekday, starts, ends); Monday is 0.

    Numbers may be missing; a number that fails its check digit is a slip of the finger and is refused.
    """
    require(rules.check_numbers(npi=npi, dea_number=dea_number))
    member = StaffMember.objects.create(
        user=user,
        display_name=display_name,
        credentials=credentials,
        npi=npi.strip(),
        dea_number=dea_number.strip().upper(),
        licence=licence,
        sees_patients=sees_patients,
    )
    set_hours(staff=member, hours=hours, by=by, now=now)
    audit.record("staff.added", f"{member.signature} works here", by=by, now=now, subject=member)
    return member


@transaction.atomic
def set_hours(
    *, staff: StaffMember, hours: Sequence[tuple[int, time, time]], by: User | None, now: datetime
) -> None:
    """Replace somebody's weekly hours. Visits already booked stay where they are."""
    if any(ends <= starts for _, starts, ends in hours):
        raise refuse("hours_backwards", "Working hours end after they start.", field="hours")
    WorkingHours.objects.filter(staff=staff).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(staff=staff, weekday=weekday, starts=starts, ends=ends)
        for weekday, starts, ends in hours
    )
    audit.record(
        "staff.hours", f"Hours of {staff}", by=by, now=now, subject=staff, data={"hours": [*map(str, hours)]}
    )


@transaction.atomic
def add_leave(
    *,
    staff: StaffMember,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: User | None,
    now: datetime,
) -> Leave:
    """Somebody is away. Visits already booked stay; the calendar shows them as falling into leave."""
    if ends_at <= starts_at:
        raise refuse("leave_backwards", "Leave ends after it starts.", field="ends_at")
    leave = Leave.objects.create(staff=staff, starts_at=starts_at, ends_at=ends_at, reason=reason)
    audit.record("staff.leave", f"{staff} is away", by=by, now=now, subject=staff, reason=reason)
    return leave


@transaction.atomic
def drop_leave(*, leave: Leave, by: User | None, now: datetime) -> None:
    """Somebody is here after all. Dropping it twice counts once."""
    gone, _ = Leave.objects.filter(pk=leave.pk).delete()
    if gone:
        audit.record(
            "staff.leave_dropped", f"{leave.staff} is here after all", by=by, now=now, subject=leave.staff
        )
