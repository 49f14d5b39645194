"""The decision, the plan, the prescription, its fills and the order, on one page: one form and one action each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.core.together import fetch_together
from sojourn.faces.ui.submitting import carry_out, client_id, status_of
from sojourn.faces.workspace.chart import deciding_form, prescribing_forms
from sojourn.faces.workspace.chart.diagnoses_field import diagnoses_like
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.seen import all_shown, shows
from sojourn.people.models import Patient
from sojourn.prescribing import actions, permissions, queries, rules
from sojourn.prescribing.models import PlanRevision, Prescription
from sojourn.scheduling.queries import last_visit, medical_days
from sojourn.scheduling.queries.after_a_no import A_NO, booked_ahead
from sojourn.screening import actions as screening_actions
from sojourn.screening import letter_queries
from sojourn.screening import queries as screening
from sojourn.treatment.models import Session
from sojourn.treatment.queries.home import went_home
from sojourn.treatment.queries.visits import sessions_today

FORMS = {
    "decide": deciding_form.DecideForm,
    "plan": prescribing_forms.PlanForm,
    "prescription": prescribing_forms.PrescriptionForm,
    "fill": prescribing_forms.FillForm,
    "order": prescribing_forms.OrderForm,
}
_STANDS = {
    "decide": "the-decision",
    "plan": "the-plan",
    "prescription": "prescriptions",
    "fill": "prescriptions",
    "order": "the-order",
}
"""Where on the page that stands which a form added to."""


@needs(Permission.OPEN_CHART)
def plan(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """What was decided and planned; a provider adds to it."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    stands = _what_stands(patient, now)
    sheets = _sheets(request, patient, sent, now, stands)
    if sent in sheets and _kept(request, patient, sent, sheets[sent], now):
        return redirect(_next_page(patient, sent, now))
    shows(sheets["decide"], all_shown(stands["screening"].seen))
    prescribing_forms.ask_only_after_a_question(sheets["prescription"], "quantity_reason")
    prescribing_forms.ask_only_after_a_question(sheets["fill"], "reason")
    context |= stands | {
        "decide": sheets["decide"],
        "plan_form": sheets["plan"],
        "prescription_form": sheets["prescription"],
        "fill_form": sheets["fill"],
        "order_form": sheets["order"],
        "opened": sent,
        "may_decide": request.user.may(Permission.DECIDE_ELIGIBILITY),
        "may_prescribe": request.user.may(Permission.PRESCRIBE),
        "may_run_session": request.user.may(Permission.RUN_SESSION),
        "may_fill": permissions.may_record_fill(request.user).allowed,
    }
    return render(request, "workspace/chart/plan.html", context, status=status_of(request))


@needs(Permission.OPEN_CHART)
def diagnosis_names(request: SignedInRequest) -> JsonResponse:
    """The type-ahead of the decision: diagnoses whose code or name is like what was typed."""
    found = diagnoses_like(request.GET.get("q", "")[:60])
    lines = [
        {"name": each.code, "label": f"{each.code} {each.label}", "ingredients": [each.code]}
        for each in found
    ]
    return JsonResponse({"names": lines})


def _next_page(patient: Patient, sent: str, now: datetime) -> str:
    """After a no with visits still booked somebody says which are kept; else what was kept, on this page.

    The place is named, or a browser opens the emptied form again and nobody sees that it was kept.
    """
    said_no = (
        sent == "decide" and patient.decisions.filter(outcome__in=A_NO).first() == patient.decisions.first()
    )
    if said_no and booked_ahead(patient, now):
        return reverse("workspace:coming", args=[patient.pk])
    return f"{reverse('workspace:chart_plan', args=[patient.pk])}#{_STANDS[sent]}"


def _sheets(
    request: SignedInRequest, patient: Patient, sent: str, now: datetime, stands: dict[str, Any]
) -> dict[str, Form]:
    """All forms; the one that was sent holds what was typed. Ids differ so that labels stay true."""
    first = _first_values(patient, stands, now)
    first["decide"] |= _as_decided(stands["screening"], now)
    sheets = {
        name: form(request.POST, initial=first.get(name), auto_id=f"id_{name}_%s")
        if name == sent
        else form(initial=first.get(name), auto_id=f"id_{name}_%s")
        for name, form in FORMS.items()
    }
    fills = sheets["fill"]
    assert isinstance(fills, prescribing_forms.FillForm)
    return sheets | {"fill": fills.among(queries.to_be_filled(patient))}


def _first_values(patient: Patient, stands: dict[str, Any], now: datetime) -> dict[str, dict[str, Any]]:
    seen = last_visit(patient, "intake")
    today, seen_on = timezone.localdate(now), timezone.localdate(seen.starts_at) if seen else None
    usual = content.pack().policies.prescription.usual
    return {
        "decide": {"evaluated_on": seen_on},
        "prescription": {
            **usual,
            "issued_on": today,
            "seen_on": seen_on,
            "seen_by": seen.staff_id if seen else None,
        },
        "fill": {"filled_on": today},
        "order": {"strength_mg_per_ml": _prescribed_strength(stands["prescriptions"], today)},
        "plan": _as_planned(stands["plan"]),
    }


