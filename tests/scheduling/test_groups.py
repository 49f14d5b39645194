"""Groups: six seats, a waiting list, and prices inside the range."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Decision, Finding, Refused
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import GroupSession, Seat, WaitingListEntry
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic, a_clinic, at

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 13)


@pytest.fixture
def clinic(monkeypatch: pytest.MonkeyPatch) -> Clinic:
    monkeypatch.setattr("sojourn.scheduling.actions.seats.gate", lambda *facts: Decision())
    monkeypatch.setattr("sojourn.scheduling.actions.seats.prerequisite", lambda *facts: Decision())
    return a_clinic()


def a_group(clinic: Clinic, **changes: Any) -> GroupSession:
    facts = {
        "service": "group",
        "room": clinic.room("grove"),
        "provider": clinic.doctor,
        "monitor": clinic.therapist,
        "starts_at": at("13:00", DAY),
        "by": clinic.desk,
        "now": NOW,
    }
    return actions.open_group(**{**facts, **changes})


def sit(clinic: Clinic, group: GroupSession, patient: Patient | None = None, **changes: Any) -> Seat:
    facts = {"agreed_cents": 20000, "joins_sharing": True, "by": clinic.desk, "now": NOW}
    return actions.take_seat(group=group, patient=patient or a_patient(), **{**facts, **changes})


def test_a_group_claims_its_room_and_both_people(clinic: Clinic) -> None:
    group = a_group(clinic)
    assert (group.seats.count(), group.claims.count()) == (6, 63)
    with pytest.raises(Refused, match="is taken at that time"):
        a_group(clinic, provider=clinic.second_doctor)


def test_the_monitor_is_a_second_person(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="second person"):
        a_group(clinic, monitor=clinic.doctor)
    with pytest.raises(Refused, match="still ahead"):
        a_group(clinic, starts_at=NOW - timedelta(days=1))


def test_a_seat_is_a_visit_at_the_agreed_price(clinic: Clinic) -> None:
    seat = sit(clinic, a_group(clinic), agreed_cents=18500, joins_sharing=False)
    assert seat.appointment and seat.appointment.price_cents == 18500
    assert seat.appointment.claims.count() == 18 and seat.joins_sharing is False


@pytest.mark.parametrize("cents", [17999, 22001])
def test_a_price_outside_the_range(clinic: Clinic, cents: int) -> None:
    with pytest.raises(Refused, match=r"between \$180 and \$220"):
        sit(clinic, a_group(clinic), agreed_cents=cents)


def test_six_sit_and_the_seventh_waits(clinic: Clinic) -> None:
    group = a_group(clinic)
    for _ in range(6):
        sit(clinic, group)
    seventh = a_patient()
    with pytest.raises(Refused, match="waiting list is open"):
        sit(clinic, group, seventh)
    actions.join_waiting_list(group=group, patient=seventh, by=clinic.desk, now=NOW)
    (standing,) = queries.groups_ahead(NOW)
    assert (standing.taken, standing.free, len(standing.waiting)) == (6, 0, 1)


def test_one_seat_per_person(clinic: Clinic) -> None:
    group, patient = a_group(clinic), a_patient()
    assert sit(clinic, group, patient) == sit(clinic, group, patient)
    with pytest.raises(Refused, match="has a seat"):
        actions.join_waiting_list(group=group, patient=patient, by=clinic.desk, now=NOW)


def test_nobody_waits_while_seats_are_free(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="still a seat"):
        actions.join_waiting_list(group=a_group(clinic), patient=a_patient(), by=clinic.desk, now=NOW)


def test_a_place_given_up_is_offered_kept_and_passed_on(clinic: Clinic) -> None:
    group = a_group(clinic)
    seats = [sit(clinic, group) for _ in range(6)]
    first, second = a_patient(), a_patient()
    for minute, patient in enumerate((first, second)):
        later = NOW + timedelta(minutes=minute)
        actions.join_waiting_list(group=group, patient=patient, by=clinic.desk, now=later)

    actions.give_up_seat(seat=seats[2], reason="A cold", by=clinic.desk, now=NOW)
    assert OutboundMessage.objects.get(template="waiting-list-offer").about == str(first.pk)
    with pytest.raises(Refused, match="Every seat"):
        sit(clinic, group)
    with pytest.raises(Refused, match="Every seat"):
        sit(clinic, group, second)

    later = NOW + timedelta(minutes=121)
    assert actions.pass_on_offers(now=later) == 1
    assert WaitingListEntry.objects.get(patient=second).state == "offered"
    assert sit(clinic, group, second, now=later).number == 3
    assert WaitingListEntry.objects.get(patient=second).state == "taken"
    assert WaitingListEntry.objects.get(patient=first).state == "waiting"


def test_nobody_is_offered_the_same_place_twice(clinic: Clinic) -> None:
    group = a_group(clinic)
    seats = [sit(clinic, group) for _ in range(6)]
    waiting = a_patient()
    actions.join_waiting_list(group=group, patient=waiting, by=clinic.desk, now=NOW)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    actions.pass_on_offers(now=NOW + timedelta(hours=3))
    assert OutboundMessage.objects.filter(template="waiting-list-offer").count() == 1
    actions.give_up_seat(seat=seats[1], reason="Travel", by=clinic.desk, now=NOW + timedelta(hours=4))
    assert OutboundMessage.objects.filter(template="waiting-list-offer").count() == 2


def test_leaving_the_list_passes_the_offer_on(clinic: Clinic) -> None:
    group = a_group(clinic)
    seat = [sit(clinic, group) for _ in range(6)][0]
    first, second = (
        actions.join_waiting_list(group=group, patient=a_patient(), by=None, now=NOW + timedelta(minutes=n))
        for n in range(2)
    )
    actions.give_up_seat(seat=seat, reason="A cold", by=clinic.desk, now=NOW)
    first.refresh_from_db()
    actions.leave_waiting_list(entry=first, by=None, now=NOW)
    second.refresh_from_db()
    assert second.state == "offered"


def test_an_empty_seat_cannot_be_given_up_and_a_group_cannot_be_moved(clinic: Clinic) -> None:
    group = a_group(clinic)
    seat = sit(clinic, group)
    with pytest.raises(Refused, match="Nobody has this seat"):
        actions.give_up_seat(seat=group.seats.get(number=6), reason="x", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="its own time"):
        actions.move(
            appointment=seat.appointment,
            staff=clinic.doctor,
            room=clinic.room("grove"),
            starts_at=at("09:00", DAY),
            reason="",
            by=clinic.desk,
            now=NOW,
        )


def full_group(clinic: Clinic) -> tuple[GroupSession, list[Seat]]:
    group = a_group(clinic)
    return group, [sit(clinic, group) for _ in range(6)]


def waits(clinic: Clinic, group: GroupSession, patient: Patient, **changes: Any) -> WaitingListEntry:
    facts = {"agreed_cents": 19000, "by": clinic.desk, "now": NOW}
    return actions.join_waiting_list(group=group, patient=patient, **{**facts, **changes})


def test_one_click_takes_the_place_at_the_price_agreed(clinic: Clinic) -> None:
    group, seats = full_group(clinic)
    wren = a_user("patient")
    entry = waits(clinic, group, a_patient(user=wren), joins_sharing=False)
    with pytest.raises(Refused, match="no longer kept"):
        actions.take_place(entry=entry, by=wren, now=NOW)
    actions.give_up_seat(seat=seats[4], reason="A cold", by=clinic.desk, now=NOW)
    seat = actions.take_place(entry=entry, by=wren, now=NOW)
    assert seat == actions.take_place(entry=entry, by=wren, now=NOW)
    assert (seat.number, seat.agreed_cents, seat.joins_sharing) == (5, 19000, False)
    with pytest.raises(Refused, match="front desk"):
        actions.leave_waiting_list(entry=entry, by=a_user("patient"), now=NOW)


def test_without_an_agreed_price_the_office_is_called(clinic: Clinic) -> None:
    group, seats = full_group(clinic)
    entry = waits(clinic, group, a_patient(), agreed_cents=None)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="price is agreed with the office first"):
        actions.take_place(entry=entry, by=None, now=NOW)
    with pytest.raises(Refused, match=r"between \$180 and \$220"):
        waits(clinic, full_group_later(clinic), a_patient(), agreed_cents=100)


def full_group_later(clinic: Clinic) -> GroupSession:
    group = a_group(clinic, starts_at=at("13:00", date(2026, 3, 20)))
    for _ in range(6):
        sit(clinic, group)
    return group


def test_a_place_that_runs_out_is_lost_kindly_and_the_turn_kept(clinic: Clinic) -> None:
    group, seats = full_group(clinic)
    entry = waits(clinic, group, a_patient())
    other = waits(clinic, group, a_patient(), now=NOW + timedelta(minutes=1))
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    entry.refresh_from_db()
    late = entry.offer_expires_at
    actions.pass_on_offers(now=late)
    with pytest.raises(Refused, match="went to the next person. You keep your place"):
        actions.take_place(entry=entry, by=None, now=late)
    actions.pass_place(entry=other, by=None, now=late)
    other.refresh_from_db()
    assert (entry.state, other.state) == ("waiting", "waiting")


def test_who_is_not_cleared_neither_waits_nor_is_offered(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, seats = full_group(clinic)
    first = waits(clinic, group, a_patient())
    second = waits(clinic, group, a_patient(), now=NOW + timedelta(minutes=1))
    closed = Decision.of(Finding(code="no_prescription", message="There is no valid prescription."))
    monkeypatch.setattr(
        "sojourn.scheduling.actions.seats.gate",
        lambda patient, *facts: closed if patient == first.patient else Decision(),
    )
    with pytest.raises(Refused, match="no valid prescription"):
        waits(clinic, group, first.patient)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    for entry in (first, second):
        entry.refresh_from_db()
    assert (first.state, second.state) == ("waiting", "offered")
