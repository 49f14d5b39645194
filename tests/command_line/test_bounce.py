"""`sojourn bounce` at the end of a mail server's pipe, and `sojourn check` over the languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sojourn.command_line import main
from sojourn.comms import actions as comms
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.content import CLINICS_FOLDER
from sojourn.people import actions as people
from tests.comms.returned import report
from tests.factories import NOW, a_patient


def bounce(raw: bytes) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["bounce"], input=raw)
    return done.exit_code, done.output


def a_letter() -> OutboundMessage:
    facts = {"template": "message-waiting", "once": "m", "link": "/portal/messages/"}
    return people.write_to(patient=a_patient(), now=NOW, **facts)[0]


@pytest.mark.django_db
def test_a_returned_letter_is_noted_and_twice_is_once() -> None:
    letter = a_letter()
    comms.send(message_id=letter.pk, now=NOW)
    for _ in range(2):
        code, text = bounce(report(letter))
        assert code == 0 and "stands in the inbox" in text
    letter.refresh_from_db()
    assert letter.state == MessageState.BOUNCED and letter.attempts.count() == 2


@pytest.mark.django_db
def test_what_changes_nothing_ends_quietly() -> None:
    letter = a_letter()
    for raw, says in (
        (report(letter, "delayed"), "still trying"),
        (b"Subject: Re: thank you\n\nWe come.", "no delivery report"),
        (report(letter).replace(str(letter.pk).encode(), b"0" * 36), "not about one of our letters"),
    ):
        code, text = bounce(raw)
        assert code == 0 and says in text
    code, text = bounce(report(letter))
    assert code == 1 and "Only a message that went out" in text


@pytest.mark.django_db
def test_a_hole_in_the_spanish_fails_the_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "aureo"
    shutil.copytree(CLINICS_FOLDER / "aureo", folder)
    (folder / "messages" / "es" / "visit-reminder.md").unlink()
    monkeypatch.setenv("SOJOURN_CLINIC", str(folder))
    done = CliRunner().invoke(main, ["check", "--json"])
    assert done.exit_code == 1
    problems = json.loads(done.output)["problems"]
    assert any("messages/es" in str(each) and "visit-reminder" in str(each) for each in problems)
