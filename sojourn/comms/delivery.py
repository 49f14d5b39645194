"""The two ways out: e-mail over SMTP, and text messages through the adapter of :mod:`sojourn.comms.texting`."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from sojourn import content
from sojourn.comms import rules
from sojourn.comms.models import Channel, OutboundMessage
from sojourn.comms.rules import Outcome
from sojourn.comms.texting import sender_of_texts
from sojourn.comms.undelivered import Undelivered

__all__ = ["Undelivered", "deliver"]


def deliver(message: OutboundMessage) -> str:
    """Hand the message over and return what the other side said. Raises Undelivered, which says what it means."""
    if not message.to:
        raise Undelivered(Outcome.NEVER, "There is no address to send it to.")
    if message.channel == Channel.EMAIL:
        return _by_email(message)
    return sender_of_texts().send(to=message.to, text=message.text, reference=str(message.pk))


def _by_email(message: OutboundMessage) -> str:
    connection = get_connection()
    try:
        connection.open()  # nothing was said yet, so whatever goes wrong here goes wrong before the letter
        _hand_over(_letter(message, connection))
    except ValueError as error:  # no letter: a line break in an address, an address that is none
        raise Undelivered(Outcome.NEVER, f"This cannot be an e-mail: {error}") from error
    except OSError as error:
        raise Undelivered(Outcome.LATER, f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    return "accepted by the mail server"


def _hand_over(letter: EmailMessage) -> None:
    """From here on the letter may have been taken without our hearing of it."""
    try:
        if not letter.send():
            raise Undelivered(Outcome.LATER, "the mail server took nothing")
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise _refused(code, words) from refused
    except SMTPResponseException as answered:
        raise _refused(answered.smtp_code, answered.smtp_error) from answered
    except ConnectionRefusedError:
        raise
    except OSError as error:
        raise Undelivered(Outcome.UNSURE, f"{type(error).__name__}: {error}") from error


def _refused(code: int, words: bytes | str) -> Undelivered:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return Undelivered(rules.outcome_of_smtp(code), f"{code} {said}")


def _letter(message: OutboundMessage, connection: BaseEmailBackend) -> EmailMessage:
    clinic = content.pack().clinic
    letter = EmailMessage(
        subject=message.subject,
        body=message.text,
        from_email=f"{clinic.name} <{clinic.email}>",
        to=[message.to],
        headers={
            "Message-ID": f"<{message.pk}@{clinic.email.partition('@')[2]}>",
            "Content-Language": message.language or clinic.languages[0],
        },
        connection=connection,
    )
    if message.calendar:
        letter.attach("visit.ics", message.calendar, "text/calendar")
    return letter
