"""Receipts, superbills and estimates as PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.billing import queries
from sojourn.faces.ui.papers import as_pdf
from sojourn.faces.workspace.billing.account import open_account


@needs(Permission.OPEN_CHART, Permission.TAKE_PAYMENT)
def receipt(request: SignedInRequest, patient_id: UUID, payment_id: UUID) -> HttpResponse:
    """The receipt of one payment or refund."""
    patient, _ = open_account(request, patient_id, now=timezone.now())
    payment = get_object_or_404(queries.receipts(patient), pk=payment_id)
    return as_pdf("receipt", queries.receipt_paper(payment), payment.receipt_number)


@needs(Permission.OPEN_CHART, Permission.TAKE_PAYMENT)
def superbill(request: SignedInRequest, patient_id: UUID, superbill_id: UUID) -> HttpResponse:
    """A superbill as issued."""
    patient, _ = open_account(request, patient_id, now=timezone.now())
    issued = get_object_or_404(queries.superbills_of(patient), pk=superbill_id)
    return as_pdf("superbill", queries.superbill_paper(issued), issued.paper_number)


@needs(Permission.OPEN_CHART, Permission.TAKE_PAYMENT)
def estimate(request: SignedInRequest, patient_id: UUID, estimate_id: UUID) -> HttpResponse:
    """An estimate as given."""
    patient, _ = open_account(request, patient_id, now=timezone.now())
    given = get_object_or_404(queries.estimates_of(patient), pk=estimate_id)
    return as_pdf("estimate", queries.estimate_paper(given), given.paper_number)
