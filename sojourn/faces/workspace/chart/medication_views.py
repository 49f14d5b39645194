"""The medication list beside its three voices, and the changes a provider makes to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Finding, Refused
from sojourn.core.together import fetch_together
from sojourn.faces.ui.medicine_names import names_answer
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.workspace.chart.forms import (
    IngredientsForm,
    MedicationForm,
    ResolveForm,
    SetAsideForm,
    StopMedicationForm,
)
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.chart.voices import Said, rows_of, said_of
from sojourn.faces.workspace.seen import shown, shows
from sojourn.intake import actions, queries
from sojourn.intake.models import Medication
from sojourn.people.models import Patient
from sojourn.people.queries import care_team_of
from sojourn.screening import actions as screening_actions
from sojourn.screening import letter_queries
from sojourn.screening import queries as screening
from sojourn.screening.resolution_rules import UNCONFIRMED, Judged

HISTORY_SHOWN = 30


@needs(Permission.OPEN_CHART)
def medications(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Each medicine with what the clinic, the label and the literature say, and where it stands (P12–P17)."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    return _list_page(request, patient, context, now)


def _list_page(
    request: SignedInRequest,
    patient: Patient,
    context: dict[str, Any],
    now: datetime,
    findings: Sequence[Finding] = (),
) -> HttpResponse:
    found = screening.screening_of(patient, today=timezone.localdate(now))
    history = queries.medication_history(patient)[:HISTORY_SHOWN]
    confirmations, checks = queries.confirmations_of(patient)[:1], screening.checks_of(patient)[:1]
    clearances = letter_queries.every_clearance(patient)
    fetch_together(history, confirmations, checks, clearances)
    context |= {
        "screening": found,
        "clearances": letter_queries.by_finding(clearances),
        "today": timezone.localdate(now),
        "rows": rows_of(found),
        "confirmation": confirmations.first(),
        "unconfirmed": next((each for each in found.judged if each.finding.code == UNCONFIRMED), None),
        "check": checks.first(),
        "since": screening.since_the_last_check(checks.first(), found.stands_on),
        "new": screening.new_since(checks.first(), found.stands_on),
        "history": history,
        "findings": findings,
        "seen": " ".join(str(each.pk) for each in found.listed.current),
    }
    return render(request, "workspace/chart/medications.html", context, status=422 if findings else 200)


@needs(Permission.REVIEW_INTAKE)
def add(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Put a medicine on the list."""

    def keep(patient: Patient, form: Form, now: datetime) -> object:
        return actions.add_medication(
            patient=patient, by=request.user, now=now, client_id=client_id(request), **form.cleaned_data
        )

    return _page(request, patient_id, MedicationForm, keep, "Add a medicine", "Add to the list")


@needs(Permission.REVIEW_INTAKE)
def change(request: SignedInRequest, patient_id: UUID, medication_id: UUID) -> HttpResponse:
    """Change a line; the old one is kept underneath."""

    def keep(patient: Patient, form: Form, now: datetime) -> object:
        line = _line(patient, medication_id)
        return actions.change_medication(medication=line, by=request.user, now=now, **_changes(form, line))

    return _page(
        request, patient_id, MedicationForm, keep, "Change this medicine", "Keep the change", medication_id
    )


@needs(Permission.REVIEW_INTAKE)
def stop(request: SignedInRequest, patient_id: UUID, medication_id: UUID) -> HttpResponse:
    """The patient no longer takes it."""

    def keep(patient: Patient, form: Form, now: datetime) -> object:
        line = _line(patient, medication_id)
        return actions.stop_medication(medication=line, by=request.user, now=now, **form.cleaned_data)

    return _page(request, patient_id, StopMedicationForm, keep, "No longer taken", "Take off the list")


@needs(Permission.REVIEW_INTAKE)
def set_aside(request: SignedInRequest, patient_id: UUID, medication_id: UUID) -> HttpResponse:
    """What is off the list was never taken at all."""

    def keep(patient: Patient, form: Form, now: datetime) -> object:
        line = _line_off_the_list(patient, medication_id, timezone.localdate(now))
        return actions.set_aside_medication(medication=line, by=request.user, now=now, **form.cleaned_data)

    return _page(request, patient_id, SetAsideForm, keep, "Never taken", "Take it out of the check")


@needs(Permission.REVIEW_INTAKE)
def identify(request: SignedInRequest, patient_id: UUID, medication_id: UUID) -> HttpResponse:
    """Say what an unrecognised medicine contains."""

    def keep(patient: Patient, form: Form, now: datetime) -> object:
        line = _line(patient, medication_id)
        return actions.name_ingredients(medication=line, by=request.user, now=now, **form.cleaned_data)

    return _page(
        request,
        patient_id,
        IngredientsForm,
        keep,
        "Name what is inside",
        "Check these ingredients",
        about=medication_id,
    )


