"""One person as the desk knows them: how to reach them, their visits, who stands by them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.people.forms import ContactForm, DetailsForm, NewPatientForm
from sojourn.faces.workspace.people.welcome import give_portal, welcome
from sojourn.people import actions
from sojourn.people import queries as people
from sojourn.people.models import Contact, Patient
from sojourn.prescribing.queries import current_plan
from sojourn.scheduling import queries as scheduling
from sojourn.scheduling.queries.groups import waiting_of


@needs(Permission.FIND_PATIENTS)
def person(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Details, visits ahead and behind, contacts."""
    return _show(request, opened(request, patient_id))


@needs(Permission.SCHEDULE)
def new(request: HttpRequest) -> HttpResponse:
    """A walk-in or a call: registered, and if wanted invited into the portal with the forms."""
    form, now = posted(request, NewPatientForm), timezone.now()
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "client_id": client_id(request), "by": request.user, "now": now}
        patient = carry_out(form, partial(welcome, **facts))
        if patient:
            messages.success(request, f"{patient.name} is registered as MRN {patient.record_number}.")
            return redirect(f"{_book_page()}?patient={patient.pk}&service=intake")
    return render(request, "workspace/people/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.SCHEDULE)
@require_POST
def details(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Change how somebody is called or reached."""
    patient, form = opened(request, patient_id), DetailsForm(request.POST)
    change = partial(actions.update_details, patient=patient, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if form.is_valid() and carry_out(form, lambda: change(**form.cleaned_data)):
        messages.success(request, "Kept.")
        return redirect("workspace:person", patient.pk)
    return _show(request, patient, details_form=form)


@needs(Permission.SCHEDULE)
@require_POST
def contact(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The emergency contact, or who takes them home."""
    patient, form = opened(request, patient_id), ContactForm(request.POST)
    keep = partial(actions.set_contact, patient=patient, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if form.is_valid() and carry_out(form, lambda: keep(**form.cleaned_data)):
        messages.success(request, "Kept.")
        return redirect("workspace:person", patient.pk)
    return _show(request, patient, contact_form=form)


@needs(Permission.SCHEDULE)
@require_POST
def open_portal(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Send the link that opens their account (again)."""
    patient, form = opened(request, patient_id), Form(request.POST)
    if carry_out(form, partial(give_portal, patient=patient, by=request.user, now=timezone.now())):  # type: ignore[arg-type]
        messages.success(request, f"The link is on its way to {patient.email}.")
    for sentence in form.non_field_errors():
        messages.error(request, str(sentence))
    return redirect("workspace:person", patient.pk)


def opened(request: HttpRequest, patient_id: UUID, reason: str = "contact details") -> Patient:
    """The record, opened and logged; 404 for absent and not yours alike."""
    try:
        return people.open_record(patient_id, by=request.user, now=timezone.now(), reason=reason)  # type: ignore[arg-type]
    except people.NotFound as absent:
        raise Http404 from absent


def _show(
    request: HttpRequest,
    patient: Patient,
    *,
    details_form: DetailsForm | None = None,
    contact_form: ContactForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "patient": patient,
        "ahead": scheduling.upcoming(patient, now),
        "behind": _behind(patient, now),
        "contacts": people.contacts_of(patient),
        "waiting": waiting_of(patient, now),
        "plan": current_plan(patient),
        "details_form": details_form or DetailsForm(initial=_details(patient)),
        "contact_form": contact_form or ContactForm(initial=_kind_wanted(request)),
        "may": abilities(request),
    }
    status = 422 if details_form or contact_form else 200
    return render(request, "workspace/people/person.html", context, status=status)


def _details(patient: Patient) -> dict[str, Any]:
    return {name: getattr(patient, name) for name in DetailsForm.base_fields}


def _kind_wanted(request: HttpRequest) -> dict[str, str]:
    """Whoever comes from a page that misses somebody finds that part chosen."""
    wanted = request.GET.get("name", "")
    return {"kind": wanted} if wanted in Contact.Kind.values else {}


def _behind(patient: Patient, now: datetime) -> Any:
    ahead = scheduling.upcoming(patient, now).values("pk")
    return scheduling.visits_of(patient).exclude(pk__in=ahead)[:20]


def _book_page() -> str:
    return reverse("workspace:book")
