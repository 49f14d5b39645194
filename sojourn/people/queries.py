"""Finding people and opening their records: a record is opened through :func:`open_record`, and logged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.audit import queries as audit_trail
from sojourn.people import permissions
from sojourn.people.models import BodyWeight, CareTeamMember, Contact, Enquiry, Patient, PortalMessage

LATELY = timedelta(hours=1)


class NotFound(Exception):
    """There is no such record, or it is not yours: both look the same from outside."""


def open_record(patient_id: UUID | str, *, by: User, now: datetime, reason: str) -> Patient:
    """One patient's record for one person, checked for scope; the read is logged. Raises :class:`NotFound`."""
    return opened(Patient.objects.filter(pk=patient_id).first(), by=by, now=now, reason=reason)


def opened(patient: Patient | None, *, by: User, now: datetime, reason: str) -> Patient:
    """The same for a record that was read along with something else, or that is the reader's own."""
    if patient is None or not permissions.may_open(by, patient).allowed:
        raise NotFound
    audit.record(
        "record.opened",
        f"{by} opened the record of {patient}",
        by=by,
        now=now,
        subject=patient,
        patient_id=patient.pk,
        reason=reason,
    )
    return patient


def opened_lately(patient_id: UUID, *, by: User, now: datetime) -> bool:
    """Whether this person opened this record within the last hour, so that a page of it may refresh without a line."""
    return audit_trail.was_read(patient_id, by=by, since=now - LATELY)


def record_to_hand_out(reference: str, *, now: datetime, reason: str) -> Patient:
    """One record by its number or id, for whoever runs the server itself; logged. Raises :class:`NotFound`."""
    patient = Patient.objects.filter(_is_called(reference)).first()
    if patient is None:
        raise NotFound
    audit.record(
        "record.exported",
        f"The record of {patient} was exported on the server",
        by=None,
        now=now,
        subject=patient,
        patient_id=patient.pk,
        reason=reason,
    )
    return patient


def _is_called(reference: str) -> Q:
    if _is_record_number(reference):
        return Q(mrn=int(reference))
    try:
        return Q(pk=UUID(reference))
    except ValueError as error:
        raise NotFound from error


def people_behind(references: Iterable[str]) -> dict[str, Patient]:
    """The patients behind the references of messages: a record's id, or the id of its account. One query."""
    wanted = {each for each in references if _is_id(each)}
    if not wanted:
        return {}
    found = Patient.objects.filter(Q(pk__in=wanted) | Q(user__in=wanted))
    return {str(key): each for each in found for key in (each.pk, each.user_id) if key}


def _is_id(reference: str) -> bool:
    try:
        return bool(UUID(reference))
    except ValueError:
        return False


def patient_of(user: User) -> Patient | None:
    """The record of the person who is signed in."""
    return Patient.objects.filter(user=user).first()


def find_patients(text: str = "") -> QuerySet[Patient]:
    """People by name, record number or birth date ("1984-06-02", "6/2/1984"); everybody for an empty text."""
    found = Patient.objects.all()
    if born := _as_date(text):
        return found.filter(birth_date=born)
    for word in text.split():
        found = found.filter(_matches(word))
    return found


def _matches(word: str) -> Q:
    by_name = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(preferred_name__icontains=word)
    return by_name | Q(mrn=int(word)) if _is_record_number(word) else by_name


def _is_record_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 9


def _as_date(text: str) -> date | None:
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text.strip(), re.ASCII)
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip(), re.ASCII)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(american[3]), int(american[1]), int(american[2])) if american else None
    except ValueError:
        return None


def contacts_of(patient: Patient) -> QuerySet[Contact]:
    """Those who stand by the patient."""
    return patient.contacts.order_by("kind", "name")


def escort_of(patient: Patient) -> Contact | None:
    """Who takes the patient home."""
    return escorts_of(patient).first()


def escorts_of(patient: Patient) -> QuerySet[Contact]:
    """Those who may take the patient home, the first one first."""
    return patient.contacts.filter(kind=Contact.Kind.ESCORT).order_by("pk")


def escorts_by_patient(patients: Iterable[UUID]) -> dict[UUID, Contact]:
    """Who takes each of these patients home, for whom somebody is named. One query."""
    found = Contact.objects.filter(kind=Contact.Kind.ESCORT, patient__in=list(patients)).order_by("-pk")
    return {each.patient_id: each for each in found}


def care_team_of(patient: Patient) -> QuerySet[CareTeamMember]:
    """Other clinicians who care for the patient now, each with the patient's word about contact. Two queries."""
    now = patient.care_team.filter(removed_at__isnull=True)
    return now.order_by("kind", "name").prefetch_related("contact_consents")


def care_team_member(patient: Patient, member_id: UUID) -> CareTeamMember:
    """One clinician of this patient's care team; raises :class:`NotFound`."""
    found = care_team_of(patient).filter(pk=member_id).first()
    if found is None:
        raise NotFound
    return found


def latest_weight(patient: Patient) -> BodyWeight | None:
    """The latest weight, measured or told; a dose rests on what was measured."""
    return patient.weights.first()


def thread_of(patient: Patient) -> QuerySet[PortalMessage]:
    """Messages between a patient and the clinic, oldest first."""
    return PortalMessage.objects.filter(patient=patient).select_related("sender", "read")


def unread_by_clinic() -> QuerySet[PortalMessage]:
    """Messages of patients that nobody at the clinic has read."""
    waiting = PortalMessage.objects.filter(from_patient=True, read__isnull=True)
    return waiting.select_related("patient")


def unread_by_patient(patient: Patient) -> QuerySet[PortalMessage]:
    """Messages of the clinic that the patient has not seen."""
    return PortalMessage.objects.filter(patient=patient, from_patient=False, read__isnull=True)


def open_enquiries() -> QuerySet[Enquiry]:
    """Questions from the public page that nobody has answered."""
    return Enquiry.objects.filter(answered_at__isnull=True)
