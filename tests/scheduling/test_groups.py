"""Groups: six seats, a waiting list, and prices inside the range."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.prescribing import actions as prescribing
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import GroupSession, Seat, WaitingListEntry
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.a_group import DAY, a_group, full, sit, waits
from tests.scheduling.clinic_day import Clinic, at, ready

pytestmark = pytest.mark.django_db


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
    full(clinic, group)
    seventh = ready(clinic)
    with pytest.raises(Refused, match="waiting list is open"):
        sit(clinic, group, seventh)
    actions.join_waiting_list(group=group, patient=seventh, by=clinic.desk, now=NOW)
    (standing,) = queries.groups_ahead(NOW)
    assert (standing.taken, standing.free, len(standing.waiting)) == (6, 0, 1)


def test_one_seat_per_person(clinic: Clinic) -> None:
    group, patient = a_group(clinic), ready(clinic)
    assert sit(clinic, group, patient) == sit(clinic, group, patient)
    with pytest.raises(Refused, match="has a seat"):
        actions.join_waiting_list(group=group, patient=patient, by=clinic.desk, now=NOW)


def test_nobody_waits_while_seats_are_free(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="still a seat"):
        actions.join_waiting_list(group=a_group(clinic), patient=ready(clinic), by=clinic.desk, now=NOW)


def test_a_place_given_up_is_offered_kept_and_passed_on(clinic: Clinic) -> None:
    group = a_group(clinic)
    seats = full(clinic, group)
    first, second = ready(clinic), ready(clinic)
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
    seats = full(clinic, group)
    waiting = ready(clinic)
    actions.join_waiting_list(group=group, patient=waiting, by=clinic.desk, now=NOW)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    actions.pass_on_offers(now=NOW + timedelta(hours=3))
    assert OutboundMessage.objects.filter(template="waiting-list-offer").count() == 1
    actions.give_up_seat(seat=seats[1], reason="Travel", by=clinic.desk, now=NOW + timedelta(hours=4))
    assert OutboundMessage.objects.filter(template="waiting-list-offer").count() == 2


def test_leaving_the_list_passes_the_offer_on(clinic: Clinic) -> None:
    group = a_group(clinic)
    seat = full(clinic, group)[0]
    first, second = (
        actions.join_waiting_list(group=group, patient=ready(clinic), by=None, now=NOW + timedelta(minutes=n))
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
    return group, full(clinic, group)


def test_one_click_takes_the_place_at_the_price_agreed(clinic: Clinic) -> None:
    group, seats = full_group(clinic)
    wren = a_user("patient")
    entry = waits(clinic, group, patient=ready(clinic, a_patient(user=wren)), joins_sharing=False)
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
    entry = waits(clinic, group, agreed_cents=None)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="price is agreed with the office first"):
        actions.take_place(entry=entry, by=None, now=NOW)
    with pytest.raises(Refused, match=r"between \$180 and \$220"):
        waits(clinic, full_group_later(clinic), agreed_cents=100)


def full_group_later(clinic: Clinic) -> GroupSession:
    group = a_group(clinic, starts_at=at("13:00", date(2026, 3, 20)))
    full(clinic, group)
    return group


def test_a_place_that_runs_out_is_lost_kindly_and_the_turn_kept(clinic: Clinic) -> None:
    group, seats = full_group(clinic)
    entry = waits(clinic, group)
    other = waits(clinic, group, minute=1)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    entry.refresh_from_db()
    late = entry.offer_expires_at
    actions.pass_on_offers(now=late)
    with pytest.raises(Refused, match="went to the next person. You keep your place"):
        actions.take_place(entry=entry, by=None, now=late)
    actions.pass_place(entry=other, by=None, now=late)
    other.refresh_from_db()
    assert (entry.state, other.state) == ("waiting", "waiting")


def test_who_is_not_cleared_neither_waits_nor_is_offered(clinic: Clinic) -> None:
    group, seats = full_group(clinic)
    first, second = waits(clinic, group), waits(clinic, group, minute=1)
    doctor = clinic.doctor.user
    for each in first.patient.prescriptions.all():
        prescribing.void_prescription(prescription=each, reason="Not needed.", by=doctor, now=NOW)
    with pytest.raises(Refused, match="no such prescription"):
        waits(clinic, group, patient=first.patient)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    for entry in (first, second):
        entry.refresh_from_db()
    assert (first.state, second.state) == ("waiting", "offered")


def test_an_integration_visit_follows_a_group_as_it_follows_a_session(clinic: Clinic) -> None:
    patient, afterwards = ready(clinic), at("10:00", date(2026, 3, 16))
    with pytest.raises(Refused, match="one to one comes first"):
        clinic.book("integration", afterwards, patient=patient)
    seat = sit(clinic, a_group(clinic), patient)
    assert seat.appointment and clinic.book("integration", afterwards, patient=patient)
