"""How often one network may try: passwords, questions, first visits."""

import pytest
from django.urls import reverse

from sojourn.core.ids import new_id
from sojourn.people.models import Enquiry
from tests.factories import a_user

pytestmark = pytest.mark.django_db


def test_passwords_are_not_guessed_one_after_the_other(client):
    user = a_user()
    page = reverse("account_login")
    for _ in range(5):
        client.post(page, {"login": user.email, "password": "a wrong guess"})
    answer = client.post(page, {"login": user.email, "password": "plenty of morning light"})
    assert "_auth_user_id" not in client.session
    assert "Too many" in answer.text


def ask(client, **changes):
    facts = {"name": "Ash", "email": "ash@example.test", "text": "When?", "about": "question"}
    return client.post(reverse("website:contact"), {**facts, "client_id": str(new_id()), **changes})


def test_one_network_asks_only_so_many_questions(client):
    answers = [ask(client) for _ in range(16)]
    assert [each.status_code for each in answers] == [302] * 15 + [422]
    assert "in an hour, or call us" in answers[-1].text
    assert "When?" in answers[-1].text
    assert Enquiry.objects.count() == 15


def test_what_was_not_complete_is_not_counted(client):
    assert {ask(client, text="").status_code for _ in range(20)} == {422}
    assert ask(client).status_code == 302


def test_another_network_is_not_held_up(client):
    for _ in range(16):
        ask(client)
    facts = {"name": "Ash", "email": "ash@example.test", "text": "When?", "about": "question"}
    elsewhere = client.post(
        reverse("website:contact"), {**facts, "client_id": str(new_id())}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.status_code == 302
