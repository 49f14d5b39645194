"""The people around a patient, and how the patient is reached."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.portal.person.forms import CONTACT_SAID, ContactForm, DetailsForm, MemberForm
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.submitting import carry_out, posted
from sojourn.people import actions, queries
from sojourn.people.models import CareTeamMember, ContactConsent, Patient

DETAILS = ("preferred_name", "pronouns", "phone", "address", "channel", "language")


@needs(Permission.USE_PORTAL)
def care_team(request: HttpRequest) -> HttpResponse:
    """Who else cares for the patient, and whether we may speak with them (P11)."""
    patient, _ = _record(request)
    context = {
        "members": queries.care_team_of(patient),
        "said": CONTACT_SAID,
        "contacts": queries.contacts_of(patient),
    }
    return render(request, "portal/person/care_team.html", context)


@needs(Permission.USE_PORTAL)
def add_member(request: HttpRequest) -> HttpResponse:
    """Name another clinician."""
    patient, now = _record(request)
    form = posted(request, MemberForm)
    if form.is_valid() and carry_out(
        form,
        lambda: actions.add_care_team_member(patient=patient, by=request.user, now=now, **_told(form)),
    ):
        return redirect("portal:care_team")
    return render(request, "portal/person/member.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.USE_PORTAL)
def contact(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Allow us to speak with one clinician, or take it back."""
    patient, now = _record(request)
    member = _member(patient, member_id)
    latest = member.contact_consent
    form = posted(request, ContactForm, initial={"scope": latest.scope if latest else ""})
    if form.is_valid() and carry_out(
        form,
        lambda: actions.set_contact_consent(member=member, by=request.user, now=now, **form.cleaned_data),
    ):
        messages.success(request, f"{member.name}: {CONTACT_SAID[form.cleaned_data['scope']]}.")
        return redirect("portal:care_team")
    context = {"form": form, "member": member}
    return render(request, "portal/person/contact.html", context, status=422 if form.errors else 200)


@needs(Permission.USE_PORTAL)
@require_POST
def remove_member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Somebody no longer cares for the patient."""
    patient, now = _record(request)
    actions.remove_care_team_member(member=_member(patient, member_id), by=request.user, now=now)
    return redirect("portal:care_team")


@needs(Permission.USE_PORTAL)
def details(request: HttpRequest) -> HttpResponse:
    """What we call the patient and how we reach them. The name on documents is changed with us."""
    patient, now = _record(request)
    form = posted(request, DetailsForm, initial={name: getattr(patient, name) for name in DETAILS})
    if form.is_valid() and carry_out(
        form, lambda: actions.update_details(patient=patient, by=request.user, now=now, **form.cleaned_data)
    ):
        messages.success(request, "Kept.")
        return redirect("portal:details")
    context = {"form": form, "patient": patient}
    return render(request, "portal/person/details.html", context, status=422 if form.errors else 200)


def _member(patient: Patient, member_id: UUID) -> CareTeamMember:
    try:
        return queries.care_team_member(patient, member_id)
    except queries.NotFound as absent:
        raise Http404 from absent


def _told(form: Form) -> dict[str, str]:
    """A ticked box is a yes; an empty one says nothing, so nobody is contacted."""
    told = dict(form.cleaned_data)
    contact = ContactConsent.Scope.TREATMENT if told.pop("may_contact") else ""
    return {**told, "contact": contact}


def _record(request: HttpRequest) -> tuple[Patient, datetime]:
    now = timezone.now()
    return own_record(request, now, "details"), now
