"""What the patient takes: their list, in their words. What we cannot read is said to be not checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Finding, Refused
from sojourn.core.together import fetch_together
from sojourn.faces.portal.medicines.forms import MedicineForm, StopForm
from sojourn.faces.portal.medicines.holds import held_now_and_next
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.medicine_names import names_answer
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.intake import actions, queries
from sojourn.intake.models import Medication
from sojourn.people.models import Patient
from sojourn.people.queries import care_team_of
from sojourn.scheduling import queries as scheduling
from sojourn.scheduling.queries.on_hold import waits_for_a_yes
from sojourn.scheduling.states import JOURNEYS
from sojourn.screening.changed_queries import looked_at_again
from sojourn.screening.queries import screening_of
from sojourn.screening.without_yes_queries import carries_nothing
from sojourn.treatment.queries.home import doses_lately

DETAILS = ("as_written", "dose", "frequency", "last_taken_at", "prescriber", "prescribed_by", "reason")


@needs(Permission.USE_PORTAL)
def medications(request: HttpRequest) -> HttpResponse:
    """The list, the hours to keep free before the next treatment, and "this is everything I take"."""
    patient, now = _record(request)
    return _list_page(request, patient, now)


def _list_page(
    request: HttpRequest, patient: Patient, now: datetime, findings: Sequence[Finding] = ()
) -> HttpResponse:
    visits = scheduling.upcoming(patient, now).filter(service__in=JOURNEYS)[:1]
    lines, confirmations = queries.every_line(patient), queries.confirmations_of(patient)[:1]
    doses = doses_lately(patient, now)
    fetch_together(visits, lines, confirmations, doses)
    listed = queries.MedicationList(tuple(lines))
    screening, ahead = screening_of(patient, today=timezone.localdate(now)), visits.first()
    if ahead and waits_for_a_yes(ahead) and carries_nothing(screening):
        ahead = None  # no hours are kept free for a visit that is on hold
    context = {
        "lines": listed.current,
        "lately": queries.still_counted(listed, timezone.localdate(now)),
        "is_confirmed": queries.list_confirmed_since(patient),
        "confirmation": confirmations.first(),
        "held": held_now_and_next(patient, doses, ahead, now),
        "findings": findings,
        "looked_at_again": looked_at_again(screening),
    }
    return render(request, "portal/medicines/list.html", context, status=422 if findings else 200)


@needs(Permission.USE_PORTAL)
def add(request: HttpRequest) -> HttpResponse:
    """Put a medicine on the list."""
    patient, now = _record(request)
    form = posted(request, MedicineForm, team=care_team_of(patient))
    if _may_keep(request, form) and carry_out(
        form,
        lambda: actions.add_medication(
            patient=patient, by=request.user, now=now, client_id=client_id(request), **form.cleaned_data
        ),
    ):
        return redirect("portal:medications")
    return _form_page(request, form, "Add a medicine", "Add to my list")


@needs(Permission.USE_PORTAL)
def change(request: HttpRequest, medication_id: UUID) -> HttpResponse:
    """Change a line: another dose, or when it was last taken."""
    patient, now = _record(request)
    line = _line(patient, medication_id)
    told = {name: getattr(line, name) for name in DETAILS}
    form = posted(request, MedicineForm, initial=told, team=care_team_of(patient))
    if _may_keep(request, form) and carry_out(
        form,
        lambda: actions.change_medication(medication=line, by=request.user, now=now, **_changes(form, line)),
    ):
        return redirect("portal:medications")
    return _form_page(request, form, line.as_written, "Keep the change", line)


@needs(Permission.USE_PORTAL)
def stop(request: HttpRequest, medication_id: UUID) -> HttpResponse:
    """The patient tells us that they no longer take it; the page never asks them to stop."""
    patient, now = _record(request)
    line = _line(patient, medication_id)
    form = posted(request, StopForm)
    if form.is_valid() and carry_out(
        form, lambda: actions.stop_medication(medication=line, by=request.user, now=now, **form.cleaned_data)
    ):
        return redirect("portal:medications")
    return render(
        request,
        "portal/medicines/stop.html",
        {"form": form, "line": line},
        status=422 if form.errors else 200,
    )


@needs(Permission.USE_PORTAL)
@require_POST
def everything(request: HttpRequest) -> HttpResponse:
    """ "This is everything I take", of the lines this page showed."""
    patient, now = _record(request)
    seen = request.POST.get("seen", "").split()
    try:
        if not queries.list_confirmed_since(patient):
            actions.confirm_list(patient=patient, by=cast(User, request.user), now=now, seen=seen)
    except Refused as refusal:
        return _list_page(request, patient, now, refusal.decision.blocking)
    return redirect("portal:medications")


@needs(Permission.USE_PORTAL)
def names(request: HttpRequest) -> JsonResponse:
    """The type-ahead: names that begin so, or nearly so, with what is in them."""
    return names_answer(request)


def _record(request: HttpRequest) -> tuple[Patient, datetime]:
    now = timezone.now()
    return own_record(request, now, "medications"), now


def _line(patient: Patient, medication_id: UUID) -> Medication:
    try:
        return queries.medication_of(patient, medication_id)
    except queries.NotFound as absent:
        raise Http404 from absent


def _may_keep(request: HttpRequest, form: Form) -> bool:
    """Valid, and nothing left to ask back."""
    return request.method == "POST" and form.is_valid() and not form.offers  # type: ignore[attr-defined]


def _changes(form: Form, line: Medication) -> dict[str, object]:
    """What differs; the reading of an unchanged name stays, also when a doctor made it."""
    return {name: value for name, value in form.cleaned_data.items() if value != getattr(line, name)}


def _form_page(
    request: HttpRequest, form: Form, title: str, button: str, line: Medication | None = None
) -> HttpResponse:
    offers = getattr(form, "offers", ())
    context = {"form": form, "title": title, "button": button, "line": line, "offers": offers}
    return render(
        request, "portal/medicines/form.html", context, status=422 if form.errors or offers else 200
    )
