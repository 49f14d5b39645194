"""Booking, moving, cancelling and the day itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from sojourn.audit.models import Event
from sojourn.clinic.actions import add_leave
from sojourn.clinic.models import ServicePrice
from sojourn.comms.models import OutboundMessage
from sojourn.content import pack
from sojourn.core.decisions import Decision, Finding, Refused
from sojourn.core.ids import new_id
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment, Claim
from sojourn.scheduling.queries.gates import prerequisite, prerequisites
from sojourn.scheduling.states import AppointmentState as State
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import TUESDAY, Clinic, at, ready, seen_by_a_doctor

pytestmark = pytest.mark.django_db


def test_a_booking_claims_provider_room_and_patient_with_turnover(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    assert visit.claims.filter(resource=visit.staff_id).count() == 6
    assert visit.claims.filter(resource=visit.room_id).count() == 6
    assert visit.claims.filter(resource=visit.patient_id).count() == 5
    assert visit.ends_at == at("10:50")
    assert visit.price_cents == pack().services["intake"].price_low_cents
    assert [each.move for each in queries.history_of(visit)] == ["book"]
    assert Event.objects.get(kind="appointment.booked").patient_id == str(visit.patient_id)


def test_the_confirmation_says_when_and_where_but_not_what_for(clinic: Clinic) -> None:
    clinic.book("intake", at("10:00"))
    message = OutboundMessage.objects.get(template="booking-confirmed")
    assert "Tuesday 3 March" in message.text and "10:00 am" in message.text
    assert "DTSTART:20260303T180000Z" in message.calendar
    said = (message.text + message.subject + message.calendar).lower()
    assert not [word for word in (*pack().policies.private_words, "intake") if word in said]


def test_a_double_click_books_once(clinic: Clinic) -> None:
    patient, number = a_patient(), new_id()
    first = clinic.book(patient=patient, client_id=number)
    assert clinic.book(patient=patient, client_id=number) == first
    assert Appointment.objects.count() == 1 and OutboundMessage.objects.count() == 1


def test_the_loser_hears_of_the_nearest_free_times(clinic: Clinic) -> None:
    clinic.book("intake", at("10:00"))
    with pytest.raises(Refused, match="That time was just taken. Still free: .*11:00 am"):
        clinic.book("intake", at("10:00"), room=clinic.room("willow"))
    assert Appointment.objects.count() == 1


def test_turnover_is_kept_free(clinic: Clinic) -> None:
    clinic.book("intake", at("10:00"))
    with pytest.raises(Refused, match="just taken"):
        clinic.book("intake", at("10:50"), staff=clinic.second_doctor)
    assert clinic.book("intake", at("11:00"))


def test_a_patient_is_in_one_place(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    with pytest.raises(Refused, match="another visit at that time"):
        clinic.book(
            "intake",
            at("10:20"),
            patient=visit.patient,
            staff=clinic.second_doctor,
            room=clinic.room("willow"),
        )


@pytest.mark.parametrize(
    ("service", "clock", "why"),
    [
        ("session", "15:00", "does not work|not open for the whole"),
        ("intake", "07:00", "not open for the whole"),
        ("intake", "10:05", "every 10 minutes"),
    ],
)
def test_times_that_cannot_be(clinic: Clinic, service: str, clock: str, why: str) -> None:
    patient = seen_by_a_doctor(clinic)
    with pytest.raises(Refused, match=why):
        clinic.book(service, at(clock), patient=patient)


def test_leave_and_holidays_are_kept_free(clinic: Clinic) -> None:
    add_leave(
        staff=clinic.doctor,
        starts_at=at("12:00"),
        ends_at=at("23:00"),
        reason="",
        by=None,
        now=NOW,
    )
    with pytest.raises(Refused, match="does not work"):
        clinic.book("intake", at("13:00"))
    with pytest.raises(Refused, match="not open"):
        clinic.book("intake", at("10:00", date(2026, 5, 25)))
    free = queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor)
    assert free[-1].starts_at == at("11:00")


def test_the_wrong_room_and_the_wrong_person(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="not a room for this visit"):
        clinic.book("intake", room=clinic.room("alder"))
    with pytest.raises(Refused, match="does not lead"):
        clinic.book("intake", staff=clinic.therapist)


def test_gates_stay_closed_with_every_reason(clinic: Clinic) -> None:
    patient = seen_by_a_doctor(clinic)
    decision = queries.gate(patient, "session", NOW)
    assert "no_prescription" in [each.code for each in decision.blocking]
    assert len(decision.blocking) >= 3
    with pytest.raises(Refused, match="prescription"):
        clinic.book("session", at("09:00"), patient=patient, gate=None)
    closed = Decision.of(Finding(code="not_yet", message="Not yet, dear."))
    with pytest.raises(Refused, match="Not yet, dear"):
        clinic.book("intake", at("09:00"), patient=patient, gate=closed)


def test_what_comes_first(clinic: Clinic) -> None:
    patient = a_patient()
    with pytest.raises(Refused, match="Medical and psychiatric intake comes first"):
        clinic.book("preparation", at("14:00"), patient=patient)
    clinic.book("intake", at("10:00"), patient=patient)
    assert clinic.book("preparation", at("14:00"), patient=patient)
    assert not prerequisite(patient, "preparation", at("09:00")).allowed


def test_patients_need_notice_and_strangers_book_only_the_intake(clinic: Clinic) -> None:
    wren = a_user("patient")
    patient = a_patient(user=wren)
    with pytest.raises(Refused, match="at least 24 hours"):
        clinic.book("intake", at("15:00", date(2026, 3, 2)), patient=patient, by=wren)
    assert clinic.book("intake", at("09:00"), by=None)
    with pytest.raises(Refused, match="together with the office"):
        clinic.book("preparation", at("14:00"), patient=patient, by=None)


def test_free_times_are_those_that_can_be_booked(clinic: Clinic) -> None:
    clinic.book("intake", at("10:00"))
    free = queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor)
    starts = [each.starts_at for each in free]
    assert at("10:00") not in starts and at("10:30") not in starts
    assert starts[0] == at("08:30") and free[-1].ends_at == at("17:20")
    for each in free[::4]:
        clinic.book("intake", each.starts_at, staff=each.staff, room=each.room)


def test_free_times_take_few_queries(clinic: Clinic, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(6):
        queries.free_times("session", from_day=TUESDAY, days=30)


def test_moving_gives_the_old_time_back_and_keeps_the_price(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    ServicePrice.objects.create(
        service="intake", low_cents=99900, high_cents=99900, from_date=TUESDAY, noted_at=NOW
    )
    moved = actions.move(
        appointment=visit,
        staff=clinic.second_doctor,
        room=clinic.room("willow"),
        starts_at=at("13:00"),
        reason="Rain",
        by=clinic.desk,
        now=NOW,
    )
    assert (moved.starts_at, moved.ends_at, moved.price_cents) == (
        at("13:00"),
        at("13:50"),
        visit.price_cents,
    )
    assert Claim.objects.filter(appointment=visit).count() == 17
    assert clinic.book("intake", at("10:00"))
    assert [each.move for each in queries.history_of(visit)] == ["book", "move"]
    assert OutboundMessage.objects.filter(template="booking-moved").count() == 1


def test_a_move_onto_a_taken_time_changes_nothing(clinic: Clinic) -> None:
    clinic.book("intake", at("13:00"))
    visit = clinic.book("intake", at("10:00"))
    with pytest.raises(Refused, match="just taken"):
        actions.move(
            appointment=visit,
            staff=clinic.doctor,
            room=clinic.room("fern"),
            starts_at=at("13:00"),
            reason="",
            by=clinic.desk,
            now=NOW,
        )
    visit.refresh_from_db()
    assert visit.starts_at == at("10:00") and visit.claims.count() == 17


def test_patients_move_in_good_time_only_and_never_others_visits(clinic: Clinic) -> None:
    wren, stranger = a_user("patient"), a_user("patient")
    visit = clinic.book("intake", at("10:00"), patient=a_patient(user=wren))
    wish = {
        "staff": clinic.doctor,
        "room": clinic.room("fern"),
        "starts_at": at("10:00", date(2026, 3, 5)),
        "reason": "",
    }
    with pytest.raises(Refused, match="Please call us"):
        actions.move(appointment=visit, by=wren, now=at("11:00", date(2026, 3, 2)), **wish)
    with pytest.raises(Refused, match="not yours"):
        actions.move(appointment=visit, by=stranger, now=NOW, **wish)
    assert (
        actions.move(appointment=visit, by=wren, now=NOW, cause="other", **wish).starts_at
        == wish["starts_at"]
    )


def test_cancelling_gives_the_time_back_and_takes_the_follow_up_along(clinic: Clinic) -> None:
    patient = seen_by_a_doctor(clinic)
    session = clinic.book("session", at("09:00"), patient=patient)
    after = clinic.book("integration", at("10:00", date(2026, 3, 4)), patient=patient, follows=session)
    actions.cancel(appointment=session, reason="illness", by=clinic.desk, now=NOW)
    after.refresh_from_db()
    assert after.state == State.CANCELLED and not Claim.objects.filter(appointment=session).exists()
    assert clinic.book("session", at("09:00"), patient=patient)
    assert OutboundMessage.objects.filter(template="booking-cancelled").count() == 1


def test_cancelling_needs_a_word_and_happens_once(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    with pytest.raises(Refused, match="say in a word why"):
        actions.cancel(appointment=visit, reason=" ", by=clinic.desk, now=NOW)
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="it is cancelled"):
        actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)


def test_a_late_cancellation_is_noted_as_late(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    actions.cancel(appointment=visit, reason="bereavement", by=clinic.desk, now=at("09:00"))
    assert Event.objects.get(kind="appointment.cancelled").data["is_late"] is True


def test_the_day_arrive_begin_finish(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    with pytest.raises(Refused, match="Tuesday 3 March, 10:00 am, not today"):
        actions.arrive(appointment=visit, by=clinic.desk, now=NOW)
    with pytest.raises(Refused, match="Only somebody who is here"):
        actions.begin(appointment=visit, by=clinic.desk, now=at("10:00"))
    actions.arrive(appointment=visit, by=clinic.desk, now=at("09:50"))
    actions.arrive(appointment=visit, by=clinic.desk, now=at("09:52"))
    actions.begin(appointment=visit, by=clinic.doctor.user, now=at("10:01"))
    done = actions.finish(appointment=visit, by=clinic.doctor.user, now=at("10:52"))
    assert (done.state, done.arrived_at) == (State.DONE, at("09:50"))
    assert [each.move for each in queries.history_of(visit)] == ["book", "arrive", "begin", "finish"]
    with pytest.raises(Refused, match="This one is done"):
        actions.miss(appointment=visit, by=clinic.desk, now=at("11:00"))


def test_nobody_is_missed_before_their_time(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    with pytest.raises(Refused, match="may still come"):
        actions.miss(appointment=visit, by=clinic.desk, now=at("09:59"))
    assert actions.miss(appointment=visit, by=clinic.desk, now=at("10:20")).state == State.NO_SHOW


def test_reminders_go_once_each_and_follow_a_move(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00", date(2026, 3, 20)))

    def reminders(now: datetime) -> int:
        actions.remind(now=now)
        return OutboundMessage.objects.filter(template="visit-reminder").count()

    starts = visit.starts_at
    assert reminders(starts - timedelta(hours=169)) == 0
    assert reminders(starts - timedelta(hours=168)) == 1
    assert reminders(starts - timedelta(hours=160)) == 1
    assert reminders(starts - timedelta(hours=48)) == 2
    assert reminders(starts - timedelta(hours=20)) == 3
    assert reminders(starts + timedelta(hours=1)) == 3


def test_a_course_is_proposed_adjusted_and_booked_whole(clinic: Clinic) -> None:
    patient = seen_by_a_doctor(clinic)
    proposal = queries.propose_course(patient, _plan(patient, clinic), from_day=TUESDAY, after=NOW)
    assert [each.service for each in proposal.visits].count("session") == 4 and not proposal.missing
    with pytest.raises(Refused):
        actions.book_course(patient=patient, visits=proposal.visits, by=clinic.desk, now=NOW)
    open_ones = [each for each in proposal.visits if each.service == "preparation"]
    booked = actions.book_course(patient=patient, visits=open_ones, by=clinic.desk, now=NOW)
    assert len(booked) == 1


def test_in_a_course_too_what_must_come_first_comes_first(clinic: Clinic) -> None:
    patient = seen_by_a_doctor(clinic)
    proposal = queries.propose_course(patient, _plan(patient, clinic), from_day=TUESDAY, after=NOW)
    talk = next(each for each in proposal.visits if each.service == "integration")
    with pytest.raises(Refused, match="one to one comes first"):
        actions.book_course(patient=patient, visits=[replace(talk, follows=None)], by=clinic.desk, now=NOW)
    before, after = talk.starts_at - timedelta(days=1), talk.starts_at + timedelta(days=1)
    wished = [("integration", talk.starts_at), ("integration", talk.starts_at + timedelta(hours=1))]
    assert prerequisites(patient, [*wished, ("session", before)]).allowed
    (found,) = prerequisites(patient, [*wished, ("session", after)]).findings
    assert found.code == "needs_session", "said once, however many visits lack it"


def test_an_accepted_course_is_booked_whole_or_not_at_all(clinic: Clinic) -> None:
    patient = ready(clinic)
    plan = _plan(patient, clinic)
    plan.save()
    visits = queries.propose_course(patient, plan, from_day=TUESDAY, after=NOW).visits
    clash = clinic.book(
        "session", visits[-2].starts_at, patient=seen_by_another(clinic), staff=visits[-2].staff
    )
    before = Appointment.objects.count()
    with pytest.raises(Refused, match="One of these times was just taken"):
        actions.book_course(patient=patient, visits=visits, by=clinic.desk, now=NOW)
    assert Appointment.objects.count() == before

    actions.cancel(appointment=clash, reason="moved", by=clinic.desk, now=NOW)
    number = new_id()
    booked = actions.book_course(patient=patient, visits=visits, by=clinic.desk, now=NOW, client_id=number)
    again = actions.book_course(patient=patient, visits=visits, by=clinic.desk, now=NOW, client_id=number)
    assert len(booked) == len(again) == 9
    with pytest.raises(Refused, match="4 of them are booked"):
        actions.book_course(patient=patient, visits=visits, by=clinic.desk, now=NOW)
    assert queries.propose_course(patient, plan, from_day=TUESDAY, after=NOW).visits == ()
    integrations = [each for each in booked if each.service == "integration"]
    assert all(1 <= (each.starts_at - each.follows.starts_at).days <= 3 for each in integrations)
    assert OutboundMessage.objects.get(once=f"booking-confirmed:{number}").calendar.count("BEGIN:VEVENT") == 9


def seen_by_another(clinic: Clinic):  # type: ignore[no-untyped-def]
    visit = clinic.book(starts_at=NOW, staff=clinic.second_doctor, room=clinic.room("willow"))
    return visit.patient


def _plan(patient, clinic: Clinic):  # type: ignore[no-untyped-def]
    from sojourn.prescribing.models import PlanRevision

    return PlanRevision(
        patient=patient,
        number=1,
        kind="series",
        sessions=4,
        per_week=1,
        preparation_visits=1,
        integration_after_each=True,
        reason="A usual start.",
        by=clinic.doctor.user,
        at=NOW,
    )
