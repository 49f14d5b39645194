"""How this room writes to a patient: in the channel they chose where the message knows it, outside quiet hours."""

from __future__ import annotations

from datetime import date, datetime

from sojourn import content
from sojourn.comms import actions as comms
from sojourn.comms.models import Channel
from sojourn.comms.rules import outside_quiet_hours
from sojourn.core.spoken import full_day
from sojourn.people.models import Patient

PORTAL_PAGE = "/portal/billing/"


def tell(patient: Patient, template: str, *, once: str, now: datetime, **values: str | date) -> None:
    """Queue one message of the pack. Days are written out; ``once`` names the occasion."""
    channel = _channel(patient, template)
    comms.queue(
        template=template,
        to=patient.phone if channel == Channel.SMS else patient.email,
        channel=channel,
        context={
            "name": patient.called,
            "link": PORTAL_PAGE,
            **{key: _in_words(value) for key, value in values.items()},
        },
        about=patient.pk,
        once=once,
        now=now,
        not_before=_when(channel, now),
    )


def _channel(patient: Patient, template: str) -> Channel:
    wants_text = patient.channel == Channel.SMS and bool(patient.phone)
    return (
        Channel.SMS if wants_text and "sms" in content.pack().messages[template].channels else Channel.EMAIL
    )


def _when(channel: Channel, now: datetime) -> datetime:
    if channel == Channel.EMAIL:
        return now
    reminders = content.pack().policies.reminders
    return outside_quiet_hours(now, reminders.quiet_from, reminders.quiet_until, content.pack().clinic.zone)


def _in_words(value: str | date) -> str:
    return full_day(value) if isinstance(value, date) else value
