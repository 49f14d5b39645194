"""A form sent twice counts once; a page somebody went back to says it made something else, or nothing that stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.faces.website.booking import book_first_visit
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, GroupSession
from sojourn.scheduling.queries import CourseVisit
from tests.faces.website.test_booking_races import a_free_time, a_wish
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import Clinic, at

pytestmark = pytest.mark.django_db
USED = "This page has booked already: Tuesday 3 March, 10:00 am"


def test_another_time_from_the_same_page_is_not_said_to_be_booked(clinic: Clinic) -> None:
    patient, number = a_patient(), new_id()
    clinic.book(patient=patient, client_id=number)
    with pytest.raises(Refused, match=f"{USED}, booked. Please choose once more"):
        clinic.book(patient=patient, client_id=number, starts_at=at("14:00"))
    assert patient.appointments.count() == 1


def test_what_was_cancelled_is_not_said_to_be_booked(clinic: Clinic) -> None:
    patient, number = a_patient(), new_id()
    visit = clinic.book(patient=patient, client_id=number)
    actions.cancel(appointment=visit, reason="a slip", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match=f"{USED}, cancelled"):
        clinic.book(patient=patient, client_id=number)
    assert clinic.book(patient=patient, client_id=new_id()).state == "booked"


def test_a_course_gone_back_to_with_another_time_books_nothing(clinic: Clinic) -> None:
    patient, number = a_patient(), new_id()

    def sent(clock: str) -> list[Appointment]:
        visits = [CourseVisit("intake", clinic.doctor, clinic.room_for("intake"), at(clock))]
        return actions.book_course(patient=patient, visits=visits, by=clinic.desk, now=NOW, client_id=number)

    assert sent("10:00") == sent("10:00")
    with pytest.raises(Refused, match=USED):
        sent("14:00")


def test_a_cancelled_visit_is_not_said_to_be_moved(clinic: Clinic) -> None:
    visit = clinic.book()
    where = {"staff": visit.staff, "room": visit.room, "starts_at": visit.starts_at}
    assert actions.move(appointment=visit, **where, reason="", by=clinic.desk, now=NOW) == visit
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="can no longer be changed: it is cancelled"):
        actions.move(appointment=visit, **where, reason="", by=clinic.desk, now=NOW)


@pytest.mark.parametrize("open_one", [actions.open_group, actions.open_series])
def test_a_group_on_another_day_from_the_same_page_is_not_said_to_be_open(
    clinic: Clinic, open_one: object
) -> None:
    months = {"months": 1} if open_one is actions.open_series else {}
    people = {"provider": clinic.doctor, "monitor": clinic.therapist, "room": clinic.room_for("group")}
    facts = {"service": "group", **people, **months, "by": clinic.desk, "now": NOW, "client_id": new_id()}
    for _ in range(2):
        open_one(starts_at=at("10:00", date(2026, 3, 5)), **facts)  # type: ignore[operator]
    with pytest.raises(Refused, match="opened a group already: Thursday 5 March, 10:00 am"):
        open_one(starts_at=at("10:00", date(2026, 3, 6)), **facts)  # type: ignore[operator]
    assert GroupSession.objects.count() == 1


def test_a_stranger_who_goes_back_for_another_time_is_written_to(db: None) -> None:
    place, number = a_free_time(), new_id()
    wish = a_wish(place, email="juniper@example.test", client_id=number)
    visit = book_first_visit(wish, now=NOW)
    assert book_first_visit(wish, now=NOW) == visit
    later = a_wish(place, email="juniper@example.test", client_id=number)
    object.__setattr__(later, "starts_at", place.starts_at + timedelta(hours=1))
    assert book_first_visit(later, now=NOW) is None
    assert OutboundMessage.objects.filter(template="account-known").count() == 1
