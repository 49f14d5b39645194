"""Registering somebody, and changing what we know of how to reach them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people import rules
from sojourn.people.actions.fields import read_name, read_phone, read_text
from sojourn.people.models import Patient, RecordCounter

DETAILS = frozenset(
    {
        "preferred_name",
        "pronouns",
        "email",
        "phone",
        "address",
        "language",
        "channel",
        "first_name",
        "last_name",
    }
)


@transaction.atomic
def register_patient(
    *,
    first_name: str,
    last_name: str,
    birth_date: date,
    email: str,
    phone: str,
    by: User | None,
    now: datetime,
    preferred_name: str = "",
    pronouns: str = "",
    user: User | None = None,
    client_id: UUID | None = None,
) -> Patient:
    """A new record with the next record number. Too young or impossibly old is refused, and nothing is stored."""
    today = now.astimezone(content.pack().clinic.zone).date()
    require(rules.may_register(birth_date, today, content.pack().policies.age_limit))
    said = {
        "first_name": _clean("first_name", first_name),
        "last_name": _clean("last_name", last_name),
        "preferred_name": _clean("preferred_name", preferred_name),
        "pronouns": _clean("pronouns", pronouns),
        "birth_date": birth_date,
        "email": email.strip().lower(),
        "phone": read_phone(phone),
    }
    if client_id and (known := Patient.objects.filter(pk=client_id).first()):
        return kept_before(known, said)
    patient = Patient.objects.create(
        pk=client_id or new_id(), user=user, mrn=_next_record_number(), registered_on=today, **said
    )
    audit.record(
        "patient.registered",
        f"{patient} was registered",
        by=by,
        now=now,
        subject=patient,
        patient_id=patient.pk,
    )
    return patient


@transaction.atomic
def update_details(*, patient: Patient, by: User | None, now: datetime, **changes: str) -> Patient:
    """Change names, pronouns or ways to reach somebody; the trail keeps the old values."""
    if unknown := set(changes) - DETAILS:
        raise TypeError(f"not a detail of a patient: {', '.join(sorted(unknown))}")
    patient = hold(patient)
    wanted = {name: _clean(name, value) for name, value in changes.items()}
    before = {name: getattr(patient, name) for name in wanted if getattr(patient, name) != wanted[name]}
    if not before:
        return patient
    for name in before:
        setattr(patient, name, wanted[name])
    languages = content.pack().clinic.languages
    if before.keys() & {"channel", "language", "phone"}:
        require(rules.may_choose(patient.channel, patient.language, patient.phone, languages))
    patient.save(update_fields=list(before))
    after = {name: wanted[name] for name in before}
    _record_change(patient, before, after, by, now)
    return patient


def _record_change(
    patient: Patient, before: dict[str, Any], after: dict[str, Any], by: User | None, now: datetime
) -> None:
    audit.record(
        "patient.changed",
        f"Details of {patient} changed: {', '.join(sorted(before)).replace('_', ' ')}",
        by=by,
        now=now,
        subject=patient,
        patient_id=patient.pk,
        data={"before": before, "after": after},
    )


def _next_record_number() -> int:
    RecordCounter.objects.get_or_create(id=1)
    RecordCounter.objects.filter(id=1).update(last=F("last") + 1)
    return RecordCounter.objects.get(id=1).last


_LONGEST = {each.name: each.max_length for each in Patient._meta.fields if each.max_length}
LONGEST_TEXT = 2000
"""An address has no measure of its own."""


def _clean(name: str, value: str) -> str:
    if name == "phone":
        return read_phone(value)
    longest = _LONGEST.get(name, LONGEST_TEXT)
    if name in {"first_name", "last_name"}:
        return read_name(value, name, longest)
    text = read_text(value, name, longest)
    return text.lower() if name == "email" else text
