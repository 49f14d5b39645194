"""A patient's account: what is owed, how it is paid, what paper it has."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.billing import actions
from sojourn.billing.models import Charge, Payment
from sojourn.billing.queries import instalment, may_have_superbill, plan_state, refusal_letter
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Decision, Refused
from sojourn.core.money import in_words
from sojourn.faces.ui.submitting import carry_out, client_id
from sojourn.faces.workspace.billing.account import open_account, show_account
from sojourn.faces.workspace.billing.forms import PaymentForm, PlanForm, TakeOffForm
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment


@needs(Permission.OPEN_CHART, Permission.TAKE_PAYMENT)
def account(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Charges, payments, plan, estimate."""
    now = timezone.now()
    patient, context = open_account(request, patient_id, now=now)
    return show_account(request, patient, context, now=now)


@needs(Permission.TAKE_PAYMENT)
@require_POST
def take_payment(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Take money and show its receipt."""
    now = timezone.now()
    patient, context = open_account(request, patient_id, now=now)
    state = plan_state(patient, local_day(now))
    form = PaymentForm(request.POST, parts=state.parts)
    take = partial(
        actions.take_payment, patient=patient, client_id=client_id(request), by=request.user, now=now
    )
    payment = carry_out(form, partial(take, **_with_instalment(form, patient))) if form.is_valid() else None
    if payment is None:
        return show_account(request, patient, context, now=now, payment=form)
    messages.success(
        request, f"{in_words(payment.cents)} taken. Receipt {payment.receipt_number} is written."
    )
    return redirect(f"{_page(patient)}?receipt={payment.pk}")


@needs(Permission.TAKE_PAYMENT)
@require_POST
def agree_plan(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Spread what is owed over parts."""
    now = timezone.now()
    patient, context = open_account(request, patient_id, now=now)
    form = PlanForm(request.POST)
    agree = partial(
        actions.agree_plan, patient=patient, client_id=client_id(request), by=request.user, now=now
    )
    agreed = carry_out(form, partial(agree, **form.cleaned_data)) if form.is_valid() else None
    if agreed is None:
        return show_account(request, patient, context, now=now, plan=form)
    messages.success(request, f"{in_words(agreed.total_cents)} is now paid in parts.")
    return redirect(_page(patient))


@needs(Permission.TAKE_PAYMENT)
@require_POST
def give_estimate(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Write a good-faith estimate for the intake or the course."""
    now = timezone.now()
    patient, _ = open_account(request, patient_id, now=now)
    try:
        estimate = actions.give_estimate(
            patient=patient,
            scope=request.POST.get("scope", ""),
            by=request.user,
            now=now,
            client_id=client_id(request),
        )
        messages.success(request, f"Estimate {estimate.paper_number}: {in_words(estimate.total_cents)}.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_page(patient))


@needs(Permission.TAKE_PAYMENT)
@require_POST
def issue_superbill(request: SignedInRequest, patient_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Issue a superbill and open it; or a page that says why this visit has none."""
    now = timezone.now()
    patient, context = open_account(request, patient_id, now=now)
    visit = get_object_or_404(Appointment, pk=appointment_id, patient=patient)
    try:
        superbill = actions.issue_superbill(appointment=visit, by=request.user, now=now)
    except Refused as refusal:
        return _no_superbill(request, context, visit, refusal.decision, status=422)
    return redirect("workspace:billing_superbill", patient_id=patient.pk, superbill_id=superbill.pk)


@needs(Permission.OPEN_CHART, Permission.TAKE_PAYMENT)
def why_no_superbill(request: SignedInRequest, patient_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Every reason why a visit has no superbill, on a page that can be printed and handed over."""
    patient, context = open_account(request, patient_id, now=timezone.now())
    visit = get_object_or_404(Appointment, pk=appointment_id, patient=patient)
    decision = may_have_superbill(visit)
    if decision.allowed:
        return redirect(_page(patient))
    return _no_superbill(request, context, visit, decision, status=200)


@needs(Permission.WAIVE_CHARGES)
def waive(request: SignedInRequest, patient_id: UUID, charge_id: UUID) -> HttpResponse:
    """Take something off a charge."""
    now = timezone.now()
    patient, context = open_account(request, patient_id, now=now)
    charge = get_object_or_404(Charge, pk=charge_id, patient=patient, answers__isnull=True)
    form = TakeOffForm(request.POST or None, initial={"cents": charge.cents})
    action = partial(actions.waive, charge=charge, client_id=client_id(request), by=request.user, now=now)
    if request.method == "POST" and form.is_valid() and carry_out(form, partial(action, **form.cleaned_data)):
        messages.success(request, "Taken off. The charge and the reason stay in the account.")
        return redirect(_page(patient))
    context |= {"form": form, "charge": charge}
    return render(request, "workspace/billing/waive.html", context, status=422 if form.errors else 200)


@needs(Permission.WAIVE_CHARGES)
def refund(request: SignedInRequest, patient_id: UUID, payment_id: UUID) -> HttpResponse:
    """Give money back."""
    now = timezone.now()
    patient, context = open_account(request, patient_id, now=now)
    payment = get_object_or_404(Payment, pk=payment_id, patient=patient, answers__isnull=True)
    form = TakeOffForm(request.POST or None, initial={"cents": payment.cents})
    action = partial(actions.refund, payment=payment, client_id=client_id(request), by=request.user, now=now)
    if request.method == "POST" and form.is_valid() and carry_out(form, partial(action, **form.cleaned_data)):
        messages.success(request, "Given back, with a receipt of its own.")
        return redirect(_page(patient))
    context |= {"form": form, "payment": payment}
    return render(request, "workspace/billing/refund.html", context, status=422 if form.errors else 200)


def _with_instalment(form: PaymentForm, patient: Patient) -> dict[str, Any]:
    return {**form.cleaned_data, "instalment": instalment(form.cleaned_data["instalment"], patient)}


def _page(patient: Patient) -> str:
    return reverse("workspace:chart_billing", args=[patient.pk])


def _no_superbill(
    request: SignedInRequest, context: dict[str, Any], visit: Appointment, decision: Decision, *, status: int
) -> HttpResponse:
    context |= {"visit": visit, "letter": refusal_letter(visit, decision)}
    return render(request, "workspace/billing/no_superbill.html", context, status=status)
