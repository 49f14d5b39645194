"""Many at once: one slot has one winner, six seats have six."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Decision, Refused
from sojourn.core.ids import new_id
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, Claim, Seat
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import a_clinic, at

pytestmark = pytest.mark.slow


def rush(count: int, work: Callable[[int], object]) -> list[str]:
    """Run it so many times at once; gives "won" or the sentence of the refusal for each."""

    def one(number: int) -> str:
        try:
            work(number)
            return "won"
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as crowd:
        return list(crowd.map(one, range(count)))


def test_two_hundred_want_one_time_and_one_gets_it(own_database: str) -> None:
    clinic = a_clinic()
    patients = [a_patient() for _ in range(200)]
    told = rush(200, lambda n: clinic.book("intake", at("10:00"), patient=patients[n]))
    assert told.count("won") == 1
    assert all("That time was just taken. Still free:" in each for each in told if each != "won")
    assert Appointment.objects.count() == 1 and Claim.objects.count() == 17


def test_one_form_sent_many_times_at_once_books_once_and_tells_everybody_so(own_database: str) -> None:
    clinic, patient, number = a_clinic(), a_patient(), new_id()
    told = rush(12, lambda n: clinic.book("intake", at("10:00"), patient=patient, client_id=number))
    assert told == ["won"] * 12 and Appointment.objects.count() == 1
    assert OutboundMessage.objects.count() == 1


def test_sixty_want_six_seats(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gate", "prerequisite"):
        monkeypatch.setattr(f"sojourn.scheduling.actions.seats.{name}", lambda *facts: Decision())
    clinic = a_clinic()
    group = actions.open_group(
        service="group",
        room=clinic.room("grove"),
        provider=clinic.doctor,
        monitor=clinic.therapist,
        starts_at=at("13:00", date(2026, 3, 13)),
        by=clinic.desk,
        now=NOW,
    )
    patients = [a_patient() for _ in range(60)]
    told = rush(
        60,
        lambda n: actions.take_seat(
            group=group, patient=patients[n], agreed_cents=20000, joins_sharing=None, by=clinic.desk, now=NOW
        ),
    )
    assert told.count("won") == 6 and Seat.objects.filter(patient__isnull=False).count() == 6
    assert Appointment.objects.filter(group=group).count() == 6
