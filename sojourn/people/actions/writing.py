"""Writing to patients: in the channel and language they chose, once for each occasion."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sojourn import content
from sojourn.comms import actions as comms
from sojourn.comms.models import OutboundMessage
from sojourn.people.models import Contact, Patient
from sojourn.people.rules import ways_to_write


def write_to(
    *,
    patient: Patient,
    template: str,
    once: str,
    now: datetime,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    calendar: str = "",
    **values: Any,
) -> list[OutboundMessage]:
    """Queue one of the pack's messages for a patient, by e-mail, text or both. ``name`` is filled in."""
    possible = content.pack().message(template, patient.language).channels
    ways = ways_to_write(patient.channel, patient.email, patient.phone, possible)
    return [
        comms.queue(
            template=template,
            to=to,
            channel=channel,
            context={"name": patient.called, **values},
            about=patient.pk,
            once=once if number == 0 else f"{once}:{channel}",
            now=now,
            language=patient.language,
            not_before=not_before,
            not_after=not_after,
            calendar=calendar,
        )
        for number, (channel, to) in enumerate(ways)
    ]


def write_to_escort(
    *, patient: Patient, escort: Contact, template: str, once: str, now: datetime, **values: Any
) -> list[OutboundMessage]:
    """Queue a message for whoever takes the patient home: a text, or an e-mail where no number is known.

    Nothing goes out without the patient's word that we may.
    """
    if not escort.may_write:
        return []
    channel, to = ("sms", escort.phone) if escort.phone else ("email", escort.email)
    names = {"escort_name": escort.name.split()[0], "patient_first_name": patient.called}
    message = comms.queue(
        template=template,
        to=to,
        channel=channel,
        context={**names, **values},
        about=patient.pk,
        once=once,
        now=now,
        language=patient.language,
    )
    return [message]
