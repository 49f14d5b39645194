"""Text messages leave through one small adapter: a provider over HTTP, or a folder where there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from sojourn.comms import rules
from sojourn.comms.rules import Outcome
from sojourn.comms.undelivered import Undelivered

TIMEOUT_SECONDS = 10
KEPT_ANSWER = 300


class Texts(Protocol):
    """Whatever can send a text message."""

    def send(self, *, to: str, text: str, reference: str) -> str:
        """Hand it over and give what the other side said. Raises Undelivered."""
        ...


def sender_of_texts() -> Texts:
    """The provider of the settings; without one a folder, but never where real people wait for the text."""
    if settings.SMS_URL:
        return Provider(settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_FROM)
    if settings.PRODUCTION:
        raise Undelivered(Outcome.NEVER, "No provider of text messages is set up (SOJOURN_SMS_URL).")
    return Folder(settings.MAIL_FOLDER / "sms")


@dataclass(frozen=True)
class Folder:
    """Keeps each text as a file, for the demo and for development."""

    path: Path

    def send(self, *, to: str, text: str, reference: str) -> str:
        """Write the file."""
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / f"{reference}.txt").write_text(f"To: {to}\n\n{text}\n", encoding="utf-8")
        return "laid into the folder for text messages"


@dataclass(frozen=True)
class Provider:
    """Posts ``{from, to, text, reference}`` as JSON with a bearer token. The reference is also the idempotency key."""

    url: str
    token: str
    sender: str

    def send(self, *, to: str, text: str, reference: str) -> str:
        """Connecting and asking are told apart: a line that breaks after the question leaves it unsure."""
        line = self._connected()
        try:
            answer = self._asked(line, to=to, text=text, reference=reference)
            words = answer.read().decode(errors="replace")[:KEPT_ANSWER]
        except (OSError, HTTPException) as error:
            raise Undelivered(Outcome.UNSURE, f"{type(error).__name__}: {error}") from error
        finally:
            line.close()
        outcome = rules.outcome_of_http(answer.status)
        if outcome != Outcome.SENT:
            raise Undelivered(outcome, f"{answer.status} {words}")
        return f"{answer.status} {words}".strip()

    def _connected(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        line = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        try:
            line.connect()
        except OSError as error:
            raise Undelivered(Outcome.LATER, f"{type(error).__name__}: {error}") from error
        return line

    def _asked(self, line: HTTPConnection, *, to: str, text: str, reference: str) -> HTTPResponse:
        parts = urlsplit(self.url)
        body = json.dumps({"from": self.sender, "to": _dialled(to), "text": text, "reference": reference})
        heads = {"Content-Type": "application/json", "Idempotency-Key": reference}
        if self.token:
            heads["Authorization"] = f"Bearer {self.token}"
        line.request("POST", f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", body, heads)
        return line.getresponse()


def _dialled(number: str) -> str:
    """ "+1 503-555-0100" -> "+15035550100", as providers want it."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")
