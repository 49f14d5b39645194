"""The outbox: once, tried again, and never twice without a person's word."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from sojourn.comms import actions
from sojourn.comms.actions import sending
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.comms.queries import messages_about, stuck_messages
from sojourn.content import CLINICS_FOLDER, pack, using
from sojourn.core.decisions import Refused
from tests.factories import NOW, a_user

pytestmark = pytest.mark.django_db
LINK = "/portal/messages/"
AUREO, RIVERBEND = CLINICS_FOLDER / "aureo", Path(__file__).parents[1] / "content" / "packs" / "riverbend"


def queued(once: str = "first", **changes: Any) -> OutboundMessage:
    facts = {
        "template": "message-waiting",
        "to": "maren@example.test",
        "channel": "email",
        "context": {"name": "Maren", "link": LINK},
        "about": "somebody",
    }
    return actions.queue(once=once, **{"now": NOW, **facts, **changes})


class Unreachable:
    """A mail server that never answers."""

    def __init__(self, **options: Any) -> None:
        pass

    def open(self) -> None:
        raise ConnectionRefusedError("nobody listens")

    def close(self) -> None:
        pass


def test_a_message_says_what_the_pack_says_and_links_to_the_portal(settings: Any) -> None:
    message = queued()
    assert "Hello Maren" in message.text
    assert f"{settings.PUBLIC_URL}{LINK}" in message.text
    assert list(messages_about("somebody")) == [message]


def test_asked_twice_it_is_one_message() -> None:
    assert queued() == queued()
    assert OutboundMessage.objects.count() == 1


def test_sending_by_email_notes_the_attempt() -> None:
    message = actions.send(message_id=queued(calendar="BEGIN:VCALENDAR").pk, now=NOW)
    assert message and message.state == MessageState.SENT and message.sent_at == NOW
    assert mail.outbox[0].to == ["maren@example.test"]
    assert mail.outbox[0].attachments[0][0] == "visit.ics"
    assert message.attempts.get().succeeded


def test_a_text_message_lies_in_the_folder(settings: Any, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path
    message = queued(channel="sms", to="+1 503 555 0100")
    actions.send(message_id=message.pk, now=NOW)
    assert "+1 503 555 0100" in (tmp_path / "sms" / f"{message.pk}.txt").read_text()


def test_a_sent_message_is_not_sent_again() -> None:
    message = queued()
    actions.send(message_id=message.pk, now=NOW)
    assert actions.send(message_id=message.pk, now=NOW) is None
    assert len(mail.outbox) == 1


def test_a_message_for_later_waits() -> None:
    queued(not_before=NOW + timedelta(hours=1))
    assert actions.send_due(now=NOW) == 0
    assert actions.send_due(now=NOW + timedelta(hours=1)) == 1


def test_a_failure_is_tried_again_with_growing_pauses_and_then_given_up(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    message, now, pauses = queued(), NOW, []
    for _ in range(4):
        tried = actions.send(message_id=message.pk, now=now)
        assert tried
        pauses.append((tried.not_before - now) / timedelta(minutes=1))
        now = tried.not_before
    last = actions.send(message_id=message.pk, now=now)
    assert last and pauses == [2, 8, 32, 128]
    assert last.state == MessageState.FAILED and last.attempts.count() == 5
    assert "nobody listens" in last.attempts.first().answer
    assert list(stuck_messages()) == [last]


def test_a_worker_that_died_while_sending_leaves_it_unsure_and_a_person_decides() -> None:
    message = queued()
    sending._claim(message.pk, NOW)
    assert actions.send_due(now=NOW + timedelta(minutes=9)) == 0
    assert actions.send_due(now=NOW + timedelta(minutes=10)) == 0
    message.refresh_from_db()
    assert message.state == MessageState.UNSURE and not mail.outbox

    assert "fell silent" in message.attempts.get().answer
    actions.send_again(
        message=message, reason="She has not got it.", by=a_user("owner"), now=NOW + timedelta(minutes=20)
    )
    assert actions.send_due(now=NOW + timedelta(minutes=20)) == 1


def test_a_message_that_is_not_stuck_needs_no_push() -> None:
    with pytest.raises(Refused, match="not stuck"):
        actions.send_again(message=queued(), reason="Again.", by=a_user("owner"), now=NOW)


def test_what_is_no_longer_true_does_not_leave() -> None:
    noon = NOW + timedelta(hours=3)
    queued(not_after=noon)
    assert actions.send_due(now=noon - timedelta(minutes=1)) == 1
    late = queued("late", not_before=noon, not_after=noon)
    assert actions.send(message_id=late.pk, now=noon) is None and actions.send_due(now=noon) == 0
    states = OutboundMessage.objects.values_list("once", "state")
    assert dict(states) == {"first": "sent", "late": "dropped"}


@pytest.mark.parametrize("by", ["time", "word"])
def test_what_is_stuck_and_no_longer_true_is_not_pushed_either(by: str) -> None:
    message = queued(not_after=NOW + timedelta(hours=1) if by == "time" else None)
    OutboundMessage.objects.filter(pk=message.pk).update(state=MessageState.FAILED)
    if by == "word":
        actions.call_off(about="somebody", once_begins="first")
    with pytest.raises(Refused, match="no longer so"):
        actions.send_again(message=message, reason="Again.", by=a_user("owner"), now=NOW + timedelta(hours=1))
    actions.settle(message=message, how="Told by phone.", by=a_user("owner"), now=NOW)


def test_it_is_handed_to_a_worker_only_after_the_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as after:
        queued()
        queued("later", not_before=NOW + timedelta(days=1))
    assert len(after) == 1


def test_a_forgotten_placeholder_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="name"):
        queued(context={"link": LINK})


@pytest.mark.parametrize(
    ("template", "channel", "clinic", "waits"),
    [
        ("message-waiting", "sms", AUREO, True),
        ("message-waiting", "email", AUREO, False),
        ("message-waiting", "email", RIVERBEND, True),
        ("booking-confirmed", "sms", AUREO, False),
    ],
)
def test_what_makes_a_sound_waits_out_the_night_unless_it_is_urgent(
    template: str, channel: str, clinic: Path, waits: bool
) -> None:
    """Ten in the evening in Portland, midnight in Illinois; each clinic says what makes a sound."""
    night = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    context = {"name": "Maren", "link": LINK, "day": date(2026, 3, 9), "time": time(10)}
    with using(clinic):
        message = queued(template=template, channel=channel, to="+1 503 555 0100", context=context, now=night)
        assert (message.not_before > night) is waits
        if waits:
            woken = message.not_before.astimezone(pack().clinic.zone)
            assert woken.time() == pack().policies.reminders.quiet_until
