"""A group is called off while others book, give up, wait and arrive: nobody is left in it, and nobody hangs."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bench.rushes import rush
from sojourn.audit.queries import verify
from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import refuse
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, Claim, GroupCalledOff, GroupSession, Seat, WaitingListEntry
from sojourn.scheduling.states import HOLDS_ITS_PLACE
from tests.factories import NOW
from tests.scheduling.a_group import a_group, full, sit, waits
from tests.scheduling.clinic_day import Clinic, a_clinic, ready

pytestmark = pytest.mark.slow


@pytest.fixture
def clinic(own_database: str) -> Clinic:
    return a_clinic()


def call_off(clinic: Clinic, group: GroupSession) -> None:
    actions.call_off_group(group=group, reason="Flooded", by=clinic.desk, now=NOW)


def nobody_is_left_in(group: GroupSession) -> None:
    """Neither seat nor visit nor claim nor turn on the list, and a trail that holds."""
    assert GroupCalledOff.objects.filter(group=group).count() == 1
    assert not Seat.objects.filter(group=group, patient__isnull=False).exists()
    assert not Appointment.objects.filter(group=group, state__in=HOLDS_ITS_PLACE).exists()
    assert not WaitingListEntry.objects.filter(group=group, state__in=["waiting", "offered"]).exists()
    assert not Claim.objects.exists()
    assert verify().intact


@pytest.mark.parametrize("turn", [0, 6, 12])
def test_twelve_want_a_seat_while_two_call_the_group_off(clinic: Clinic, turn: int) -> None:
    group, patients = a_group(clinic), [ready(clinic) for _ in range(14)]

    def act(number: int) -> None:
        if number in (turn, turn + 1):
            call_off(clinic, group)
        else:
            sit(clinic, group, patients[number])

    told = rush(14, act)
    seated = Appointment.objects.filter(group=group).count()
    assert told.count("won") == seated + 1
    assert all("called off" in each or "Every seat" in each for each in told if each != "won")
    nobody_is_left_in(group)
    assert OutboundMessage.objects.filter(template="group-called-off").count() == seated


def test_it_is_called_off_while_people_give_up_arrive_wait_and_take_what_is_kept(clinic: Clinic) -> None:
    """Whoever comes first, the others go on from there: no two wait for each other."""
    group = a_group(clinic)
    seats, entries = full(clinic, group), [waits(clinic, group, minute) for minute in range(3)]
    actions.give_up_seat(seat=seats[5], reason="A cold", by=clinic.desk, now=NOW)
    entries[0].refresh_from_db()
    early = group.starts_at - timedelta(minutes=20)
    one, other = ready(clinic), ready(clinic)
    acts = [
        lambda: actions.give_up_seat(seat=seats[0], reason="Travel", by=clinic.desk, now=NOW),
        lambda: actions.arrive(appointment=seats[1].appointment, by=clinic.desk, now=early),
        lambda: actions.take_place(entry=entries[0], by=None, now=NOW),
        lambda: actions.leave_waiting_list(entry=entries[1], by=clinic.desk, now=NOW),
        lambda: call_off(clinic, group),
        lambda: actions.say_sharing(seat=seats[2], joins=False, by=clinic.desk, now=NOW),
        lambda: waits(clinic, group, patient=one),
        lambda: actions.give_up_seat(seat=seats[3], reason="Travel", by=clinic.desk, now=NOW),
        lambda: actions.arrive(appointment=seats[4].appointment, by=clinic.desk, now=early),
        lambda: sit(clinic, group, other),
    ]
    told = rush(len(acts), lambda number: acts[number]())
    assert told[4] == "won", told
    nobody_is_left_in(group)


@pytest.mark.parametrize("first", ["the seat", "the calling off"])
def test_past_the_application_one_of_two_at_once_sees_the_other(clinic: Clinic, first: str) -> None:
    """Both write straight into the tables and hold their transaction open; whoever comes second is refused."""
    group, patient = a_group(clinic), ready(clinic)
    writes = {
        "the seat": lambda: Seat.objects.filter(group=group, number=1).update(patient=patient),
        "the calling off": lambda: GroupCalledOff.objects.create(group=group, reason="x", at=NOW),
    }

    def write(number: int) -> None:
        wanted = first if number == 0 else next(each for each in writes if each != first)
        time.sleep(0.3 * number)
        try:
            with transaction.atomic():
                writes[wanted]()
                time.sleep(0.6)
        except IntegrityError as refusal:
            raise refuse("refused", str(refusal)) from refusal

    told = rush(2, write)
    assert told[0] == "won" and "group" in told[1], told
    held = Seat.objects.filter(group=group, patient__isnull=False).count()
    assert (held, GroupCalledOff.objects.count()) == ((1, 0) if first == "the seat" else (0, 1))
