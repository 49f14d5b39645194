"""What a patient set out to do, in their portal."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from sojourn.treatment import actions
from sojourn.treatment.actions.aims import Mark
from sojourn.treatment.models import CommitmentWord
from tests.billing.test_papers import text_of
from tests.crawling import questions_of
from tests.factories import NOW, a_staff_member, a_user
from tests.portal.people import signed_in, somebody, visiting
from tests.treatment.stage import a_stage, begun
from tests.treatment.test_home_and_notes import go_home, to_recovery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def visit():
    return visiting(somebody(), NOW - timedelta(hours=1), "integration", staff=a_staff_member("therapist"))


@pytest.fixture
def walk(visit):
    by = visit.staff.user
    due_on = (NOW + timedelta(days=6)).date()
    return actions.agree(appointment=visit, text="A walk each morning", due_on=due_on, by=by, now=NOW)


@pytest.fixture
def browser(visit):
    return signed_in(visit.patient)


def word_of(walk):
    return reverse("portal:aims_word", args=[walk.pk])


def test_they_see_what_was_agreed_and_say_how_it_went(browser, walk, visit):
    goal = actions.set_goal(appointment=visit, text="Sleep through", by=visit.staff.user, now=NOW)
    mark = Mark(goal=goal, near=4)
    actions.mark_goal(appointment=visit, mark=mark, by=visit.staff.user, now=NOW)
    shown = browser.get(reverse("portal:aims")).text
    assert "By Sunday 8 March, in 6 days." in shown and "Sleep through" in shown and "4 of 10" in shown
    assert "A walk each morning" in browser.get(reverse("portal:next_step")).text
    told = {"outcome": "done", "words": "Easier than I thought.", "client_id": str(uuid4())}
    for _ in range(2):
        assert browser.post(word_of(walk), told).url == reverse("portal:aims")
    assert CommitmentWord.objects.get().words == "Easier than I thought."
    assert "Behind you" in browser.get(reverse("portal:aims")).text
    assert "A walk each morning" not in browser.get(reverse("portal:next_step")).text


def test_a_day_that_passed_is_asked_about_and_not_scolded(visit, walk, clock):
    clock.move_to(NOW + timedelta(days=9))
    shown = signed_in(visit.patient).get(reverse("portal:aims")).text
    assert "Was for Sunday 8 March. How did it go?" in shown and "overdue" not in shown.lower()


@pytest.mark.parametrize("outcome", ["", "withdrawn", "banana"])
def test_only_the_answers_shown_are_taken(browser, walk, outcome):
    answer = browser.post(word_of(walk), {"outcome": outcome, "words": "It rained."})
    assert answer.status_code == 422 and "It rained." in answer.text
    assert not CommitmentWord.objects.exists()


def test_somebody_elses_is_nowhere_to_be_found(walk):
    stranger = signed_in(somebody())
    assert stranger.get(word_of(walk)).status_code == 404
    assert stranger.post(word_of(walk), {"outcome": "done"}).status_code == 404


def test_what_was_taken_back_is_gone(browser, walk, visit):
    facts = {"outcome": "withdrawn", "words": "A slip.", "by": visit.staff.user, "now": NOW}
    actions.say_how_it_went(commitment=walk, **facts)
    assert browser.get(word_of(walk)).status_code == 404
    assert "A walk" not in browser.get(reverse("portal:aims")).text


def test_many_ask_no_more_than_one(browser, walk, visit):
    _, few = questions_of(browser, reverse("portal:aims"))
    for number in range(4):
        facts = {"by": visit.staff.user, "now": NOW}
        made = actions.agree(appointment=visit, text=f"Line {number}", due_on=walk.due_on, **facts)
        actions.say_how_it_went(commitment=made, outcome="not_yet", words="", **facts)
        actions.set_goal(appointment=visit, text=f"Goal {number}", **facts)
    _, many = questions_of(browser, reverse("portal:aims"))
    assert len(many) == len(few) <= 12
    _, first = questions_of(browser, reverse("portal:next_step"))
    assert len(first) <= 12


@pytest.fixture
def running():
    stage = a_stage()
    begun(stage)
    return stage


def test_the_way_home_on_paper(running, tmp_path):
    to_recovery(running)
    go_home(running)
    running.patient.user = a_user("patient")
    running.patient.save()
    browser = signed_in(running.patient)
    page = browser.get(reverse("portal:documents_going_home", args=[running.session.pk]))
    pdf = reverse("portal:documents_going_home_pdf", args=[running.session.pk])
    assert pdf in page.text
    told = " ".join(text_of(browser.get(pdf).content, tmp_path).split())
    for words in ("No driving", "go to bed early", "bladder", "headache", "When to call", "Rosa H."):
        assert words in told, words
    assert signed_in(somebody()).get(pdf).status_code == 404
