"""Taking note of mail that came back."""

from __future__ import annotations

from typing import BinaryIO

import click

from sojourn.command_line.django_ready import need_a_clinic, start_django


@click.command()
@click.argument("report", type=click.File("rb"), default="-")
def bounce(report: BinaryIO) -> None:
    """Read one returned e-mail (a delivery report, from a file or standard input) and ask the desk to act on it.

    Meant as the end of a pipe of the mail server. What is no final report of one of our letters ends quietly.
    """
    start_django()
    need_a_clinic()
    click.echo(_noted(report.read()))


def _noted(raw: bytes) -> str:
    from django.utils import timezone

    from sojourn.comms.actions import note_bounce
    from sojourn.comms.models import OutboundMessage
    from sojourn.comms.returned_mail import read_report
    from sojourn.core.decisions import Refused

    found = read_report(raw)
    if found is None:
        return "This is no delivery report; nothing was changed."
    if not found.is_final:
        return "The mail system is still trying; nothing was changed."
    try:
        if found.message_id is None:
            raise OutboundMessage.DoesNotExist
        answer = found.answer or "returned without a reason"
        note_bounce(message_id=found.message_id, answer=answer, by=None, now=timezone.now())
    except OutboundMessage.DoesNotExist:
        return "This report is not about one of our letters; nothing was changed."
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    return "Noted: it stands in the inbox, with what is to be done."
