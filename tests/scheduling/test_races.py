"""Many at once: one slot has one winner, six seats have six."""

from __future__ import annotations

from datetime import date

import pytest

from bench.rushes import rush
from sojourn.comms.models import OutboundMessage
from sojourn.core.ids import new_id
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment, Claim, Seat
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import a_clinic, at, ready

pytestmark = pytest.mark.slow


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


def test_sixty_want_six_seats(own_database: str) -> None:
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
    patients = [ready(clinic) for _ in range(60)]
    told = rush(
        60,
        lambda n: actions.take_seat(
            group=group, patient=patients[n], agreed_cents=20000, joins_sharing=None, by=clinic.desk, now=NOW
        ),
    )
    assert told.count("won") == 6 and Seat.objects.filter(patient__isnull=False).count() == 6
    assert Appointment.objects.filter(group=group).count() == 6


def test_eight_visits_are_dropped_on_one_place_and_seven_stay_where_they_were(own_database: str) -> None:
    clinic = a_clinic()
    visits = [clinic.book("intake", at("8:30", date(2026, 3, 3 + day))) for day in (0, 1, 2, 3)]
    visits += [clinic.book("intake", at("10:30", date(2026, 3, 3 + day))) for day in (0, 1, 2, 3)]
    wanted, claims = at("14:00", date(2026, 3, 9)), Claim.objects.count()
    before = {each.pk: each.starts_at for each in visits}

    def drop(number: int) -> None:
        visit = visits[number]
        place = {"staff": visit.staff, "room": visit.room, "starts_at": wanted, "seen": visit.starts_at}
        actions.move(appointment=visit, reason="", by=clinic.desk, now=NOW, **place)

    told = rush(len(visits), drop)
    assert told.count("won") == 1 and all("just taken" in each for each in told if each != "won")
    moved = [each for each in Appointment.objects.all() if each.starts_at != before[each.pk]]
    assert [each.starts_at for each in moved] == [wanted]
    assert Claim.objects.count() == claims


def test_one_visit_is_pulled_two_ways_and_goes_one(own_database: str) -> None:
    clinic = a_clinic()
    visit = clinic.book("intake", at("8:30"))
    place = {"staff": visit.staff, "room": visit.room, "seen": visit.starts_at}
    hours = ["10:00", "11:00", "13:00", "14:00"]

    def pull(number: int) -> None:
        facts = {"starts_at": at(hours[number]), "reason": "", "by": clinic.desk, "now": NOW}
        actions.move(appointment=visit, **facts, **place)

    told = rush(4, pull)
    assert told.count("won") == 1
    assert all("moved this visit meanwhile" in each for each in told if each != "won")
    assert visit.changes.filter(move="move").count() == 1


def test_one_drop_that_arrives_many_times_moves_once(own_database: str) -> None:
    clinic = a_clinic()
    visit = clinic.book("intake", at("8:30"))
    facts = {"staff": visit.staff, "room": visit.room, "starts_at": at("13:00"), "seen": visit.starts_at}
    drop = {**facts, "reason": "", "by": clinic.desk, "now": NOW}
    assert rush(6, lambda n: actions.move(appointment=visit, **drop)) == ["won"] * 6
    assert visit.changes.filter(move="move").count() == 1
    assert OutboundMessage.objects.filter(template="booking-moved").count() == 1


def test_links_made_at_once_leave_one(own_database: str) -> None:
    clinic = a_clinic()
    mine = {"staff": clinic.doctor, "by": clinic.doctor.user, "now": NOW}
    secrets: list[str] = []
    assert rush(6, lambda n: secrets.append(actions.make_feed(**mine))) == ["won"] * 6
    assert sum(queries.feed_behind(each) is not None for each in secrets) == 1
