"""The private check: kind words, and no trace."""

from __future__ import annotations

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.audit.models import Event
from sojourn.faces.website import self_check

ALL_FINE = {
    each.id: next(one.value for one in each.answers if one.outcome == "fine")
    for each in content.pack().self_check.questions
}


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (ALL_FINE, "fine"),
        ({**ALL_FINE, "seizure": "yes"}, "talk"),
        ({**ALL_FINE, "seizure": "yes", "aneurysm": "yes"}, "not_now"),
        ({**ALL_FINE, "age": "no"}, "not_now"),
    ],
)
def test_the_heaviest_answer_speaks(answers: dict[str, str], outcome: str) -> None:
    assert self_check.read(answers).outcome == outcome


def test_a_missing_answer_is_not_a_no() -> None:
    some = dict(list(ALL_FINE.items())[:3])
    result = self_check.read(some)
    assert result.open_questions == len(ALL_FINE) - 3
    assert self_check.read({"age": "made-up"}).is_empty


@pytest.mark.django_db
def test_answers_leave_no_cookie_no_row_no_log_and_no_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = Event.objects.count()
    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("website:could_this_be"), {**ALL_FINE, "aneurysm": "yes"})
    html = answer.content.decode()
    assert content.pack().self_check.outcomes["not_now"].heading in html
    assert not answer.cookies and "Location" not in answer
    assert "no-store" in answer["Cache-Control"]
    assert Session.objects.count() == 0 and Event.objects.count() == before
    assert "aneurysm" not in caplog.text


@pytest.mark.django_db
def test_a_partly_answered_check_promises_nothing(client: Client) -> None:
    html = client.post(reverse("website:could_this_be"), {"age": "yes"}).content.decode()
    assert "not everything is answered" in html
    assert "Nothing is ticked yet" in client.post(reverse("website:could_this_be"), {}).content.decode()
