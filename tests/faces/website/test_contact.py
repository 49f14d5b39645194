"""Asking first."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.comms.models import OutboundMessage
from sojourn.core.ids import new_id
from sojourn.people.models import Enquiry

pytestmark = pytest.mark.django_db


def a_question(**changes: str) -> dict[str, str]:
    facts = {
        "name": "Alder",
        "email": "alder@example.test",
        "phone": "",
        "text": "I take lamotrigine. Does that matter?",
        "about": "question",
        "client_id": str(new_id()),
    }
    return {**facts, **changes}


def test_a_question_arrives_once_and_is_confirmed_without_its_words(client: Client) -> None:
    sent = a_question()
    for _ in range(2):
        answer = client.post(reverse("website:contact"), sent)
        assert answer.status_code == 302 and answer["Location"] == reverse("website:contact_thanks")
    assert Enquiry.objects.get().text == sent["text"]
    message = OutboundMessage.objects.get()
    assert message.to == "alder@example.test" and "lamotrigine" not in message.text
    assert client.get(reverse("website:contact_thanks")).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "alder at example", "does not look like an e-mail"),
        ("name", "", "what to call you"),
        ("name", "see http://spam.example", "without a web"),
        ("text", "   ", "nothing written"),
    ],
)
def test_a_slip_is_said_beside_the_field_and_nothing_typed_is_lost(
    client: Client, field: str, value: str, sentence: str
) -> None:
    answer = client.post(
        reverse("website:contact"),
        a_question(text="<b>Hello</b> & more", **{field: value})
        if field != "text"
        else a_question(text=value),
    )
    html = answer.content.decode()
    assert answer.status_code == 422 and sentence in html
    assert "alder" in html.lower()
    assert not Enquiry.objects.exists()


def test_hostile_words_are_kept_as_text(client: Client) -> None:
    answer = client.post(
        reverse("website:contact"), a_question(email="", text="</textarea><script>x</script>")
    )
    html = answer.content.decode()
    assert "<script>x" not in html and "&lt;/textarea&gt;&lt;script&gt;x" in html


def test_a_question_about_the_group_says_so(client: Client) -> None:
    assert 'value="group"' in client.get(reverse("website:contact") + "?about=group").content.decode()
