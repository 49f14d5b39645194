"""Two people, one time; one person, two clicks: both really at once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

from django.db import connection

from sojourn.accounts.models import User
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.faces.website.booking import SERVICE, FirstVisit, book_first_visit
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import FreeTime, bookable_from, free_times
from tests.factories import NOW, a_staff_member, the_clinic

AT_ONCE = 4


def a_free_time() -> FreeTime:
    the_clinic()
    a_staff_member()
    return free_times(SERVICE, from_day=local_day(NOW), days=3, after=bookable_from(NOW))[0]


def a_wish(place: FreeTime, *, email: str, client_id: UUID) -> FirstVisit:
    return FirstVisit(
        first_name="Juniper",
        last_name="Ashgrove",
        birth_date=date(1984, 3, 17),
        email=email,
        phone="503 555 0123",
        staff=place.staff,
        starts_at=place.starts_at,
        client_id=client_id,
    )


def all_at_once(wishes: list[FirstVisit]) -> Counter[str]:
    gate, said = Barrier(len(wishes)), []

    def one(wish: FirstVisit) -> None:
        gate.wait()
        try:
            booked: Any = book_first_visit(wish, now=NOW)
            said.append("booked" if booked else "known")
        except Refused as refused:
            said.append(refused.decision.blocking[0].code)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(wish,)) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(said)


def test_one_time_goes_to_one_person(own_database: str) -> None:
    place = a_free_time()
    wishes = [
        a_wish(place, email=f"guest{number}@example.test", client_id=new_id()) for number in range(AT_ONCE)
    ]
    assert all_at_once(wishes) == {"booked": 1, "taken": AT_ONCE - 1}
    assert Appointment.objects.count() == Patient.objects.count() == 1


def test_one_form_sent_many_times_at_once_books_once(own_database: str) -> None:
    wish = a_wish(a_free_time(), email="juniper@example.test", client_id=new_id())
    assert all_at_once([wish] * AT_ONCE) == {"booked": AT_ONCE}
    assert Appointment.objects.count() == Patient.objects.count() == 1
    assert User.objects.filter(email="juniper@example.test").count() == 1
