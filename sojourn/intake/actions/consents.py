"""Signing and taking back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.ids import new_id
from sojourn.intake.models import ConsentSignature, ConsentWithdrawal
from sojourn.intake.rules import same_name
from sojourn.people.models import Patient


@transaction.atomic
def sign_consent(
    *,
    patient: Patient,
    consent_id: str,
    agreed: set[str],
    signed_name: str,
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> ConsentSignature:
    """Sign one document of the pack. Each statement must be agreed to, and the typed name be the patient's own.

    Keeps the exact text with its hash, so that what was signed can always be shown.
    """
    already = ConsentSignature.objects.filter(pk=client_id, patient=patient).first() if client_id else None
    if already:
        return already
    document = content.pack().consents[consent_id]
    require(_may_sign(document, agreed, signed_name, patient))
    signature = ConsentSignature.objects.create(
        pk=client_id or new_id(),
        patient=patient,
        consent=document.id,
        version=str(document.version),
        title=document.title,
        text=_whole_text(document),
        text_hash=document.digest,
        signed_name=signed_name.strip(),
        signed_at=now,
        expires_on=_expires_on(document.expires_months, now),
    )
    audit.record(
        "consent.signed",
        f"Signed “{document.title}”, version {document.version}",
        by=by,
        now=now,
        subject=signature,
        patient_id=patient.pk,
        data={"hash": document.digest},
    )
    return signature


@transaction.atomic
def withdraw_consent(
    *, signature: ConsentSignature, reason: str, by: User, now: datetime
) -> ConsentWithdrawal:
    """Take a signature back; treatment that needs it stops being possible at once."""
    if ConsentWithdrawal.objects.filter(signature=signature).exists():
        raise refuse("already_withdrawn", "This consent has already been withdrawn.")
    withdrawal = ConsentWithdrawal.objects.create(signature=signature, reason=reason, at=now)
    audit.record(
        "consent.withdrawn",
        f"Withdrew “{signature.title}”",
        by=by,
        now=now,
        subject=signature,
        patient_id=signature.patient_id,
        reason=reason,
    )
    return withdrawal


def _expires_on(months: int | None, now: datetime) -> date | None:
    if not months:
        return None
    return now.astimezone(content.pack().clinic.zone).date() + relativedelta(months=months)


def _may_sign(document: object, agreed: set[str], signed_name: str, patient: Patient) -> Decision:
    open_points = [each.id for each in document.statements if each.id not in agreed]  # type: ignore[attr-defined]
    return Decision.of(
        Finding(
            code="statements_open",
            field="agreed",
            message="Please tick each statement, or ask us about it first.",
        )
        if open_points
        else None,
        None
        if same_name(signed_name, patient.legal_name)
        else Finding(
            code="name_differs",
            field="signed_name",
            message=f"Please type your full name as we have it: {patient.legal_name}.",
        ),
    )


def _whole_text(document: object) -> str:
    statements = "\n".join(f"- {each.text}" for each in document.statements)  # type: ignore[attr-defined]
    return f"{document.body}\n\n{statements}"  # type: ignore[attr-defined]
