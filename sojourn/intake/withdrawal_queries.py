"""Consents that were taken back: which of them nobody has answered, and which a treatment is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from sojourn import content
from sojourn.intake.models import ConsentSignature, ConsentWithdrawal, WithdrawalAnswer
from sojourn.intake.queries import missing_among


def withdrawals_unanswered() -> QuerySet[ConsentWithdrawal]:
    """About which nobody of the clinic has said yet what was done, the oldest first."""
    answered = WithdrawalAnswer.objects.filter(withdrawal=OuterRef("pk"))
    found = ConsentWithdrawal.objects.filter(~Exists(answered)).select_related("signature__patient")
    return found.order_by("at", "id")


def withdrawal_by_id(withdrawal_id: UUID) -> ConsentWithdrawal | None:
    """One of them; the caller opens the patient's record before showing it."""
    return (
        ConsentWithdrawal.objects.select_related("signature__patient", "by").filter(pk=withdrawal_id).first()
    )


def services_needing(consent: str) -> tuple[str, ...]:
    """The services that do not take place without this document."""
    document = content.pack().consents.get(consent)
    return tuple(document.services) if document and document.required else ()


def taken_back_among(
    signatures: Iterable[ConsentSignature], service: str, today: date
) -> tuple[ConsentWithdrawal, ...]:
    """Of what the service needs and has not: what was signed and taken back. ``signatures`` come newest first."""
    signed = list(signatures)
    missing = {each.id for each in missing_among(signed, service, today)}
    latest = {each.consent: each for each in reversed(signed)}
    found = (latest[code] for code in missing if code in latest)
    return tuple(each.withdrawal for each in found if hasattr(each, "withdrawal"))


def signatures_of_all(patients: Collection[UUID]) -> QuerySet[ConsentSignature]:
    """Everything these people signed, newest first, without the words themselves."""
    rows = ConsentSignature.objects.filter(patient__in=patients).select_related("withdrawal")
    return rows.defer("text", "strokes").order_by("-signed_at", "-id")


def taken_back(
    signatures: Iterable[ConsentSignature], service: str, today: date
) -> dict[UUID, tuple[ConsentWithdrawal, ...]]:
    """Of several people, before one kind of visit: what it needs and was taken back. ``signatures`` newest first."""
    signed: dict[UUID, list[ConsentSignature]] = {}
    for each in signatures:
        signed.setdefault(each.patient_id, []).append(each)
    return {patient: taken_back_among(theirs, service, today) for patient, theirs in signed.items()}
