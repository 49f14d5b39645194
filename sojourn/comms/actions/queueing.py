"""Putting messages into the outbox: once for each occasion, in the reader's language, outside quiet hours."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sojourn import content
from sojourn.comms import rules
from sojourn.comms.models import Channel, MessageState, OutboundMessage
from sojourn.comms.queries import GONE_OUT
from sojourn.content.pack.languages import Language
from sojourn.content.pack.words import Message

CALLED_OFF = "off:"
"""How the occasion of a message begins that was called off."""


@transaction.atomic
def queue(
    *,
    template: str,
    to: str,
    channel: str,
    context: dict[str, Any],
    about: object,
    once: str,
    now: datetime,
    language: str = "",
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    calendar: str = "",
) -> OutboundMessage:
    """Write a message of the pack into the outbox; it is sent after the commit, or from ``not_before`` on, and never
    after ``not_after``.

    ``once`` names the occasion: asking twice gives the first message. A date or time in the context is said in the
    reader's language, a link in it (``link``, ``answer_link``…) may be a path. What is not urgent waits through quiet
    hours. Raises KeyError for a template the pack does not have or a placeholder without a value.
    """
    written, tongue = content.pack().message(template, language), content.pack().language(language)
    filled = written.filled(**_said(context, tongue))
    facts = {
        "channel": channel,
        "to": to,
        "template": template,
        "language": tongue.code,
        "subject": filled.subject if channel == Channel.EMAIL else "",
        "text": filled.body if channel == Channel.EMAIL else filled.sms,
        "calendar": calendar if channel == Channel.EMAIL else "",
        "about": str(about or ""),
        "not_before": _goes(written, channel, not_before or now),
        "not_after": not_after,
        "created_at": now,
    }
    message, is_new = OutboundMessage.objects.get_or_create(once=once, defaults=facts)
    if is_new and message.not_before <= now:
        transaction.on_commit(partial(enqueue, message.pk))
    return message


@transaction.atomic
def call_off(*, about: object, once_begins: str) -> list[OutboundMessage]:
    """An occasion is off: what still waits is not sent any more, nor what fails at this moment and would be tried
    again. Returns what went out, or may have.

    Should the same occasion come back, it is a new one.
    """
    found = OutboundMessage.objects.select_for_update().filter(about=str(about), once__startswith=once_begins)
    gone_out = []
    for message in found:
        if message.state == MessageState.QUEUED:
            message.state = MessageState.DROPPED
        elif message.state in GONE_OUT:
            gone_out.append(message)
        message.once = f"{CALLED_OFF}{message.pk}"
        message.save(update_fields=["state", "once"])
    return gone_out


def enqueue(message_id: UUID) -> None:
    """Hand a message to the worker, without waiting for the next minute."""
    from sojourn.comms.tasks import send_message  # noqa: PLC0415  (the task calls this room's actions)

    send_message.enqueue(str(message_id))


def _goes(written: Message, channel: str, wanted: datetime) -> datetime:
    """When it may make a sound."""
    quiet = content.pack().policies.reminders
    if written.urgent or channel not in quiet.quiet_for:
        return wanted
    return rules.outside_quiet_hours(wanted, quiet.quiet_from, quiet.quiet_until, content.pack().clinic.zone)


def _said(context: dict[str, Any], language: Language) -> dict[str, str]:
    return {name: _value(name, value, language) for name, value in context.items()}


def _value(name: str, value: Any, language: Language) -> str:
    if isinstance(value, datetime):
        return language.say(value.astimezone(content.pack().clinic.zone))
    said = language.say(value)
    is_path = said.startswith("/") and (name == "link" or name.endswith("_link"))
    return settings.PUBLIC_URL + said if is_path else said
