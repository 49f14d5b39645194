"""Waiting for a time: who is cleared, in their turn, is kept what suits them, and one click takes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest

from sojourn.clinic.actions import add_leave
from sojourn.comms.models import OutboundMessage
from sojourn.content import pack
from sojourn.core.decisions import ALLOWED, Decision, Finding, Refused
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment, Claim, TimeOffer, TimeWish
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic, a_clinic, at
from tests.scheduling.test_races import rush

THURSDAY = date(2026, 3, 5)


def only_at(clinic: Clinic, starts: str, ends: str, *, lead: Any = None) -> None:
    """One doctor, who works from one clock time to another on Thursday and not otherwise."""
    for member in (clinic.doctor, clinic.second_doctor):
        kept = member == (lead or clinic.doctor)
        _away(member, at("00:00", date(2026, 3, 3)), at(starts if kept else "23:00", THURSDAY))
        _away(member, at(ends if kept else "22:00", THURSDAY), at("00:00", date(2026, 8, 1)))


def _away(member: Any, starts_at: Any, ends_at: Any) -> None:
    add_leave(staff=member, starts_at=starts_at, ends_at=ends_at, reason="", by=None, now=NOW)


@pytest.fixture
def full(clinic: Clinic) -> tuple[Clinic, Appointment]:
    """One time in these months, and it is booked."""
    only_at(clinic, "10:00", "11:00")
    return clinic, clinic.book("intake", at("10:00", THURSDAY))


def waits(patient: Patient | None = None, **changes: Any) -> TimeWish:
    facts = {
        "service": "intake",
        "from_day": date(2026, 3, 3),
        "until_day": date(2026, 3, 31),
        "by": None,
        "now": NOW,
    }
    return actions.wait_for_time(patient=patient or a_patient(), **{**facts, **changes})


def offered() -> list[TimeOffer]:
    return list(TimeOffer.objects.filter(outcome="open").select_related("wish"))


def cancel(visit: Appointment, clinic: Clinic) -> None:
    """And what runs when that is committed."""
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    actions.offer_times(now=NOW)


def test_nobody_waits_for_what_is_free(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="There is time that suits already: .*Book it instead"):
        waits()


def test_a_time_that_comes_free_is_kept_for_the_first_and_nobody_else(
    full: tuple[Clinic, Appointment],
) -> None:
    clinic, visit = full
    first, second = waits(), waits(now=NOW + timedelta(minutes=1))
    cancel(visit, clinic)
    (offer,) = offered()
    assert offer.wish == first and offer.starts_at == at("10:00", THURSDAY)
    assert offer.expires_at == NOW + timedelta(minutes=pack().policies.booking.offer_minutes)
    assert queries.free_times("intake", from_day=THURSDAY, days=1) == []
    with pytest.raises(Refused, match="just taken"):
        clinic.book("intake", at("10:00", THURSDAY))
    message = OutboundMessage.objects.get(template="waiting-list-offer")
    assert message.about == str(first.patient_id) and "Thursday 5 March" in message.text
    said = (message.text + message.subject).lower()
    assert not [word for word in (*pack().policies.private_words, "intake") if word in said]
    second.refresh_from_db()
    assert second.state == "waiting"


def test_an_offer_goes_in_their_language(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    somebody = a_patient()
    Patient.objects.filter(pk=somebody.pk).update(language="es")
    waits(somebody)
    cancel(visit, clinic)
    message = OutboundMessage.objects.get(template="waiting-list-offer")
    assert message.language == "es" and "jueves 5 de marzo" in message.text


def test_one_click_takes_it(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    wren = a_user("patient")
    wish = waits(a_patient(user=wren), by=wren)
    cancel(visit, clinic)
    taken = actions.take_offer(offer=offered()[0], by=wren, now=NOW + timedelta(minutes=5))
    again = actions.take_offer(offer=TimeOffer.objects.get(), by=wren, now=NOW + timedelta(minutes=6))
    assert taken == again and taken.patient == wish.patient and taken.state == "booked"
    assert Claim.objects.filter(appointment=taken).count() == 17 and not Claim.objects.filter(
        offer__isnull=False
    )
    wish.refresh_from_db()
    assert wish.state == "taken" and TimeOffer.objects.get().outcome == "taken"


def test_letting_it_pass_goes_on_to_the_next_and_keeps_the_turn(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    first, second = waits(), waits(now=NOW + timedelta(minutes=1))
    cancel(visit, clinic)
    actions.pass_offer(offer=offered()[0], by=None, now=NOW)
    assert actions.offer_times(now=NOW) == 1 and offered()[0].wish == second
    first.refresh_from_db()
    assert first.state == "waiting"
    actions.pass_offer(offer=offered()[0], by=None, now=NOW)
    assert actions.offer_times(now=NOW) == 0 and queries.free_times("intake", from_day=THURSDAY, days=1)


def test_an_offer_runs_out_and_a_late_click_is_told_so_kindly(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    first, second = waits(), waits(now=NOW + timedelta(minutes=1))
    cancel(visit, clinic)
    stale = offered()[0]
    late = stale.expires_at
    with pytest.raises(Refused, match="no longer kept for you.*You keep your place"):
        actions.take_offer(offer=stale, by=None, now=late)
    assert actions.expire_offers(now=late - timedelta(seconds=1)) == 0
    assert actions.expire_offers(now=late) == 1
    actions.offer_times(now=late)
    assert offered()[0].wish == second
    with pytest.raises(Refused, match="went to the next person"):
        actions.take_offer(offer=stale, by=None, now=late)
    first.refresh_from_db()
    assert first.state == "waiting"


def test_at_night_the_offer_stands_from_the_morning_on(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    waits()
    night = at("23:00", date(2026, 3, 3))
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=night)
    actions.offer_times(now=night)
    assert offered()[0].expires_at == at("10:30", date(2026, 3, 4))


def test_what_begins_too_soon_is_not_offered(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    waits()
    late = at("05:00", THURSDAY)
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=late)
    assert actions.offer_times(now=late) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"weekdays": [0, 1]},
        {"not_before": time(10, 30)},
        {"not_after": time(10, 30)},
        {"until_day": date(2026, 3, 4)},
    ],
)
def test_preferences_are_kept(full: tuple[Clinic, Appointment], facts: dict[str, Any]) -> None:
    clinic, visit = full
    waits(**facts)
    fits = waits(now=NOW + timedelta(minutes=1), weekdays=[3], not_before=time(9), staff=clinic.doctor)
    cancel(visit, clinic)
    assert [each.wish for each in offered()] == [fits]


def test_added_hours_are_offered_too(clinic: Clinic) -> None:
    only_at(clinic, "22:00", "22:30")
    wish = waits()
    clinic.second_doctor.leaves.all().delete()
    assert actions.offer_times(now=NOW) == 1 and offered()[0].wish == wish


def test_only_who_is_cleared_waits_and_is_offered(
    full: tuple[Clinic, Appointment], monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic, visit = full
    with pytest.raises(Refused, match="intake comes first"):
        waits(service="preparation")
    waits()
    closed = Decision.of(Finding(code="not_yet", message="Not yet."))
    monkeypatch.setattr("sojourn.scheduling.actions.offers.gate", lambda *facts: closed)
    cancel(visit, clinic)
    assert offered() == []
    monkeypatch.setattr("sojourn.scheduling.actions.offers.gate", lambda *facts: ALLOWED)
    assert actions.offer_times(now=NOW) == 1


def test_taking_an_earlier_time_moves_the_later_visit(clinic: Clinic) -> None:
    wren = a_user("patient")
    patient = a_patient(user=wren)
    later = clinic.book("intake", at("10:00", date(2026, 3, 12)), patient=patient)
    only_at(clinic, "10:00", "11:00")
    sooner = clinic.book("intake", at("10:00", THURSDAY))
    waits(patient, instead_of=later, by=wren)
    cancel(sooner, clinic)
    moved = actions.take_offer(offer=offered()[0], by=wren, now=NOW)
    assert (moved.pk, moved.starts_at) == (later.pk, at("10:00", THURSDAY))
    assert patient.appointments.count() == 1


def test_waiting_again_keeps_the_turn_and_changes_what_suits(full: tuple[Clinic, Appointment]) -> None:
    patient = a_patient()
    first = waits(patient)
    again = waits(patient, weekdays=[4], now=NOW + timedelta(hours=1))
    assert (again.pk, again.since, again.weekdays) == (first.pk, NOW, [4])


def test_who_stops_waiting_gives_the_time_on(full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    first, second = waits(), waits(now=NOW + timedelta(minutes=1))
    cancel(visit, clinic)
    actions.stop_waiting(wish=first, by=None, now=NOW)
    actions.offer_times(now=NOW)
    assert offered()[0].wish == second
    with pytest.raises(Refused, match="arranged at the front desk"):
        actions.stop_waiting(wish=second, by=a_user("patient"), now=NOW)


def test_a_wish_whose_days_are_past_is_over(full: tuple[Clinic, Appointment]) -> None:
    wish = waits()
    actions.offer_times(now=NOW + timedelta(days=40))
    wish.refresh_from_db()
    assert wish.state == "left"
    with pytest.raises(Refused, match="The last day comes after the first"):
        waits(until_day=date(2026, 3, 1))
    with pytest.raises(Refused, match="waiting list of their own"):
        waits(service="group")


@pytest.fixture
def everything(own_database: str) -> Iterator[tuple[Clinic, Appointment]]:
    clinic = a_clinic()
    only_at(clinic, "10:00", "11:00")
    yield clinic, clinic.book("intake", at("10:00", THURSDAY))


@pytest.mark.slow
def test_a_cancelled_time_is_offered_once_and_many_clicks_book_once(
    everything: tuple[Clinic, Appointment],
) -> None:
    """After the commit, by itself; while others try to book the same time and the job runs beside."""
    clinic, visit = everything
    first = waits()
    for minute in range(3):
        waits(now=NOW + timedelta(minutes=1 + minute))
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    (offer,) = offered()
    assert offer.wish == first

    def one(number: int) -> object:
        if number % 3 == 0:
            return actions.take_offer(offer=offer, by=None, now=NOW)
        if number % 3 == 1:
            return clinic.book("intake", at("10:00", THURSDAY))
        return actions.offer_times(now=NOW)

    told = rush(12, one)
    assert all("just taken" in each for each in told[1::3]) and told[::3] == ["won"] * 4
    assert Appointment.objects.filter(state="booked").count() == 1
    assert TimeOffer.objects.count() == 1 and not Claim.objects.filter(offer__isnull=False).exists()


@pytest.mark.slow
def test_taking_passing_and_running_out_at_once_leave_one_outcome(
    everything: tuple[Clinic, Appointment],
) -> None:
    clinic, visit = everything
    waits(), waits(now=NOW + timedelta(minutes=1))
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    offer = offered()[0]

    def one(number: int) -> object:
        if number % 2:
            return actions.pass_offer(offer=offer, by=None, now=NOW)
        return actions.take_offer(offer=offer, by=None, now=NOW)

    rush(8, one)
    offer.refresh_from_db()
    booked = Appointment.objects.filter(state="booked")
    kept = TimeOffer.objects.filter(outcome="open").count()
    assert offer.outcome in {"taken", "passed"} and booked.count() + kept == 1
    assert booked.count() == (offer.outcome == "taken")
