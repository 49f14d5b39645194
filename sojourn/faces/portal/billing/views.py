"""A patient's own account: balance, instalments, receipts, superbills, estimates to read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.billing import queries
from sojourn.billing.actions import read_estimate
from sojourn.clinic.queries import local_day
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.papers import as_pdf


@needs(Permission.USE_PORTAL)
def billing(request: HttpRequest) -> HttpResponse:
    """What is owed and when, and all papers."""
    now = timezone.now()
    patient = own_record(request, now, "billing")
    today = local_day(now)
    ledger, plan = queries.ledger_of(patient), queries.plan_state(patient, today)
    estimates = list(queries.estimates_of(patient))
    context = {
        "patient": patient,
        "first_name": patient.called,
        "today": today,
        "ledger": ledger,
        "plan": plan,
        "due_cents": max(ledger.balance_cents - plan.not_yet_due_cents, 0),
        "estimates": estimates,
        "unread": next((each for each in estimates if not each.is_read), None),
        "superbills": queries.superbills_of(patient),
    }
    return render(request, "portal/billing/billing.html", context)


@needs(Permission.USE_PORTAL)
def estimate(request: HttpRequest, estimate_id: UUID) -> HttpResponse:
    """One estimate, to read on the screen."""
    patient = own_record(request, timezone.now(), "estimate")
    given = get_object_or_404(queries.estimates_of(patient), pk=estimate_id)
    context = {"first_name": patient.called, "estimate": given, "said": queries.estimate_paper(given)}
    return render(request, "portal/billing/estimate.html", context)


@needs(Permission.USE_PORTAL)
@require_POST
def estimate_read(request: HttpRequest, estimate_id: UUID) -> HttpResponse:
    """ "I have read this"."""
    now = timezone.now()
    patient = own_record(request, now, "estimate")
    given = get_object_or_404(queries.estimates_of(patient), pk=estimate_id)
    read_estimate(estimate=given, by=request.user, now=now)  # type: ignore[arg-type]
    messages.success(request, "Thank you. We noted that you have read your estimate.")
    return redirect("portal:next_step")


@needs(Permission.USE_PORTAL)
def receipt_pdf(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """A receipt to print or keep."""
    patient = own_record(request, timezone.now(), "receipt")
    payment = get_object_or_404(queries.receipts(patient), pk=payment_id)
    return as_pdf("receipt", queries.receipt_paper(payment), payment.receipt_number)


@needs(Permission.USE_PORTAL)
def superbill_pdf(request: HttpRequest, superbill_id: UUID) -> HttpResponse:
    """A superbill to send to an insurer."""
    patient = own_record(request, timezone.now(), "superbill")
    issued = get_object_or_404(queries.superbills_of(patient), pk=superbill_id)
    return as_pdf("superbill", queries.superbill_paper(issued), issued.paper_number)


@needs(Permission.USE_PORTAL)
def estimate_pdf(request: HttpRequest, estimate_id: UUID) -> HttpResponse:
    """An estimate to print or keep."""
    patient = own_record(request, timezone.now(), "estimate")
    given = get_object_or_404(queries.estimates_of(patient), pk=estimate_id)
    return as_pdf("estimate", queries.estimate_paper(given), given.paper_number)
