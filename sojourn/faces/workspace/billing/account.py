"""One patient's account as a page: gathered once, for the first look and for a form that came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from sojourn import content
from sojourn.accounts.guards import SignedInRequest
from sojourn.accounts.roles import Permission
from sojourn.billing import queries
from sojourn.billing.models import Payment
from sojourn.billing.rules import PlanState, instalments
from sojourn.clinic.queries import local_day
from sojourn.faces.workspace.billing.forms import PaymentForm, PlanForm
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.people import queries as people
from sojourn.people.models import Patient


def open_account(
    request: SignedInRequest, patient_id: UUID, *, now: datetime
) -> tuple[Patient, dict[str, Any]]:
    """The patient and the frame of the page: the chart's for those who open charts, a plain one at the desk."""
    if request.user.may(Permission.OPEN_CHART):
        patient, context = open_chart(request, patient_id, now=now, reason="billing")
        return patient, {**context, "frame": "workspace/chart/billing.html"}
    try:
        patient = people.open_record(patient_id, by=request.user, now=now, reason="billing")
    except people.NotFound as absent:
        raise Http404 from absent
    return patient, {"patient": patient, "frame": "workspace/billing/account.html"}


def show_account(
    request: SignedInRequest,
    patient: Patient,
    context: dict[str, Any],
    *,
    now: datetime,
    payment: PaymentForm | None = None,
    plan: PlanForm | None = None,
) -> HttpResponse:
    """The page; a form that was refused comes back as it was typed."""
    today = local_day(now)
    ledger, state = queries.ledger_of(patient), queries.plan_state(patient, today)
    due = max(ledger.balance_cents - state.not_yet_due_cents, 0)
    free = ledger.balance_cents - state.open_cents
    suggested = _suggested(due, free, state)
    payment = payment or PaymentForm(parts=state.parts, initial=suggested)
    context |= {
        "today": today,
        "ledger": ledger,
        "plan": state,
        "due_cents": due,
        "free_cents": free,
        "payment_form": payment,
        "plan_form": plan or _plan_form(free, today),
        "split": _split(plan, free, today),
        "watch": queries.estimate_watch(patient),
        "estimates": queries.estimates_of(patient),
        "preview": queries.next_receipt(ledger, suggested["cents"] or 0),
        "issued": _issued(request, ledger.payments),
        "limits": queries.plan_limits(),
        "methods": content.pack().policies.payments.methods,
        "may_take": request.user.may(Permission.TAKE_PAYMENT),
        "may_waive": request.user.may(Permission.WAIVE_CHARGES),
    }
    status = 422 if payment.errors or (plan and plan.errors) else 200
    return render(request, context["frame"], context, status=status)


def _suggested(due: int, free: int, state: PlanState) -> dict[str, Any]:
    """What the desk most likely takes now: the open instalment, or what is due without a plan."""
    part = state.next_due
    if free > 0 or part is None:
        return {"cents": free if free > 0 else due or None}
    return {"cents": part.open_cents, "instalment": str(part.instalment_id)}


def _plan_form(free: int, today: Any) -> PlanForm:
    parts = content.pack().policies.plan.default_instalments
    return PlanForm(initial={"total_cents": max(free, 0) or None, "parts": parts, "first_due": today})


def _split(plan: PlanForm | None, free: int, today: Any) -> list[tuple[int, Any, int]]:
    """How the suggested plan would fall: only when nothing was refused."""
    if free <= 0 or plan is not None:
        return []
    return instalments(free, content.pack().policies.plan.default_instalments, today)


def _issued(request: SignedInRequest, payments: tuple[Payment, ...]) -> Payment | None:
    """The receipt the page was asked to show, when it is this patient's."""
    wanted = request.GET.get("receipt", "")
    return next((each for each in payments if str(each.pk) == wanted), None)
