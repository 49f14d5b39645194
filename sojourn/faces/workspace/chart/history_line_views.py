"""The problem list and the allergies in the chart: a provider adds and corrects lines, and the old ones are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Refused
from sojourn.faces.ui.history_lines import Listing, known_conditions, line_among, listing_named
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.people.models import Patient


@needs(Permission.REVIEW_INTAKE)
def add(request: SignedInRequest, patient_id: UUID, listing: str) -> HttpResponse:
    """Put a line on the list."""
    kept_as, form = listing_named(listing), posted(request, listing_named(listing).form)

    def keep(patient: Patient, now: datetime) -> object:
        return kept_as.add(
            patient=patient, by=request.user, now=now, client_id=client_id(request), **form.cleaned_data
        )

    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    return _page(request, kept_as, form, (patient, context, now), keep, f"Add to the {_TITLES[listing]}")


@needs(Permission.REVIEW_INTAKE)
def change(request: SignedInRequest, patient_id: UUID, listing: str, line_id: UUID) -> HttpResponse:
    """Correct a line; the old one is kept underneath."""
    kept_as, now = listing_named(listing), timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    line = line_among(kept_as.lines(patient).current, line_id)
    form = posted(request, kept_as.form, initial=kept_as.told(line))

    def keep(patient: Patient, now: datetime) -> object:
        return kept_as.change(line, form, by=request.user, now=now)

    return _page(request, kept_as, form, (patient, context, now), keep, f"Correct “{line}”")


@needs(Permission.REVIEW_INTAKE)
@require_POST
def remove(request: SignedInRequest, patient_id: UUID, listing: str, line_id: UUID) -> HttpResponse:
    """Take a line off; it can be put back."""
    kept_as = listing_named(listing)
    return _done(request, patient_id, lambda patient: kept_as.lines(patient).current, line_id, kept_as.remove)


@needs(Permission.REVIEW_INTAKE)
@require_POST
def put_back(request: SignedInRequest, patient_id: UUID, listing: str, line_id: UUID) -> HttpResponse:
    """Undo the taking off."""
    kept_as = listing_named(listing)
    return _done(
        request, patient_id, lambda patient: kept_as.lines(patient).taken_off, line_id, kept_as.put_back
    )


_TITLES = {"problems": "problem list", "allergies": "allergies"}


def _done(
    request: SignedInRequest,
    patient_id: UUID,
    among: Callable[[Patient], tuple[Any, ...]],
    line_id: UUID,
    action: Callable[..., Any],
) -> HttpResponse:
    now = timezone.now()
    patient, _ = open_chart(request, patient_id, now=now, reason="problem list and allergies")
    try:
        action(line_among(among(patient), line_id), by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:chart_intake", patient_id=patient.pk)


def _page(
    request: SignedInRequest,
    listing: Listing,
    form: Any,
    opened: tuple[Patient, dict[str, Any], datetime],
    keep: Callable[[Patient, datetime], object],
    title: str,
) -> HttpResponse:
    patient, context, now = opened
    is_complete = request.method == "POST" and form.is_valid() and not form.offers
    if is_complete and carry_out(form, lambda: keep(patient, now)):
        return redirect("workspace:chart_intake", patient_id=patient.pk)
    context |= {
        "form": form,
        "title": title,
        "button": "Keep this line",
        "listing": listing.key,
        "conditions": known_conditions() if listing.key == "problems" else (),
    }
    return render(request, "workspace/chart/history_line.html", context, status=status_of(request))
