"""The two ways out: e-mail over SMTP, and text messages, which this version leaves in a folder."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage

from sojourn import content
from sojourn.comms.models import Channel, OutboundMessage


def deliver(message: OutboundMessage) -> str:
    """Hand the message over and return what the other side said. Raises OSError when it did not take it."""
    return _by_email(message) if message.channel == Channel.EMAIL else _by_sms(message)


def _by_email(message: OutboundMessage) -> str:
    clinic = content.pack().clinic
    email = EmailMessage(
        subject=message.subject,
        body=message.text,
        from_email=f"{clinic.name} <{clinic.email}>",
        to=[message.to],
        headers={"Message-ID": f"<{message.pk}@{clinic.email.partition('@')[2]}>"},
    )
    if message.calendar:
        email.attach("visit.ics", message.calendar, "text/calendar")
    email.send()
    return "accepted by the mail server"


def _by_sms(message: OutboundMessage) -> str:
    folder = settings.MAIL_FOLDER / "sms"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{message.pk}.txt").write_text(f"To: {message.to}\n\n{message.text}\n", encoding="utf-8")
    return "laid into the folder for text messages"