@needs(Permission.OPEN_CHART)
def medicine_names(request: SignedInRequest) -> JsonResponse:
    """The type-ahead: names that begin so, or nearly so, with what is in them."""
    return names_answer(request)


@needs(Permission.DECIDE_ELIGIBILITY)
def resolve(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Deal with one finding; ?code= says which."""

    def keep(patient: Patient, form: Form, now: datetime) -> object:
        return screening_actions.resolve_finding(
            patient=patient, by=request.user, now=now, client_id=client_id(request), **form.cleaned_data
        )

    return _page(request, patient_id, ResolveForm, keep, "Decide on this finding", "Keep the decision")


@needs(Permission.REVIEW_INTAKE)
@require_POST
def confirm(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """The patient told a provider that the list is complete, as this page showed it."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="medication list confirmed")
    try:
        actions.confirm_list(
            patient=patient, by=request.user, now=now, seen=request.POST.get("seen", "").split()
        )
    except Refused as refusal:
        return _list_page(request, patient, context, now, refusal.decision.blocking)
    return redirect("workspace:chart_medications", patient_id=patient.pk)


@needs(Permission.REVIEW_INTAKE)
@require_POST
def check_again(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Run the interaction check and keep its result."""
    now = timezone.now()
    patient, _ = open_chart(request, patient_id, now=now, reason="interaction check")
    screening_actions.check_interactions(patient=patient, by=request.user, now=now)
    return redirect("workspace:chart_medications", patient_id=patient.pk)


def _page(
    request: SignedInRequest,
    patient_id: UUID,
    form_class: type[Form],
    keep: Callable[[Patient, Form, datetime], object],
    title: str,
    button: str,
    medication_id: UUID | None = None,
    about: UUID | None = None,
) -> HttpResponse:
    """One small form in the chart's frame: shown, refused with reasons, or kept."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    team = {"team": care_team_of(patient)} if form_class is MedicationForm else {}
    form = posted(request, form_class, initial=_initial(request, patient, medication_id), **team)
    if request.method == "POST" and form.is_valid() and not getattr(form, "offers", ()):
        kept = carry_out(form, lambda: keep(patient, form, now))
        if kept:
            return redirect(f"workspace:{_way_back(request)}", patient_id=patient.pk)
    found, said = _finding(request, patient, now)
    if found and isinstance(form, ResolveForm):
        form.offer_what_may_be(found.finding)
        shows(form, shown(found))
    lead = f"On the list: “{_line(patient, about)}”" if about else ""
    context |= {
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "finding": found,
        "said": said,
    }
    return render(request, f"workspace/chart/{_template(form)}.html", context, status=status_of(request))


def _template(form: Form) -> str:
    return "medication_form" if isinstance(form, MedicationForm | IngredientsForm) else "small_form"


def _changes(form: Form, line: Medication) -> dict[str, object]:
    """What differs; the reading of an unchanged name stays, also when a provider made it."""
    return {name: value for name, value in form.cleaned_data.items() if value != getattr(line, name)}


_BACK = {"plan": "chart_plan", "intake": "chart_intake"}


def _way_back(request: SignedInRequest) -> str:
    return _BACK.get(request.GET.get("back", ""), "chart_medications")


def _initial(request: SignedInRequest, patient: Patient, medication_id: UUID | None) -> dict[str, Any]:
    if medication_id is None:
        return {"code": request.GET.get("code", "")}
    line = _line(patient, medication_id)
    return {name: getattr(line, name, "") for name in MedicationForm.base_fields}


def _finding(
    request: SignedInRequest, patient: Patient, now: datetime
) -> tuple[Judged | None, tuple[Said, ...]]:
    """The finding ?code= names and, when it is a medicine, what the three voices say about it."""
    code = request.GET.get("code")
    if not code:
        return None, ()
    found = screening.screening_of(patient, today=timezone.localdate(now))
    check = next((drug for drug in found.report.drugs if drug.code == code), None)
    judged = next((each for each in found.judged if each.finding.code == code), None)
    return judged, said_of(check) if check else ()


def _line(patient: Patient, medication_id: UUID) -> Medication:
    try:
        return queries.medication_of(patient, medication_id)
    except queries.NotFound as absent:
        raise Http404 from absent


def _line_off_the_list(patient: Patient, medication_id: UUID, today: date) -> Medication:
    counted = (each.line for each in queries.lately_taken(patient, today))
    found = next((line for line in counted if line.pk == medication_id), None)
    if found is None:
        raise Http404
    return found
