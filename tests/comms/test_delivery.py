"""Real servers on loopback that take, refuse, hang up and return letters: what each of it means for the message."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from sojourn.command_line.processes import free_port
from sojourn.comms import actions
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.comms.queries import stuck_messages
from sojourn.comms.returned_mail import read_report
from sojourn.core.decisions import Refused
from tests.comms.returned import report
from tests.factories import NOW, a_user

pytestmark = pytest.mark.django_db


def queued(**changes: Any) -> OutboundMessage:
    facts = {
        "template": "message-waiting",
        "to": "maren@example.test",
        "channel": "email",
        "context": {"name": "Maren", "link": "/portal/messages/"},
        "about": "somebody",
        "once": "first",
    }
    return actions.queue(now=NOW, **{**facts, **changes})


def sent(**changes: Any) -> OutboundMessage:
    message = actions.send(message_id=queued(**changes).pk, now=NOW)
    assert message
    return message


class MailServer:
    """Answers RCPT and DATA as told; ``hang_up`` cuts the line when the letter has arrived, without a word."""

    def __init__(self, rcpt: str = "250 ok", data: str = "250 ok", *, hang_up: bool = False) -> None:
        self.rcpt, self.data, self.hang_up = rcpt, data, hang_up
        self.letters: list[bytes] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, options: Any) -> str:
        """Called by aiosmtpd."""
        envelope.rcpt_tos.append(to)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd."""
        self.letters.append(envelope.content)
        if self.hang_up:
            server.transport.abort()
        return self.data


@contextmanager
def listening(settings: Any, server: MailServer) -> Iterator[MailServer]:
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


SMTP = [
    (MailServer(), MessageState.SENT, "accepted"),
    (MailServer(rcpt="550 5.1.1 no such user"), MessageState.FAILED, "550 5.1.1 no such user"),
    (MailServer(rcpt="451 4.7.1 come back later"), MessageState.QUEUED, "451"),
    (MailServer(data="554 5.7.1 spam"), MessageState.FAILED, "554"),
    (MailServer(data="452 4.3.1 disk full"), MessageState.QUEUED, "452"),
    (MailServer(hang_up=True), MessageState.UNSURE, "SMTPServerDisconnected"),
]


@pytest.mark.parametrize(("server", "state", "answer"), SMTP)
def test_what_a_mail_server_says_decides(settings: Any, server: MailServer, state: str, answer: str) -> None:
    with listening(settings, server):
        message = sent()
    assert message.state == state
    assert answer in message.attempts.get().answer


def test_a_mail_server_that_is_not_there_is_tried_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    message = sent()
    assert message.state == MessageState.QUEUED and message.not_before > NOW


@pytest.mark.parametrize("to", ["", "maren@example.test\nBcc: all@example.test"])
def test_what_cannot_be_an_address_is_not_tried_again(to: str) -> None:
    assert sent(to=to).state == MessageState.FAILED


class Provider(BaseHTTPRequestHandler):
    """A provider of text messages that answers with ``status``; 0 hangs up after it has read the text."""

    status = 200
    asked: list[tuple[dict[str, str], dict[str, str]]] = []

    def do_POST(self) -> None:
        """Called by the server."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((dict(self.headers), body))
        if not self.status:
            self.connection.close()
            return
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(b"as you wish")

    def log_message(self, *words: Any) -> None:
        """Quiet."""


@contextmanager
def providing(settings: Any, status: int) -> Iterator[list[tuple[dict[str, str], dict[str, str]]]]:
    handler = type("Answering", (Provider,), {"status": status, "asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/v1/texts?plain=1"
    settings.SMS_TOKEN, settings.SMS_FROM = "secret", "+15035550100"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield handler.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


HTTP = [
    (200, MessageState.SENT),
    (202, MessageState.SENT),
    (302, MessageState.FAILED),
    (400, MessageState.FAILED),
    (401, MessageState.FAILED),
    (429, MessageState.QUEUED),
    (503, MessageState.QUEUED),
    (500, MessageState.UNSURE),
    (504, MessageState.UNSURE),
    (0, MessageState.UNSURE),
]


@pytest.mark.parametrize(("status", "state"), HTTP)
def test_what_a_provider_of_texts_says_decides(settings: Any, status: int, state: str) -> None:
    with providing(settings, status) as asked:
        message = sent(channel="sms", to="+1 503-555-0123")
    assert message.state == state
    heads, body = asked[0]
    assert len(asked) == 1 and heads["Authorization"] == "Bearer secret"
    assert heads["Idempotency-Key"] == body["reference"] == str(message.pk)
    assert (body["from"], body["to"], body["text"]) == ("+15035550100", "+15035550123", message.text)


def test_a_provider_that_is_not_there_is_tried_again(settings: Any) -> None:
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}/"
    assert sent(channel="sms", to="+1 503-555-0123").state == MessageState.QUEUED


def test_real_people_never_get_their_texts_laid_into_a_folder(settings: Any) -> None:
    settings.PRODUCTION, settings.SMS_URL = True, ""
    message = sent(channel="sms", to="+1 503-555-0123")
    assert message.state == MessageState.FAILED
    assert "SOJOURN_SMS_URL" in message.attempts.get().answer


@pytest.mark.parametrize("whole", [True, False])
def test_a_letter_that_came_back_is_known_by_its_number(whole: bool) -> None:
    message = sent()
    found = read_report(report(message, whole=whole))
    assert found and found.message_id == message.pk and found.is_final
    assert "550 5.1.1 user unknown" in found.answer

    bounced = actions.note_bounce(message_id=message.pk, answer=found.answer, by=None, now=NOW)
    again = actions.note_bounce(message_id=message.pk, answer=found.answer, by=None, now=NOW)
    assert bounced.state == again.state == MessageState.BOUNCED and bounced.attempts.count() == 2
    assert [each.last_outcome for each in stuck_messages()] == ["bounced"]


def test_a_report_of_a_delay_is_not_final_and_an_answer_is_no_report() -> None:
    found = read_report(report(queued(), "delayed"))
    assert found and not found.is_final
    assert read_report(b"From: maren@example.test\nSubject: Re: A message\n\nThank you!") is None
    assert read_report(b"\x00\xff not a letter") is None


def test_what_never_went_out_cannot_come_back() -> None:
    with pytest.raises(Refused, match="Only a message that went out"):
        actions.note_bounce(message_id=queued().pk, answer="550", by=a_user("owner"), now=NOW)


def test_a_stuck_message_is_settled_once_with_a_word_and_may_still_go_again_to_a_better_address() -> None:
    desk, message = a_user("front_desk"), sent(to="")
    with pytest.raises(Refused, match="in a few words"):
        actions.settle(message=message, how=" ", by=desk, now=NOW)
    actions.settle(message=message, how="Called her.", by=desk, now=NOW)
    assert not stuck_messages()
    with pytest.raises(Refused, match="settled this already"):
        actions.settle(message=message, how="Called her.", by=desk, now=NOW)
    with pytest.raises(Refused, match="in a few words"):
        actions.send_again(message=message, reason="", by=desk, now=NOW)
    again = actions.send_again(message=message, reason="New address.", to="m@example.test", by=desk, now=NOW)
    assert (again.state, again.to, again.settled_at) == (MessageState.QUEUED, "m@example.test", None)
