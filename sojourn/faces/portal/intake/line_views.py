"""Lines of the problem list and the allergies: added, changed, taken off and put back, each kept at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Refused
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.history_lines import Listing, known_conditions, line_among, listing_named
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.people.models import Patient


@needs(Permission.USE_PORTAL)
def add(request: HttpRequest, listing: str) -> HttpResponse:
    """Put a line on the list."""
    kept_as, (patient, now) = listing_named(listing), _record(request)
    form = posted(request, kept_as.form)
    if _may_keep(request, form) and carry_out(
        form,
        lambda: kept_as.add(
            patient=patient, by=request.user, now=now, client_id=client_id(request), **form.cleaned_data
        ),
    ):
        return _to_the_list(kept_as)
    return _page(request, kept_as, form, f"Add {'an' if kept_as.noun[0] in 'aeiou' else 'a'} {kept_as.noun}")


@needs(Permission.USE_PORTAL)
def change(request: HttpRequest, listing: str, line_id: UUID) -> HttpResponse:
    """Change a line; the old one is kept underneath."""
    kept_as, (patient, now) = listing_named(listing), _record(request)
    line = line_among(kept_as.lines(patient).current, line_id)
    form = posted(request, kept_as.form, initial=kept_as.told(line))
    if _may_keep(request, form) and carry_out(
        form, lambda: kept_as.change(line, form, by=request.user, now=now)
    ):
        return _to_the_list(kept_as)
    return _page(request, kept_as, form, str(line))


@needs(Permission.USE_PORTAL)
@require_POST
def remove(request: HttpRequest, listing: str, line_id: UUID) -> HttpResponse:
    """Take a line off; the page it comes back to offers to put it back."""
    kept_as, (patient, now) = listing_named(listing), _record(request)
    line = line_among(kept_as.lines(patient).current, line_id)
    _try(request, lambda: kept_as.remove(line, by=request.user, now=now))
    return _to_the_list(kept_as)


@needs(Permission.USE_PORTAL)
@require_POST
def put_back(request: HttpRequest, listing: str, line_id: UUID) -> HttpResponse:
    """Undo the taking off."""
    kept_as, (patient, now) = listing_named(listing), _record(request)
    line = line_among(kept_as.lines(patient).taken_off, line_id)
    _try(request, lambda: kept_as.put_back(line, by=request.user, now=now))
    return _to_the_list(kept_as)


def _record(request: HttpRequest) -> tuple[Patient, datetime]:
    now = timezone.now()
    return own_record(request, now, "intake form"), now


def _may_keep(request: HttpRequest, form: Any) -> bool:
    """Valid, and nothing left to ask back."""
    return request.method == "POST" and form.is_valid() and not form.offers


def _try(request: HttpRequest, action: Any) -> None:
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))


def _to_the_list(listing: Listing) -> HttpResponse:
    return redirect(f"{_address(listing)}#the-list")


def _address(listing: Listing) -> str:
    topics = content.library().intake_form.topics
    return reverse(
        "portal:forms_topic", args=[next(each.key for each in topics if each.lists == listing.key)]
    )


def _page(request: HttpRequest, listing: Listing, form: Any, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "listing": listing.key,
        "back": f"{_address(listing)}#the-list",
        "conditions": known_conditions() if listing.key == "problems" else (),
    }
    return render(
        request,
        "portal/intake/line.html",
        context,
        status=422 if form.errors or (form.is_bound and form.offers) else 200,
    )
