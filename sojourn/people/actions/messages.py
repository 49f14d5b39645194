"""Words between patients and the clinic, and questions from people who are not patients yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.comms import actions as comms
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people import permissions
from sojourn.people.actions.writing import write_to
from sojourn.people.models import Enquiry, MessageRead, Patient, PortalMessage

MESSAGES_PAGE = "/portal/messages/"


@transaction.atomic
def send_message(
    *, patient: Patient, sender: User, text: str, now: datetime, client_id: UUID | None = None
) -> PortalMessage:
    """One message in the patient's thread. A patient is told that one waits, never what it says."""
    require(permissions.may_write_messages(sender, patient))
    if not text.strip():
        raise refuse("nothing_written", "There is nothing written yet.", field="text")
    facts = {"sender": sender, "from_patient": sender.is_patient, "text": text.strip(), "at": now}
    message, is_new = PortalMessage.objects.get_or_create(
        pk=client_id or new_id(), patient=patient, defaults=facts
    )
    if not is_new:
        return kept_before(message, {"text": text.strip()})
    audit.record(
        "message.written",
        f"{sender} wrote in the thread of {patient}",
        by=sender,
        now=now,
        subject=message,
        patient_id=patient.pk,
    )
    if not message.from_patient:
        _tell_patient(message)
    return message


def _tell_patient(message: PortalMessage) -> None:
    write_to(
        patient=message.patient,
        template="message-waiting",
        once=f"message-waiting:{message.pk}",
        now=message.at,
        link=MESSAGES_PAGE,
    )


@transaction.atomic
def mark_read(*, patient: Patient, by: User, now: datetime) -> int:
    """Everything the other side wrote in this thread has now been read. Returns how many were new."""
    require(permissions.may_write_messages(by, patient))
    unread = PortalMessage.objects.filter(patient=patient, from_patient=not by.is_patient, read__isnull=True)
    rows = [MessageRead(message=message, by=by, at=now) for message in unread]
    return len(MessageRead.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def ask_question(
    *,
    name: str,
    email: str,
    text: str,
    now: datetime,
    phone: str = "",
    about: str = "question",
    client_id: UUID | None = None,
) -> Enquiry:
    """A question from the public page. The person gets a note that it arrived."""
    if not text.strip():
        raise refuse("nothing_written", "There is nothing written yet.", field="text")
    facts = {
        "name": name.strip(),
        "email": email.strip().lower(),
        "phone": phone.strip(),
        "about": about,
        "text": text.strip(),
        "at": now,
    }
    enquiry, is_new = Enquiry.objects.get_or_create(pk=client_id or new_id(), defaults=facts)
    if not is_new:
        return kept_before(enquiry, {name: said for name, said in facts.items() if name != "at"})
    comms.queue(
        template="question-received",
        to=enquiry.email,
        channel="email",
        context={"name": enquiry.name},
        about=enquiry.pk,
        once=f"question-received:{enquiry.pk}",
        now=now,
    )
    audit.record("enquiry.asked", f"{enquiry.name} asked a question", by=None, now=now, subject=enquiry)
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, by: User, now: datetime) -> Enquiry:
    """Somebody has answered, by phone or e-mail."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if enquiry.answered_at:
        raise refuse("answered_already", f"{enquiry.answered_by} has answered this already.")
    enquiry.answered_at, enquiry.answered_by = now, by
    enquiry.save(update_fields=["answered_at", "answered_by"])
    audit.record("enquiry.answered", f"{by} answered {enquiry.name}", by=by, now=now, subject=enquiry)
    return enquiry
