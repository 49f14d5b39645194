"""A group called off as a whole: everybody's visit ends without a fee, all are told, and nobody gets in any more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar

from sojourn.audit.models import Event
from sojourn.billing.models import Charge
from sojourn.comms import actions as comms
from sojourn.comms.models import OutboundMessage
from sojourn.content import pack
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.calendar_file import staff_calendar
from sojourn.scheduling.models import Appointment, Claim, GroupCalledOff, GroupSession, Seat, WaitingListEntry
from sojourn.scheduling.queries.called_off import escorts_told, lost_with, without_new_date
from sojourn.scheduling.rules.calling_off import GroupThen, may_call_off
from tests.factories import NOW, a_user
from tests.scheduling.a_group import DAY, a_group, escorted, full, sit, waits
from tests.scheduling.clinic_day import Clinic, at

FLOODED = "The room is under water."
LATER = NOW + timedelta(hours=1)


def call_off(clinic: Clinic, group: GroupSession, **changes: Any) -> GroupCalledOff:
    facts = {"reason": FLOODED, "by": clinic.desk, "now": LATER}
    return actions.call_off_group(group=group, **{**facts, **changes})


def of(template: str) -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(template=template))


GROUP = {"starts_at": LATER, "now": NOW, "states": {"a": "booked", "b": "arrived"}}


@pytest.mark.parametrize(
    ("changes", "reason", "says"),
    [
        ({}, "Flooded", ""),
        ({"seen": ["b", "a"]}, "Flooded", ""),
        ({"is_off": True}, "Flooded", "called off already"),
        ({"now": LATER}, "Flooded", "has begun"),
        ({"states": {"a": "in_room"}}, "Flooded", "has begun"),
        ({"states": {"a": "done"}}, "Flooded", "has begun"),
        ({"seen": ["a"]}, "Flooded", "look at the names once more"),
        ({}, "  ", "in a few words why"),
        ({}, "x" * 301, "under 300 letters"),
    ],
)
def test_what_stands_in_the_way(changes: dict[str, Any], reason: str, says: str) -> None:
    decision = may_call_off(GroupThen(**{**GROUP, **changes}), reason)
    assert decision.allowed is not bool(says) and says in decision.sentence


def test_everybodys_visit_ends_without_a_fee_and_all_time_is_free(clinic: Clinic) -> None:
    group = a_group(clinic)
    seats = full(clinic, group)
    soon = group.starts_at - timedelta(hours=1)
    call_off(clinic, group, now=soon)
    visits = Appointment.objects.filter(group=group)
    assert {each.state for each in visits} == {"cancelled"} and len(visits) == 6
    assert not Claim.objects.exists() and not Charge.objects.exists()
    assert not Seat.objects.filter(group=group, patient__isnull=False).exists()
    step = seats[0].appointment.changes.get(move="call_off")
    assert (step.cause, step.is_late, step.fee_cents, step.reason) == ("clinic-moved-it", False, 0, FLOODED)
    assert Event.objects.filter(kind="appointment.called_off").count() == 6
    assert Event.objects.get(kind="group.called_off").data["seats"] == 6
    assert a_group(clinic, now=soon).claims.count() == 63


def test_everybody_is_told_kindly_in_their_language_and_calendars_let_it_go(clinic: Clinic) -> None:
    group = a_group(clinic)
    one, other = sit(clinic, group).patient, sit(clinic, group).patient
    Patient.objects.filter(pk=other.pk).update(language="es")
    call_off(clinic, group)
    letters = {each.about: each for each in of("group-called-off")}
    assert "we are sorry" in letters[str(one.pk)].text and "Friday 13 March" in letters[str(one.pk)].subject
    assert (
        "Lo sentimos" in letters[str(other.pk)].text and "viernes 13 de marzo" in letters[str(other.pk)].text
    )
    for letter in letters.values():
        said = (letter.subject + letter.text).lower()
        assert not [word for word in (*pack().policies.private_words, FLOODED.lower()) if word in said]
        calendar = Calendar.from_ical(letter.calendar)
        (event,) = calendar.walk("VEVENT")
        assert (str(calendar["method"]), str(event["status"]), event["sequence"]) == (
            "CANCEL",
            "CANCELLED",
            1,
        )
    assert not of("booking-cancelled")


def test_what_was_to_remind_them_is_withdrawn_and_the_escort_told(clinic: Clinic) -> None:
    group = a_group(clinic)
    told, not_told = escorted(sit(clinic, group).patient, clinic), sit(clinic, group).patient
    eve = group.starts_at - timedelta(hours=20)
    actions.remind(now=eve)
    actions.remind_escorts(now=eve)
    visits = list(Appointment.objects.filter(group=group))
    assert escorts_told(visits) == set()
    OutboundMessage.objects.filter(template="escort-pickup").update(state="sent")
    assert escorts_told(visits) == {visit.pk for visit in visits if visit.patient == told}
    call_off(clinic, group, now=eve)
    assert {each.state for each in of("visit-reminder")} == {"dropped"}
    (off,) = of("escort-called-off")
    assert off.about == str(told.pk) != str(not_told.pk)


def test_what_was_to_follow_goes_along(clinic: Clinic) -> None:
    group = a_group(clinic)
    seat = sit(clinic, group)
    after = clinic.book(
        "integration", at("10:00", date(2026, 3, 16)), patient=seat.patient, follows=seat.appointment
    )
    call_off(clinic, group)
    after.refresh_from_db()
    assert after.state == "cancelled" and after.changes.get(move="cancel").reason.startswith("The visit it")
    (letter,) = of("group-called-off")
    assert letter.calendar.count("STATUS:CANCELLED") == 2


def test_who_waited_is_told_and_what_was_kept_for_them_says_why_not(clinic: Clinic) -> None:
    group = a_group(clinic)
    seats = full(clinic, group)
    first, second = waits(clinic, group), waits(clinic, group, minute=1)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    call_off(clinic, group)
    assert {each.about for each in of("group-called-off-waiting")} == {
        str(first.patient_id),
        str(second.patient_id),
    }
    assert [each.state for each in of("waiting-list-offer")] == ["dropped"]
    with pytest.raises(Refused, match=r"call off the group on Friday 13 March.*cannot be taken"):
        actions.take_place(entry=first, by=None, now=LATER)
    actions.leave_waiting_list(entry=second, by=clinic.desk, now=LATER)
    actions.pass_place(entry=first, by=None, now=LATER)
    actions.pass_on_offers(now=LATER + timedelta(days=1))
    assert set(WaitingListEntry.objects.values_list("state", flat=True)) == {"off"}
    assert len(of("group-called-off")) == 5
    assert len(of("waiting-list-offer")) == 1


def test_it_is_refused_when_begun_twice_without_a_word_or_by_others(clinic: Clinic) -> None:
    group = a_group(clinic)
    seat = sit(clinic, group)
    with pytest.raises(Refused, match="front desk"):
        call_off(clinic, group, by=a_user("patient"))
    with pytest.raises(Refused, match="why"):
        call_off(clinic, group, reason=" ")
    with pytest.raises(Refused, match="names once more"):
        call_off(clinic, group, seen=[])
    with pytest.raises(Refused, match="has begun"):
        call_off(clinic, group, now=group.starts_at)
    number = new_id()
    off = call_off(clinic, group, client_id=number, seen=[seat.patient_id])
    assert call_off(clinic, group, client_id=number, seen=[seat.patient_id]) == off
    with pytest.raises(Refused, match="called off already"):
        call_off(clinic, group)
    assert len(of("group-called-off")) == 1


def test_somebody_who_is_here_already_is_sent_home_and_who_is_in_the_room_is_not(clinic: Clinic) -> None:
    group = a_group(clinic)
    here, other = sit(clinic, group).appointment, sit(clinic, group).appointment
    early = group.starts_at - timedelta(minutes=20)
    actions.arrive(appointment=here, by=clinic.desk, now=early)
    actions.arrive(appointment=other, by=clinic.desk, now=early)
    actions.begin(appointment=other, by=clinic.doctor.user, now=early)
    with pytest.raises(Refused, match="has begun"):
        call_off(clinic, group, now=early)
    Appointment.objects.filter(pk=other.pk).update(state="arrived")
    call_off(clinic, group, now=early)
    here.refresh_from_db()
    assert here.state == "cancelled"


def test_nobody_gets_in_afterwards(clinic: Clinic) -> None:
    group = a_group(clinic)
    call_off(clinic, group)
    with pytest.raises(Refused, match="was called off"):
        sit(clinic, group)
    with pytest.raises(Refused, match="was called off"):
        waits(clinic, group)
    assert queries.group_standing(group.pk).free == 0


def test_the_database_itself_keeps_it_empty(clinic: Clinic) -> None:
    group, held = a_group(clinic), a_group(clinic, starts_at=at("13:00", date(2026, 3, 20)))
    lost, kept = sit(clinic, group), sit(clinic, held)
    for _ in range(5):
        sit(clinic, group)
    entry = waits(clinic, group)
    call_off(clinic, group)
    seat = Seat.objects.filter(group=group)[:1].get()
    past = [
        lambda: Seat.objects.filter(pk=seat.pk).update(patient=kept.patient),
        lambda: Seat.objects.create(group=group, number=7, patient=kept.patient),
        lambda: Seat.objects.filter(pk=kept.pk).update(group=group, number=8),
        lambda: Appointment.objects.filter(pk=lost.appointment.pk).update(state="booked"),
        lambda: Appointment.objects.filter(pk=kept.appointment.pk).update(group=group),
        lambda: WaitingListEntry.objects.filter(pk=entry.pk).update(state="offered"),
        lambda: WaitingListEntry.objects.create(group=group, patient=kept.patient, since=NOW),
        lambda: GroupCalledOff.objects.create(group=held, reason="x", at=NOW),
        lambda: GroupCalledOff.objects.create(group=a_group_without(clinic), reason="", at=NOW),
    ]
    for write in past:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def a_group_without(clinic: Clinic) -> GroupSession:
    return a_group(clinic, starts_at=at("13:00", date(2026, 3, 27)))


def test_a_calendar_that_is_subscribed_to_shows_it_cancelled(clinic: Clinic) -> None:
    group = a_group(clinic)
    sit(clinic, group)
    call_off(clinic, group)
    for who in (clinic.doctor, clinic.therapist):
        text = staff_calendar(who, queries.diary_of(who, DAY)).decode()
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)
        assert "called off" in str(event["summary"])
        assert event["last-modified"].dt == LATER


def test_the_desk_sees_who_needs_a_new_date_until_there_is_one_or_none_is_wanted(clinic: Clinic) -> None:
    group, next_one = a_group(clinic), a_group(clinic, starts_at=at("13:00", date(2026, 3, 20)))
    again, declines, gone = (sit(clinic, group) for _ in range(3))
    actions.give_up_seat(seat=gone, reason="A cold", by=clinic.desk, now=NOW)
    call_off(clinic, group)
    assert {each.patient for each in without_new_date(LATER)} == {again.patient, declines.patient}
    sit(clinic, next_one, again.patient, now=LATER + timedelta(minutes=1))
    with pytest.raises(Refused, match="why"):
        actions.settle_without_date(appointment=declines.appointment, reason="", by=clinic.desk, now=LATER)
    for _ in range(2):
        actions.settle_without_date(
            appointment=declines.appointment, reason="Rather alone", by=clinic.desk, now=LATER
        )
    assert not without_new_date(LATER)
    facts = {each.patient: (each.has_new_date, each.wants_none) for each in lost_with(group)}
    assert facts == {again.patient: (True, False), declines.patient: (False, True)}
    with pytest.raises(Refused, match="called off with its group"):
        actions.settle_without_date(appointment=gone.appointment, reason="No", by=clinic.desk, now=LATER)


def test_long_after_it_is_history(clinic: Clinic) -> None:
    group = a_group(clinic)
    sit(clinic, group)
    call_off(clinic, group)
    assert without_new_date(group.starts_at + timedelta(days=29))
    assert not without_new_date(group.starts_at + timedelta(days=31))


def test_nobody_hears_of_a_place_in_it_later(clinic: Clinic) -> None:
    """An offer made in the evening waits for the morning; by then there is no group."""
    group = a_group(clinic)
    seats = full(clinic, group)
    night = at("22:00", date(2026, 3, 10))
    entry = waits(clinic, group)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=night)
    call_off(clinic, group, now=night + timedelta(minutes=5))
    assert comms.send_due(now=night + timedelta(hours=12)) >= 1
    (word,) = of("waiting-list-offer")
    assert word.state == "dropped" and word.about == str(entry.patient_id)