def _prescribed_strength(listed: Iterable[Prescription], today: date) -> int | None:
    """The vials of the newest prescription that is given from stock."""
    strengths = content.library().dosing.strengths_mg_per_ml
    written = [each.strength for each in queries.from_stock(listed, today)[:1]]
    return next((each for each in strengths for text in written if rules.is_strength(each, text)), None)


def _as_decided(found: screening.Screening, now: datetime) -> dict[str, Any]:
    """A new decision begins with the conditions of the last; its reasons are new each time."""
    due = letter_queries.answer_expected(timezone.localdate(now))
    words = found.decision.conditions if found.decision else ""
    return deciding_form.as_first_shown(found.conditions, answer_due=due) | {"conditions": words}


def _as_planned(plan: PlanRevision | None) -> dict[str, Any]:
    """The next revision begins from the last; its reason is new each time."""
    if plan is None:
        return {"sessions": 4, "review_after": "1"}
    names = ("kind", "sessions", "per_week", "route", "preparation_visits", "integration_after_each", "goals")
    reviews = ", ".join(map(str, plan.review_after))
    return {name: getattr(plan, name) for name in names} | {"review_after": reviews}


def _kept(request: SignedInRequest, patient: Patient, sent: str, form: Form, now: datetime) -> object:
    if not form.is_valid():
        return None
    told = form.decision() if isinstance(form, deciding_form.DecideForm) else dict(form.cleaned_data)
    return carry_out(form, lambda: _ACTIONS[sent](request, patient, told, now))


def _decide(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    said = values.pop("next_step")
    words = dict.fromkeys(("next_step", "what_could_change", "elsewhere"), said) if said else {}
    return screening_actions.decide(
        patient=patient,
        by=request.user,
        now=now,
        client_id=client_id(request),
        visits=medical_days(patient),
        letter_words=words,
        **values,
    )


def _plan(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    """A revision answers the latest session since the one before; without a session, its reason alone stands."""
    waiting = _unanswered(list(queries.plan_history(patient)), list(reversed(went_home(patient))))
    answered = waiting[-1].pk if waiting else None
    sent = {"client_id": client_id(request), "by": request.user, "now": now}
    return actions.write_plan(patient=patient, after_session=answered, **sent, **values)


def _prescribe(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    sent: dict[str, Any] = {"client_id": client_id(request), "by": request.user, "now": now}
    return actions.prescribe(patient=patient, visits=medical_days(patient), **sent, **values)


def _fill(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    return actions.record_fill(by=request.user, now=now, client_id=client_id(request), **values)


def _order(request: SignedInRequest, patient: Patient, values: dict[str, Any], now: datetime) -> object:
    return actions.order_dose(
        patient=patient, by=request.user, now=now, client_id=client_id(request), **values
    )


_ACTIONS: dict[str, Callable[[SignedInRequest, Patient, dict[str, Any], datetime], object]] = {
    "decide": _decide,
    "plan": _plan,
    "prescription": _prescribe,
    "fill": _fill,
    "order": _order,
}


def _what_stands(patient: Patient, now: datetime) -> dict[str, Any]:
    revisions, prescriptions = queries.plan_history(patient), queries.prescriptions_of(patient)
    orders, sessions, clearances = (
        queries.orders_of(patient)[:1],
        went_home(patient),
        letter_queries.every_clearance(patient),
    )
    weights, ahead, here = patient.weights.all(), booked_ahead(patient, now), sessions_today(patient, now)
    fetch_together(revisions, prescriptions, orders, sessions, clearances, weights, ahead, here)
    done, today = list(reversed(sessions)), timezone.localdate(now)
    return {
        "screening": screening.screening_of(patient, today=today),
        "clearances": letter_queries.by_finding(clearances),
        "today": today,
        "plan": revisions.first(),
        "revisions": revisions,
        "session_numbers": {each.pk: number for number, each in enumerate(done, start=1)},
        "unanswered": _unanswered(list(revisions), done),
        "prescriptions": prescriptions,
        "standing": queries.standing,
        "to_be_filled": any(map(queries.may_be_dispensed, prescriptions)),
        "order": orders.first(),
        "dosing": content.library().dosing,
        "ahead": ahead,
        "session_today": next(iter(here), None),
        "weight": queries.weight_among(weights),
    }


def _unanswered(revisions: list[PlanRevision], done: list[Session]) -> list[Session]:
    """Sessions since the last revision: each asks for the next one (P4)."""
    if not revisions:
        return []
    return [each for each in done if each.discharge.at > revisions[0].at]
