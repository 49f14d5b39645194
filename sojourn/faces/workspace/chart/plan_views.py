"""The decision, the plan, the prescription and the order, on one page: four forms, one action each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.core.together import fetch_together
from sojourn.faces.ui.submitting import carry_out
from sojourn.faces.workspace.chart import forms
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.people.models import Patient
from sojourn.prescribing import actions, queries
from sojourn.scheduling.queries import last_visit
from sojourn.screening import actions as screening_actions
from sojourn.screening import queries as screening

FORMS = {
    "decide": forms.DecideForm,
    "plan": forms.PlanForm,
    "prescription": forms.PrescriptionForm,
    "order": forms.OrderForm,
}


@needs(Permission.OPEN_CHART)
def plan(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """What was decided and planned; a provider adds to it."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    sheets = _sheets(request, patient, sent, now)
    if sent in sheets and _kept(request, patient, sent, sheets[sent], now):
        return redirect("workspace:chart_plan", patient_id=patient.pk)
    context |= _what_stands(patient, now) | {
        "decide": sheets["decide"],
        "plan_form": sheets["plan"],
        "prescription_form": sheets["prescription"],
        "order_form": sheets["order"],
        "opened": sent,
        "may_decide": request.user.may(Permission.DECIDE_ELIGIBILITY),
        "may_prescribe": request.user.may(Permission.PRESCRIBE),
    }
    return render(request, "workspace/chart/plan.html", context)


def _sheets(request: SignedInRequest, patient: Patient, sent: str, now: datetime) -> dict[str, Form]:
    """All four forms; the one that was sent holds what was typed. Ids differ so that labels stay true."""
    first = _first_values(patient, now)
    return {
        name: form(request.POST, auto_id=f"id_{name}_%s")
        if name == sent
        else form(initial=first.get(name), auto_id=f"id_{name}_%s")
        for name, form in FORMS.items()
    }


def _first_values(patient: Patient, now: datetime) -> dict[str, dict[str, Any]]:
    seen = last_visit(patient, "intake")
    today = timezone.localdate(now)
    return {
        "decide": {"evaluated_on": timezone.localdate(seen.starts_at) if seen else None},
        "prescription": {**content.pack().policies.prescription.usual, "issued_on": today},
        "plan": {"sessions": 4},
    }


def _kept(request: SignedInRequest, patient: Patient, sent: str, form: Form, now: datetime) -> object:
    if not form.is_valid():
        return None
    return carry_out(form, lambda: _ACTIONS[sent](request, patient, dict(form.cleaned_data), now))


def _decide(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    said = values.pop("next_step")
    words = dict.fromkeys(("next_step", "what_could_change", "elsewhere"), said) if said else {}
    return screening_actions.decide(patient=patient, by=request.user, now=now, letter_words=words, **values)


def _plan(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    return actions.write_plan(patient=patient, by=request.user, now=now, **values)


def _prescribe(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    return actions.prescribe(patient=patient, by=request.user, now=now, pdmp_checked_at=now, **values)


def _order(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    return actions.order_dose(patient=patient, by=request.user, now=now, **values)


_ACTIONS: dict[str, Callable[[SignedInRequest, Patient, dict[str, Any], datetime], object]] = {
    "decide": _decide,
    "plan": _plan,
    "prescription": _prescribe,
    "order": _order,
}


def _what_stands(patient: Patient, now: datetime) -> dict[str, Any]:
    revisions, prescriptions = queries.plan_history(patient), queries.prescriptions_of(patient)
    orders = queries.orders_of(patient)[:1]
    fetch_together(revisions, prescriptions, orders)
    return {
        "screening": screening.screening_of(patient, today=timezone.localdate(now)),
        "plan": revisions.first(),
        "revisions": revisions,
        "prescriptions": prescriptions,
        "order": orders.first(),
        "dosing": content.library().dosing,
    }
