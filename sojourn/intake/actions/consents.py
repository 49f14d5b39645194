"""Signing and taking back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.content.pack.words import Consent
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.core.spoken import full_day
from sojourn.intake import queries
from sojourn.intake.models import ConsentSignature, ConsentWithdrawal, WithdrawalAnswer
from sojourn.intake.rules import is_drawn, same_name
from sojourn.people.models import Patient

OTHER_WORDS = "other_words"
_AS_SIGNED = {"strokes": lambda _: "a drawn signature"}


@transaction.atomic
def sign_consent(
    *,
    patient: Patient,
    consent_id: str,
    agreed: set[str],
    signed_name: str = "",
    strokes: str = "",
    seen: str | None = None,
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> ConsentSignature:
    """Sign one document of the pack. Each statement must be agreed to; a typed name must be the patient's own.

    A statement that what was told in the intake form speaks against is not signed.
    With ``strokes`` the signature is drawn, and stands for the patient's own name. Keeps the exact text with its
    hash, so that what was signed can always be shown and checked. What was signed and still counts is not signed again.
    ``seen``: the hash of the words that a page showed; nobody signs words that have changed since.
    """
    patient = hold(patient)
    already = ConsentSignature.objects.filter(pk=client_id, patient=patient).first() if client_id else None
    if already:
        said = {"strokes": strokes} if strokes else {"strokes": "", "signed_name": signed_name.strip()}
        return kept_before(already, {"consent": consent_id, **said}, words=_AS_SIGNED)
    document = content.pack().consents[consent_id]
    _check_not_signed(patient, document, now)
    told = queries.answers(patient)
    require(
        Decision.of(
            _other_words(document, seen),
            _told_otherwise(document, told),
            _all_agreed(document, agreed),
            _own_hand(signed_name, strokes, patient),
        )
    )
    signature = ConsentSignature.objects.create(
        pk=client_id or new_id(),
        patient=patient,
        consent=document.id,
        version=str(document.version),
        title=document.title,
        text=document.whole_text,
        text_hash=document.digest,
        signed_name=patient.legal_name if strokes else signed_name.strip(),
        how=ConsentSignature.How.DRAWN if strokes else ConsentSignature.How.TYPED,
        strokes=strokes,
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
        data={"hash": document.digest, "how": signature.how},
    )
    return signature


@transaction.atomic
def withdraw_consent(
    *, signature: ConsentSignature, reason: str, by: User, now: datetime
) -> ConsentWithdrawal:
    """Take a signature back; treatment that needs it stops being possible at once."""
    hold(signature)
    if ConsentWithdrawal.objects.filter(signature=signature).exists():
        raise refuse("already_withdrawn", "This consent has already been withdrawn.")
    withdrawal = ConsentWithdrawal.objects.create(signature=signature, reason=reason, by=by, at=now)
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


@transaction.atomic
def answer_withdrawal(
    *, withdrawal: ConsentWithdrawal, text: str, by: User, now: datetime, client_id: UUID | None = None
) -> WithdrawalAnswer:
    """Say what was done about it; then it waits for nobody any more. The same word sent twice counts once."""
    hold(withdrawal.signature)
    kept = WithdrawalAnswer.objects.filter(pk=client_id, withdrawal=withdrawal).first() if client_id else None
    if kept:
        return kept_before(kept, {"text": text.strip()})
    if not text.strip():
        raise refuse("nothing_said", "Please say in a few words what was done.", field="text")
    kept = WithdrawalAnswer.objects.create(
        pk=client_id or new_id(), withdrawal=withdrawal, text=text.strip(), by=by, at=now
    )
    signature = withdrawal.signature
    audit.record(
        "consent.withdrawal_answered",
        f"Saw to it that “{signature.title}” was taken back",
        by=by,
        now=now,
        subject=signature,
        patient_id=signature.patient_id,
        reason=kept.text,
    )
    return kept


def _check_not_signed(patient: Patient, document: Consent, now: datetime) -> None:
    """The same words a second time say nothing new; after their end, or taken back, they do."""
    standing = queries.standing_signature(patient, document, _day(now))
    if standing:
        raise refuse(
            "already_signed",
            f"You have already signed this version, on {full_day(_day(standing.signed_at))}, and it counts. "
            "There is nothing more to sign.",
        )


def _other_words(document: Consent, seen: str | None) -> Finding | None:
    if seen in (None, document.digest):
        return None
    message = "These words have changed since you opened the page. Please read them again before you sign."
    return Finding(code=OTHER_WORDS, message=message)


def _expires_on(months: int | None, now: datetime) -> date | None:
    return _day(now) + relativedelta(months=months) if months else None


def _day(moment: datetime) -> date:
    return moment.astimezone(content.pack().clinic.zone).date()


def _all_agreed(document: Consent, agreed: set[str]) -> Finding | None:
    if all(each.id in agreed for each in document.statements):
        return None
    return Finding(
        code="statements_open",
        field="agreed",
        message="Please tick each statement, or ask us about it first.",
    )


def _told_otherwise(document: Consent, told: Mapping[str, Any]) -> Finding | None:
    """The first statement that cannot stand beside what the patient told."""
    against = next((each for each in document.statements if each.told_otherwise(told)), None)
    if against is None:
        return None
    return Finding(code="told_otherwise", field="agreed", message=against.unless_says, evidence=against.id)


def _own_hand(signed_name: str, strokes: str, patient: Patient) -> Finding | None:
    if strokes:
        return _drawn(strokes)
    if same_name(signed_name, patient.legal_name):
        return None
    return _wrong("signed_name", f"Please type your full name as we have it: {patient.legal_name}.")


def _drawn(strokes: str) -> Finding | None:
    if is_drawn(strokes, content.pack().policies.signature):
        return None
    return _wrong(
        "strokes",
        "Please draw your signature again, as on paper: a dot or a line is too little. Or type your name.",
    )


def _wrong(field: str, message: str) -> Finding:
    return Finding(code="name_differs", field=field, message=message)
