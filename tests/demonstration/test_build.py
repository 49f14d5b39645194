"""What somebody finds who starts the demo."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from sojourn.audit.queries import verify
from sojourn.billing.models import Payment, Superbill
from sojourn.billing.queries import behind
from sojourn.billing.queries.plans import everybody_on_a_plan
from sojourn.clinic.queries import local_day
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.demonstration import DemoSummary
from sojourn.intake.models import IntakeForm, Medication
from sojourn.measures import queries as measures
from sojourn.measures.models import SafetyAlert
from sojourn.outcomes.queries import clinic_summary
from sojourn.people.models import Patient
from sojourn.people.queries import open_enquiries, unread_by_clinic
from sojourn.pharmacy import queries as register
from sojourn.pharmacy.models import RegisterEntry
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import day_board, groups_ahead
from sojourn.scheduling.states import AppointmentState
from sojourn.screening.letter_queries import clearances_waiting, letters_of, letters_without_an_answer
from sojourn.screening.models import EligibilityDecision
from sojourn.timeline.queries import inbox, stages_of
from sojourn.timeline.rules import Stage
from sojourn.treatment.models import RescueGiven, Session
from sojourn.treatment.queries import board, chart_of, readiness
from tests.demonstration.moments import MIDDAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("demo"),
    pytest.mark.xdist_group("demonstration"),
]
TODAY = local_day(MIDDAY)


def _named(first: str, last: str) -> Patient:
    return Patient.objects.get(first_name=first, last_name=last)


def test_every_role_has_somebody_to_be_and_their_password_opens_the_door(demo: DemoSummary) -> None:
    assert {person.role for person in demo.people} == set(Role)
    staff = Counter(person.role for person in demo.people if person.role != Role.PATIENT)
    assert staff == {"provider": 2, "nurse": 2, "therapist": 2, "front_desk": 1, "owner": 1}
    for person in demo.people:
        assert User.objects.get(email=person.email).check_password(person.password), person.email
        assert person.note


def test_no_story_was_refused(demo: DemoSummary) -> None:
    assert demo.counts["stories cut short"] == 0


def test_sixty_people_stand_at_every_stage() -> None:
    people = list(Patient.objects.values_list("pk", flat=True))
    assert len(people) >= 60
    stages = Counter(stages_of(people).values())
    assert set(stages) == set(Stage)
    assert IntakeForm.objects.filter(submitted_at__isnull=True).count() >= 5
    assert IntakeForm.objects.filter(submitted_at__isnull=False, reviewed_at__isnull=True).count() >= 2
    outcomes = Counter(EligibilityDecision.objects.values_list("outcome", flat=True))
    assert outcomes["declined"] >= 3 and outcomes["not_now"] >= 3 and outcomes["eligible"] >= 35


def test_nobody_is_real_and_everybody_is_of_age() -> None:
    for patient in Patient.objects.all():
        assert patient.email.endswith("@example.com")
        assert patient.phone.startswith("+1 503-555-01")
        assert TODAY.year - patient.birth_date.year >= 18


@pytest.mark.parametrize(("instrument", "before", "now"), [("phq-9", 16, 10), ("gad-7", 14, 7)])
def test_scores_move_as_in_published_cohorts(instrument: str, before: int, now: int) -> None:
    found = next(each for each in clinic_summary() if each.instrument == instrument)
    assert found.patients >= 20
    assert abs(found.baseline_median - before) <= 1 and abs(found.latest_median - now) <= 1
    assert found.responded < found.patients, "some do not respond"


def test_one_person_got_worse() -> None:
    assert next(each for each in clinic_summary() if each.instrument == "phq-9").worsened == 1


def test_one_alert_is_open_for_44_minutes_and_one_is_closed() -> None:
    (alert,) = measures.open_alerts()
    assert (alert.patient.name, alert.state) == ("Perrin Oakes", SafetyAlert.State.OPEN)
    assert MIDDAY - alert.raised_at == timedelta(minutes=44)
    assert alert.assignment.submitted_at is None
    (closed,) = SafetyAlert.objects.filter(state=SafetyAlert.State.CLOSED)
    assert [entry.kind for entry in closed.entries.all()] == ["taken", "contact", "closed"]


def test_wren_is_in_session_five_of_eight_right_now() -> None:
    wren = _named("Wren", "Halloway")
    done = wren.appointments.filter(service="session", state=AppointmentState.DONE).count()
    assert (done, wren.appointments.filter(service="session").count()) == (4, 8)
    chart = chart_of(Session.objects.get(patient=wren, ended_at=None), MIDDAY)
    assert chart.doses and len(chart.vitals) >= 3
    assert "lamotrigine" in wren.medications.get(as_written__startswith="lamo").ingredients
    totals = [score.total for score in measures.scores_of(wren)["phq-9"]]
    assert totals[0] == 20 and totals == sorted(totals, reverse=True)


def test_a_neurologist_answered_and_a_cardiologist_still_has_time() -> None:
    answered, waiting = _named("Wren", "Halloway"), _named("Odile", "Quist")
    (letter,) = letters_of(answered)
    assert letter.member.contact_consent.allowed and letter.medication.as_written == "lamotrigine 150 mg"
    assert [each.outcome for each in letter.answers.all()] == ["adjusts"]
    assert [each.patient for each in letters_without_an_answer()] == [waiting]
    (clearance,) = clearances_waiting()
    assert clearance.resolution.patient == waiting and clearance.due_on > TODAY
    assert "Dr Osric Penhallow" in clearance.asked_of


def test_today_is_full_and_some_of_it_lies_behind_some_ahead() -> None:
    visits = [visit for row in day_board(TODAY) for visit in row.visits]
    states = Counter(visit.state for visit in visits)
    assert len(visits) >= 6
    assert states["done"] and states["in_room"] and states["booked"]
    assert any(each.points for each in board(MIDDAY))
    week = Appointment.objects.filter(starts_at__gte=MIDDAY, starts_at__lt=MIDDAY + timedelta(days=21))
    assert week.count() >= 30


def test_every_dose_rose_to_its_peak_at_forty_minutes_and_stayed_in_the_range() -> None:
    charts = [chart_of(each, MIDDAY) for each in Session.objects.filter(ended_at__isnull=False)[:40]]
    peaks = Counter()
    for chart in charts:
        highest = max(chart.vitals, key=lambda each: each.systolic)
        peaks[highest.point] += 1
        assert all(0.3 <= float(dose.mg_per_kg) <= 1.0 for dose in chart.doses)
    assert peaks["+40"] + peaks["+30"] >= 0.85 * len(charts)
    assert RescueGiven.objects.filter(medicine="Ondansetron").exists()


def test_readiness_of_a_running_session_was_complete() -> None:
    session = Session.objects.filter(started_at__isnull=False, ended_at__isnull=False).latest("started_at")
    assert all(
        point.state.is_ready or point.code == "order" for point in readiness(session, session.started_at)
    )


def test_the_group_tomorrow_has_five_of_six_seats_taken_at_sliding_prices() -> None:
    (standing,) = groups_ahead(MIDDAY)
    assert (standing.taken, len(standing.seats), len(standing.waiting)) == (5, 6, 0)
    assert local_day(standing.group.starts_at) == TODAY + timedelta(days=1)
    prices = {seat.agreed_cents for seat in standing.seats if seat.patient_id}
    assert len(prices) > 1 and min(prices) >= 18000 and max(prices) <= 22000
    last = Session.objects.filter(appointment__service="group", ended_at__isnull=False)
    assert last.count() >= 4 and not last.filter(discharge=None).exists()


def test_the_register_goes_from_vial_to_vein_with_a_waste_before_a_witness() -> None:
    kinds = Counter(RegisterEntry.objects.values_list("kind", flat=True))
    assert kinds["received"] >= 8 and kinds["given"] >= 90 and kinds["wasted"] >= 2 and kinds["counted"] >= 10
    assert RegisterEntry.objects.filter(kind="wasted", signature__isnull=False).count() >= 1
    assert [each.reason for each in register.unsigned_waste()] == ["Drawn up, session called off at the door"]
    assert register.last_inventory().signature.by.name == "Piers Okafor"


def test_money_comes_by_every_way_one_plan_is_behind_and_one_on_time() -> None:
    assert set(Payment.objects.values_list("method", flat=True)) == {"card", "cash", "venmo", "hsa", "fsa"}
    assert [each.patient.name for each in behind(TODAY)] == ["Cosmo Iyer"]
    on_time = [each.patient.name for each in everybody_on_a_plan(TODAY) if not each.state.is_behind]
    assert on_time == ["Linnea Ash"]
    assert Superbill.objects.count() >= 10


def test_work_waits_in_the_inbox() -> None:
    provider = User.objects.get(email="imogen.sorrel@clinic.example")
    piles = inbox(provider, now=MIDDAY)
    assert piles.alerts and piles.intakes and piles.notes and piles.messages and piles.enquiries
    assert [line.as_written for line in piles.unchecked] == ["Night Calm herbs"]
    assert unread_by_clinic().count() >= 3 and open_enquiries().count() == 2
    assert {"theophylline", "gabapentin", "clonazepam"} <= {
        name for line in Medication.objects.all() for name in line.ingredients
    }


def test_letters_of_the_past_were_sent_then_and_only_the_last_days_still_go() -> None:
    waiting = OutboundMessage.objects.filter(state=MessageState.QUEUED, not_before__lte=MIDDAY)
    assert 0 < waiting.count() < 120
    assert OutboundMessage.objects.filter(state=MessageState.SENT).count() > 300


def test_the_trail_holds() -> None:
    assert verify().intact
