"""Pages of preparation and integration visits, of process notes, and of going home with the next visit in hand."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from sojourn import content
from sojourn.accounts.roles import Role
from sojourn.scheduling.actions.questionnaires import ask_what_is_due
from sojourn.scheduling.models import Appointment
from sojourn.treatment import actions
from sojourn.treatment.models import Commitment, CommitmentWord, Goal, GoalMark, ProcessNote, VisitNote
from tests.billing.test_papers import text_of
from tests.crawling import questions_of
from tests.factories import NOW, a_staff_member
from tests.portal.people import somebody, visiting
from tests.treatment.stage import after, begun, dose, readings

pytestmark = pytest.mark.django_db
BY_SUNDAY = (NOW + timedelta(days=6)).date()
MET = {each.code: "on" for each in content.library().discharge.criteria}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def visit():
    return visiting(somebody(), NOW - timedelta(hours=1), "integration", staff=a_staff_member(Role.THERAPIST))


@pytest.fixture
def page(visit):
    return reverse("workspace:note", args=[visit.pk])


@pytest.fixture
def therapist(client, visit):
    client.force_login(visit.staff.user)
    return client


def times():
    return {"started_at": "2026-03-02T08:00", "ended_at": "2026-03-02T08:50"}


def test_a_visit_is_kept_in_one_form_and_signed(therapist, page, visit, tmp_path):
    therapist.post(page, {"do": "begin"})
    lines = {"text_0": "A walk each morning", "due_0": f"{BY_SUNDAY}", "goal": "Sleep through"}
    typed = {"themes": "An open house.", "client_id": str(uuid4()), **times(), **lines}
    for _ in range(2):
        assert therapist.post(page, {"do": "save", **typed}).status_code == 302
    walk, goal = Commitment.objects.get(), Goal.objects.get()
    answer, asked = questions_of(therapist, page)
    assert len(asked) <= 12, asked
    shown = answer.text
    assert "A walk each morning" in shown and f"near_{goal.pk}" in shown
    again = {f"near_{goal.pk}": "4", f"said_{walk.pk}": "partly", f"saying_{walk.pk}": "Four days."}
    answer = therapist.post(page, {"do": "sign", "themes": "An open house.", **times(), **again})
    assert answer.status_code == 302
    assert GoalMark.objects.get().near == 4 and CommitmentWord.objects.get().outcome == "partly"
    signed = therapist.get(page).text
    assert "Agreed in this visit" in signed and "Sleep through: 4 of 10." in signed and "50 minutes" in signed
    paper = therapist.get(reverse("workspace:note_paper", args=[visit.pk]))
    assert "Agreed in this visit" in text_of(paper.content, tmp_path)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text_1": "A walk"}, "a commitment has a day"),
        ({"due_1": "2026-03-08"}, "Write what they will do"),
        ({"text_1": "A walk", "due_1": "2026-03-01"}, "not a day within the coming year"),
        ({"text_1": "A walk", "due_1": "soon"}, "we cannot read it"),
    ],
)
def test_what_is_refused_stays_typed(therapist, page, typed, sentence):
    therapist.post(page, {"do": "begin"})
    answer = therapist.post(page, {"do": "save", "themes": "An open house.", **times(), **typed})
    assert answer.status_code == 422
    assert sentence in answer.text and "An open house." in answer.text
    assert not Commitment.objects.exists() and VisitNote.objects.get().sections["themes"] == ""


def test_a_goal_is_marked_with_a_number_that_can_be(therapist, page, visit):
    goal = actions.set_goal(appointment=visit, text="Sing", by=visit.staff.user, now=NOW)
    therapist.post(page, {"do": "begin"})
    answer = therapist.post(page, {"do": "save", **times(), f"near_{goal.pk}": "11"})
    assert answer.status_code == 422 and "Between 0 and 10" in answer.text


def test_process_notes_open_for_their_author_alone(client, therapist, visit):
    page = reverse("workspace:process_notes", args=[visit.pk])
    assert therapist.post(page, {"text": "I disliked it.", "client_id": str(uuid4())}).status_code == 302
    assert "I disliked it." in therapist.get(page).text
    assert therapist.post(page, {"text": " "}).status_code == 422
    colleague = a_staff_member(Role.PROVIDER).user
    client.force_login(colleague)
    assert "I disliked it." not in client.get(page).text
    assert "I disliked it." not in client.get(reverse("workspace:note", args=[visit.pk])).text
    assert ProcessNote.objects.count() == 1


@pytest.mark.parametrize("role", [Role.NURSE, Role.FRONT_DESK, Role.OWNER])
def test_who_keeps_none_does_not_enter(client, visit, role):
    client.force_login(a_staff_member(role).user)
    assert client.get(reverse("workspace:process_notes", args=[visit.pk])).status_code == 403


def in_recovery(stage):
    begun(stage)
    dose(stage)
    for minute, phase in ((70, "integrate"), (110, "recovery")):
        actions.move_phase(session=stage.session, phase=phase, by=stage.nurse, now=after(minute))
    readings(stage, minute=112, point="+90")
    return reverse("workspace:session_home", args=[stage.session.pk])


@pytest.fixture
def home(client, stage, clock):
    a_staff_member(Role.THERAPIST)
    client.force_login(stage.nurse)
    page = in_recovery(stage)
    clock.move_to(after(131))
    return page


@pytest.fixture
def stage():
    from tests.treatment.stage import a_stage

    return a_stage()


def times_on(page):
    """The times offered for the next visit, as the form sends them."""
    return re.findall(r'name="next_visit" value="([^"]+)"', page.text)


def test_going_home_books_the_visit_that_belongs_after_it(client, stage, home):
    shown, asked = questions_of(client, home)
    assert "Day-after check" in shown.text and "Where it began" in shown.text
    assert len(asked) <= 12, asked
    offered = times_on(shown)
    assert len(offered) == 3
    without = {code: tick for code, tick in MET.items() if code != "next_visit_booked"}
    posted = {**without, "escort_name": "Rosa H.", "next_visit": offered[0], "client_id": str(uuid4())}
    assert client.post(home, posted).status_code == 302
    booked = Appointment.objects.get(service="integration")
    stage.session.refresh_from_db()
    assert stage.session.discharge.criteria["next_visit_booked"]["met"]
    assert content.pack().services["integration"].name in stage.session.discharge.instructions
    assert booked.patient == stage.patient


def test_a_refusal_books_nothing(client, stage, home):
    offered = times_on(client.get(home))
    answer = client.post(home, {**MET, "escort_name": "", "next_visit": offered[0]})
    assert answer.status_code == 422 and "Nobody leaves alone" in answer.text
    assert not Appointment.objects.filter(service="integration").exists()
    forged = {**MET, "escort_name": "Rosa H.", "next_visit": "2026-03-02T00:00:00+00:00|x|y"}
    answer = client.post(home, forged)
    assert answer.status_code == 422 and "no longer offered" in answer.text


def test_too_early_is_said_before_anybody_tries(client, stage, clock):
    client.force_login(stage.nurse)
    page = in_recovery(stage)
    clock.move_to(after(120))
    assert "Home from 12:10 pm at the earliest" in client.get(page).text


def test_how_old_the_readings_are_and_what_was_not_taken_stands_on_the_page(client, stage, home, clock):
    page = client.get(home).text
    assert "19 minutes ago</b>" in page and "Read 19 minutes ago." in page
    assert re.findall(r"(\+\d+) at \d", page) == ["+10", "+20", "+30", "+40", "+60", "+120"]
    clock.move_to(after(150))
    assert "Read 38 minutes ago, 30 minutes at most." in client.get(home).text
    answer = client.post(home, {**MET, "escort_name": "Rosa H."})
    assert answer.status_code == 422 and "Read again and tick it" in answer.text
    reasons = {f"why_{code}": "Seen." for code in ("vitals_near_baseline", "oxygen", "awake")}
    assert client.post(home, {**MET, **reasons, "escort_name": "Rosa H."}).status_code == 302


def test_the_instructions_are_read_beside_their_tick_before_anybody_goes(client, stage, home, tmp_path):
    paper = reverse("workspace:session_instructions", args=[stage.session.pk])
    assert re.search(rf'instructions_given.*?<a href="{paper}"', client.get(home).text, re.S)
    shown = client.get(paper)
    assert shown["Content-Type"] == "application/pdf" and shown.content.startswith(b"%PDF")
    assert "Rosa H." in text_of(shown.content, tmp_path)
    stage.session.refresh_from_db()
    assert stage.session.ended_at is None and not hasattr(stage.session, "discharge")


def test_there_are_no_instructions_before_the_session_has_begun(client, stage):
    client.force_login(stage.nurse)
    session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=NOW)
    assert client.get(reverse("workspace:session_instructions", args=[session.pk])).status_code == 404


def test_the_day_after_is_asked_the_day_after_and_once(client, stage, home):
    form = stage.patient.intake
    form.submitted_at = NOW
    form.save()
    client.post(home, {**MET, "escort_name": "Rosa H."})
    asked = stage.patient.assignments.filter(instrument="day-after")
    ask_what_is_due(now=after(200))
    assert not asked.exists()
    for hours in (24, 30, 48):
        ask_what_is_due(now=after(hours * 60))
    assert asked.count() == 1


def test_the_intention_is_written_at_the_door(client, stage):
    client.force_login(stage.nurse)
    session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=NOW)
    page, keep = (
        reverse(f"workspace:{name}", args=[session.pk]) for name in ("session", "session_intention")
    )
    assert client.post(keep, {"intention": "To let it be quiet."}).status_code == 302
    assert "To let it be quiet." in client.get(page).text
    answer = client.post(keep, {"intention": "a" * 1001})
    assert answer.status_code == 422 and "At most 1000" in answer.text
