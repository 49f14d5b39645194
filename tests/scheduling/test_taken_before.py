"""A kept time that was taken and has changed since is said to have; word of it does not go out afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, WaitingListEntry
from tests.factories import NOW, a_patient
from tests.scheduling import a_group as groups
from tests.scheduling.clinic_day import Clinic, a_clinic, at, ready
from tests.scheduling.test_waiting import THURSDAY, offered, only_at, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def full() -> tuple[Clinic, Appointment]:
    clinic = a_clinic()
    only_at(clinic, "10:00", "12:00")
    return clinic, clinic.book("intake", at("10:00", THURSDAY))


def freed(clinic: Clinic, visit: Appointment, now=NOW) -> None:  # type: ignore[no-untyped-def]
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=now)
    actions.offer_times(now=now)


@pytest.mark.parametrize("then", ["moved", "cancelled"])
def test_the_same_click_after_the_visit_has_changed(full: tuple[Clinic, Appointment], then: str) -> None:
    clinic, visit = full
    waits(not_after=at("11:00", THURSDAY).astimezone(visit.begins.tzinfo).time())
    freed(clinic, visit)
    (offer,) = offered()
    taken = actions.take_offer(offer=offer, by=None, now=NOW)
    if then == "moved":
        later = at("11:00", THURSDAY)
        where = {"staff": taken.staff, "room": taken.room, "starts_at": later}
        actions.move(appointment=taken, **where, reason="", by=clinic.desk, now=NOW)
    else:
        actions.cancel(appointment=taken, reason="illness", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="You took this time before"):
        actions.take_offer(offer=offer, by=None, now=NOW)


def test_the_same_click_after_the_seat_was_given_up() -> None:
    clinic = a_clinic()
    group = groups.a_group(clinic)
    seats = groups.full(clinic, group)
    facts = {"group": group, "patient": ready(clinic), "agreed_cents": 20000, "by": clinic.desk, "now": NOW}
    actions.join_waiting_list(**facts)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    entry = WaitingListEntry.objects.get()
    seat = actions.take_place(entry=entry, by=None, now=NOW)
    seat.refresh_from_db()
    actions.give_up_seat(seat=seat, reason="A cold", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="You took this time before"):
        actions.take_place(entry=entry, by=None, now=NOW)


def test_nobody_is_woken_by_word_of_a_time_they_let_go(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    patient = a_patient(phone="503 555 0177")
    wish = waits(patient, not_after=at("11:00", THURSDAY).astimezone(visit.begins.tzinfo).time())
    night = at("23:00", date(2026, 3, 3))
    freed(clinic, visit, night)
    told = OutboundMessage.objects.filter(template="waiting-list-offer", about=str(patient.pk))
    assert {each.state for each in told} == {"queued"}
    actions.stop_waiting(wish=wish, by=None, now=night + timedelta(minutes=5))
    assert {each.state for each in told.all()} == {"dropped"}
