"""Other clinicians in the chart: who they are, how they are reached, what the patient allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, posted, status_of
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.chart.letter_forms import ContactForm, MemberForm, ReachForm
from sojourn.people import actions, queries
from sojourn.people.models import CareTeamMember, Patient

Keep = Callable[[Patient, dict[str, Any], datetime], object]


@needs(Permission.OPEN_CHART)
def add(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Name another clinician who cares for the patient."""

    def keep(patient: Patient, told: dict[str, Any], now: datetime) -> object:
        return actions.add_care_team_member(patient=patient, by=request.user, now=now, **told)

    return _page(request, patient_id, MemberForm, keep, "Who else cares for them", "Add to the care team")


@needs(Permission.OPEN_CHART)
def reach(request: SignedInRequest, patient_id: UUID, member_id: UUID) -> HttpResponse:
    """How one clinician is reached."""

    def keep(patient: Patient, told: dict[str, Any], now: datetime) -> object:
        member = _member(patient, member_id)
        return actions.change_care_team_member(member=member, by=request.user, now=now, **told)

    return _page(request, patient_id, ReachForm, keep, "How to reach {name}", "Keep", member_id)


@needs(Permission.OPEN_CHART)
def contact(request: SignedInRequest, patient_id: UUID, member_id: UUID) -> HttpResponse:
    """Take down the patient's word about contact with one clinician."""

    def keep(patient: Patient, told: dict[str, Any], now: datetime) -> object:
        member = _member(patient, member_id)
        return actions.set_contact_consent(member=member, by=request.user, now=now, **told)

    return _page(
        request,
        patient_id,
        ContactForm,
        keep,
        "May we speak with {name}?",
        "Keep the patient’s word",
        member_id,
    )


def _page(
    request: SignedInRequest,
    patient_id: UUID,
    form_class: type[Form],
    keep: Keep,
    title: str,
    button: str,
    member_id: UUID | None = None,
) -> HttpResponse:
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="care team")
    member = _member(patient, member_id) if member_id else None
    form = posted(request, form_class, initial=_initial(form_class, member))
    if form.is_valid() and carry_out(form, lambda: keep(patient, form.cleaned_data, now)):
        return redirect("workspace:chart_intake", patient.pk)
    context |= {
        "form": form,
        "title": title.replace("{name}", member.name if member else ""),
        "button": button,
        "back": reverse("workspace:chart_intake", args=[patient.pk]),
    }
    return render(request, "workspace/chart/small_form.html", context, status=status_of(request))


def _initial(form_class: type[Form], member: CareTeamMember | None) -> dict[str, Any]:
    if member is None:
        return {}
    latest = member.contact_consent
    known = {"scope": latest.scope if latest else ""}
    return known | {name: getattr(member, name) for name in form_class.base_fields if name != "scope"}


def _member(patient: Patient, member_id: UUID) -> CareTeamMember:
    try:
        return queries.care_team_member(patient, member_id)
    except queries.NotFound as absent:
        raise Http404 from absent
