"""The place: what the pack says becomes rooms and prices; people work at their hours."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from sojourn.clinic import actions, queries
from sojourn.clinic.models import Room, ServicePrice
from sojourn.content import pack
from sojourn.core.decisions import Refused
from tests.factories import NOW, a_staff_member, the_clinic

pytestmark = pytest.mark.django_db


def test_applying_the_pack_twice_changes_nothing() -> None:
    the_clinic()
    prices, rooms = list(ServicePrice.objects.all()), list(Room.objects.all())
    the_clinic(now=NOW + timedelta(days=30))
    assert (list(ServicePrice.objects.all()), list(Room.objects.all())) == (prices, rooms)


def test_a_room_that_left_the_pack_is_no_longer_offered() -> None:
    the_clinic()
    Room.objects.create(location=queries.location(), code="attic", name="Attic", kind="journeys")
    the_clinic()
    assert "Attic" not in [room.name for room in queries.active_rooms()]


def test_a_price_holds_from_its_date_on_and_the_first_price_before() -> None:
    the_clinic()
    ServicePrice.objects.create(
        service="session", low_cents=60000, high_cents=60000, from_date=date(2026, 6, 1), noted_at=NOW
    )
    known = pack().services["session"].price_low_cents
    assert queries.price_of("session", date(2026, 5, 31)).low_cents == known
    assert queries.price_of("session", date(2026, 6, 1)).low_cents == 60000
    assert queries.price_of("session", date(2020, 1, 1)).low_cents == known


def test_who_can_lead_what() -> None:
    doctor, therapist = a_staff_member("provider"), a_staff_member("therapist")
    a_staff_member("provider", sees_patients=False)
    assert queries.staff_who_can("intake") == queries.staff_who_can("session") == [doctor]
    assert queries.staff_who_can("integration") == [therapist]
    assert set(queries.staff_for_part("monitor")) == {doctor, therapist}


def test_hours_that_run_backwards_are_refused() -> None:
    with pytest.raises(Refused, match="end after they start"):
        a_staff_member(hours=[(0, time(17), time(9))])


def test_leave_ends_after_it_starts() -> None:
    doctor = a_staff_member()
    leave = actions.add_leave(
        staff=doctor, starts_at=NOW, ends_at=NOW + timedelta(days=2), reason="holiday", by=None, now=NOW
    )
    assert list(queries.leaves_between(NOW + timedelta(days=1), NOW + timedelta(days=3))) == [leave]
    with pytest.raises(Refused, match="ends after it starts"):
        actions.add_leave(staff=doctor, starts_at=NOW, ends_at=NOW, reason="", by=None, now=NOW)


def test_public_holidays_are_known() -> None:
    assert date(2026, 11, 26) in queries.holidays(2026)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [({"npi": "1234567890"}, "npi"), ({"dea_number": "AB1234564"}, "dea_number")],
)
def test_nobody_is_hired_with_a_number_that_fails_its_check(numbers: dict[str, str], field: str) -> None:
    with pytest.raises(Refused, match="check digit does not fit") as refused:
        a_staff_member("provider", **numbers)
    assert refused.value.decision.blocking[0].field == field
    assert a_staff_member("provider", dea_number="ab1234563").dea_number == "AB1234563"
