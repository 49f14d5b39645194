"""The account link, and a password forgotten, all the way through a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse

from sojourn.accounts.actions import invitation_for
from sojourn.command_line.processes import free_port
from sojourn.comms.models import OutboundMessage
from tests.factories import NOW, PASSWORD, a_user

pytestmark = pytest.mark.django_db


class Letterbox:
    """Takes what a mail server is handed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.texts.append(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        return "250 OK"


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), ready_timeout=10)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.server.sockets[0].getsockname()
    yield box
    controller.stop()


def test_a_weak_password_is_refused_with_a_sentence(client: Client) -> None:
    link = reverse("welcome", args=[invitation_for(a_user("patient", password=None))])
    answer = client.post(link, {"password": "password1234"})
    assert answer.status_code == 422 and "too common" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("invitation", ["nonsense", "a.b", ".", "AAAAAAAAAAAAAAAAAAAAAA.x-y", "%00.x"])
def test_an_invented_link_opens_nothing(client: Client, invitation: str) -> None:
    answer = client.get(f"/welcome/{invitation}/")
    assert answer.status_code == 410 and "done its work" in answer.content.decode()
    assert client.post(f"/welcome/{invitation}/again/").status_code == 200
    assert not OutboundMessage.objects.exists()


def test_an_old_link_sends_a_new_one_to_the_same_address(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        user = a_user("patient", password=None)
        old = invitation_for(user)
    with time_machine.travel(NOW.replace(month=5), tick=False):
        assert client.get(reverse("welcome", args=[old])).status_code == 410
        html = client.post(reverse("welcome_again", args=[old])).content.decode()
        assert user.email not in html
        letter = OutboundMessage.objects.get()
        new = re.search(r"/welcome/[^\s]+", letter.text)[0]  # type: ignore[index]
        assert letter.to == user.email and client.get(new).status_code == 200


def test_a_second_factor_is_still_asked_for(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = a_user()
    TOTP.activate(user, generate_totp_secret())
    answer = client.post(reverse("welcome", args=[invitation_for(user)]), {"password": PASSWORD})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_comes_back_through_the_mail(client: Client, letterbox: Letterbox) -> None:
    user = a_user("patient", email="linden@example.test")
    answer = client.post(reverse("account_reset_password"), {"email": "Linden@example.test"}, follow=True)
    assert answer.status_code == 200
    link = re.search(r"/accounts/password/reset/key/[^\s]+", letterbox.texts[0])[0]  # type: ignore[index]
    page = client.get(link, follow=True)
    form = page.request["PATH_INFO"]
    done = client.post(form, {"password1": "another quiet morning", "password2": "another quiet morning"})
    assert done.status_code == 302
    user.refresh_from_db()
    assert user.check_password("another quiet morning")
    assert Client().login(email=user.email, password="another quiet morning")


def test_an_unknown_address_is_answered_the_same(client: Client, letterbox: Letterbox) -> None:
    a_user("patient", email="linden@example.test")
    pages = [
        client.post(reverse("account_reset_password"), {"email": each}, follow=True).content.decode()
        for each in ("linden@example.test", "nobody@example.test")
    ]
    without_token = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page) for page in pages]
    assert without_token[0].replace("linden", "nobody") == without_token[1]
