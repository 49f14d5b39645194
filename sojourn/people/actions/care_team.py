"""Other clinicians who care for a patient, and the patient's word about speaking with them (P11, P18)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import refuse
from sojourn.people.actions.fields import read_name, read_phone
from sojourn.people.models import CareTeamMember, ContactConsent, Patient

Scope = ContactConsent.Scope
A_YES = frozenset({Scope.TREATMENT, Scope.MEDICINES})


@transaction.atomic
def add_care_team_member(
    *,
    patient: Patient,
    kind: str,
    name: str,
    by: User | None,
    now: datetime,
    contact: str = "",
    **reach: str,
) -> CareTeamMember:
    """Another clinician who cares for the patient: practice, phone, fax, email, address as far as known.

    ``contact`` is what the patient says about speaking with them (a :class:`ContactConsent.Scope`); "" is not asked.
    """
    member = CareTeamMember.objects.create(
        patient=patient, kind=CareTeamMember.Kind(kind), name=read_name(name), **_read(reach)
    )
    sentence = f"{member.get_kind_display()} of {patient}: {member.name}"
    _record(member, "care_team.added", sentence, by=by, now=now)
    if contact:
        set_contact_consent(member=member, scope=contact, by=by, now=now)
    return member


@transaction.atomic
def change_care_team_member(
    *, member: CareTeamMember, by: User | None, now: datetime, **reach: str
) -> CareTeamMember:
    """How they are reached: practice, phone, fax, email, address."""
    member = _locked(member)
    read = _read(reach)
    for name, value in read.items():
        setattr(member, name, value)
    member.save(update_fields=list(read))
    _record(member, "care_team.changed", f"How {member.name} is reached was changed", by=by, now=now)
    return member


@transaction.atomic
def set_contact_consent(
    *, member: CareTeamMember, scope: str, by: User | None, now: datetime
) -> ContactConsent:
    """The patient's word, given or taken back, from now on. The same word again adds nothing."""
    member = _locked(member)
    latest = member.contact_consent
    if latest and latest.scope == scope:
        return latest
    consent = ContactConsent.objects.create(
        member=member, allowed=Scope(scope) in A_YES, scope=Scope(scope), at=now, by=by
    )
    audit.record(
        "care_team.contact_consent",
        f"Contact with {member.name}: {consent.get_scope_display()}",
        by=by,
        now=now,
        subject=consent,
        patient_id=member.patient_id,
        data={"allowed": consent.allowed, "scope": scope},
    )
    return consent


@transaction.atomic
def remove_care_team_member(*, member: CareTeamMember, by: User | None, now: datetime) -> None:
    """Somebody is no longer part of the patient's care. What was agreed and written stays on record."""
    member = _locked(member)
    if member.removed_at:
        return
    member.removed_at = now
    member.save(update_fields=["removed_at"])
    sentence = f"{member.name} is no longer part of the care of {member.patient}"
    _record(member, "care_team.removed", sentence, by=by, now=now)


def _locked(member: CareTeamMember) -> CareTeamMember:
    return CareTeamMember.objects.select_for_update().get(pk=member.pk)


def _read(reach: dict[str, str]) -> dict[str, str]:
    read = {name: value.strip() for name, value in reach.items()}
    for name in {"phone", "fax"} & set(read):
        read[name] = read_phone(read[name], field=name)
    if read.get("email"):
        _check_email(read["email"])
    return read


def _check_email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise refuse("email_unclear", "We cannot read this as an e-mail address.", field="email") from error


def _record(member: CareTeamMember, kind: str, sentence: str, *, by: User | None, now: datetime) -> None:
    audit.record(kind, sentence, by=by, now=now, subject=member, patient_id=member.patient_id)
