"""Word that a place or a time is free leaves only while that is so: it is looked at in the moment of sending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sojourn.comms import actions as comms
from sojourn.comms.models import OutboundMessage
from sojourn.content import pack
from sojourn.scheduling import actions
from sojourn.scheduling.models import GroupSession, WaitingListEntry
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.a_group import a_group, full, sit, waits
from tests.scheduling.clinic_day import Clinic, at, ready

NIGHT = at("22:00", date(2026, 3, 10))
SOON = NIGHT + timedelta(minutes=5)
MORNING = at("8:30", date(2026, 3, 11))


@pytest.fixture
def offered(clinic: Clinic) -> WaitingListEntry:
    """A place came free at night; word of it waits for the morning, and so does the end of the offer."""
    group = a_group(clinic)
    seats = full(clinic, group)
    entry = waits(clinic, group, patient=ready(clinic, a_patient(user=a_user("patient"))))
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NIGHT)
    entry.refresh_from_db()
    assert (entry.state, the_word(entry).state) == ("offered", "queued")
    return entry


def the_word(entry: WaitingListEntry) -> OutboundMessage:
    return OutboundMessage.objects.get(template="waiting-list-offer", about=str(entry.patient_id))


def takes(clinic: Clinic, entry: WaitingListEntry) -> None:
    actions.take_place(entry=entry, by=entry.patient.user, now=SOON)


def is_seated_by_the_desk(clinic: Clinic, entry: WaitingListEntry) -> None:
    sit(clinic, GroupSession.objects.get(), entry.patient, now=SOON)


def lets_it_pass(clinic: Clinic, entry: WaitingListEntry) -> None:
    actions.pass_place(entry=entry, by=entry.patient.user, now=SOON)


def leaves_the_list(clinic: Clinic, entry: WaitingListEntry) -> None:
    actions.leave_waiting_list(entry=entry, by=clinic.desk, now=SOON)


def hears_nothing_in_time(clinic: Clinic, entry: WaitingListEntry) -> None:
    assert entry.offer_expires_at
    actions.pass_on_offers(now=entry.offer_expires_at)


@pytest.mark.parametrize(
    "step", [takes, is_seated_by_the_desk, lets_it_pass, leaves_the_list, hears_nothing_in_time]
)
def test_what_is_settled_before_the_morning_is_not_told_in_it(
    clinic: Clinic, offered: WaitingListEntry, step: Callable[[Clinic, WaitingListEntry], None]
) -> None:
    step(clinic, offered)
    comms.send_due(now=MORNING)
    assert the_word(offered).state == "dropped"


def test_in_the_morning_it_goes_as_it_should(offered: WaitingListEntry) -> None:
    comms.send_due(now=MORNING)
    assert the_word(offered).state == "sent"


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=30)], ids=["ran out", "group long past"])
def test_a_worker_that_slept_tells_nobody_of_what_is_over(offered: WaitingListEntry, late: timedelta) -> None:
    """Nobody passed the offer on yet, for the same worker would have done it."""
    assert offered.offer_expires_at
    assert comms.send(message_id=the_word(offered).pk, now=offered.offer_expires_at + late) is None
    assert the_word(offered).state == "dropped"


def test_nothing_leaves_once_the_group_has_begun_however_long_the_offer_stands(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = a_group(clinic)
    begins, stands = group.starts_at, group.starts_at + timedelta(days=1)
    monkeypatch.setattr("sojourn.scheduling.actions.seats.offer_stands_until", lambda now: stands)
    seats, entry = full(clinic, group), waits(clinic, group)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    assert comms.send(message_id=the_word(entry).pk, now=begins) is None
    assert the_word(entry).state == "dropped"


def test_a_mail_server_that_was_away_sends_no_word_of_a_place_that_is_taken(
    clinic: Clinic, offered: WaitingListEntry, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken in the very moment in which the first try fails: it is not tried again."""
    from sojourn.comms.delivery import Undelivered
    from sojourn.comms.rules import Outcome

    def away(message: OutboundMessage) -> str:
        takes(clinic, offered)
        raise Undelivered(Outcome.LATER, "not there")

    monkeypatch.setattr("sojourn.comms.actions.sending.deliver", away)
    comms.send(message_id=the_word(offered).pk, now=MORNING)
    assert the_word(offered).state == "dropped"


def test_a_time_offer_that_ran_out_does_not_leave_either(clinic: Clinic) -> None:
    from tests.scheduling.test_waiting import THURSDAY, only_at
    from tests.scheduling.test_waiting import waits as waits_for_a_time

    only_at(clinic, "10:00", "11:00")
    visit = clinic.book("intake", at("10:00", THURSDAY))
    wish = waits_for_a_time()
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    actions.offer_times(now=NOW)
    word = OutboundMessage.objects.get(template="waiting-list-offer", about=str(wish.patient_id))
    ends: datetime = NOW + timedelta(minutes=pack().policies.booking.offer_minutes)
    assert word.not_after == ends and comms.send(message_id=word.pk, now=ends) is None
    word.refresh_from_db()
    assert word.state == "dropped"
