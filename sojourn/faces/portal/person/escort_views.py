"""Who takes the patient home."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.portal.person.forms import EscortForm
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.submitting import carry_out, posted
from sojourn.people import actions, queries

ASKED = ("name", "relationship", "phone", "email", "may_write")


@needs(Permission.USE_PORTAL)
def escort(request: HttpRequest) -> HttpResponse:
    """Name them, and say whether we may write to them."""
    now = timezone.now()
    patient = own_record(request, now, "details")
    known = queries.escort_of(patient)
    initial = {name: getattr(known, name) for name in ASKED} if known else {}
    form = posted(request, EscortForm, initial=initial)
    keep = partial(actions.set_contact, patient=patient, kind="escort", by=request.user, now=now)  # type: ignore[arg-type]
    if form.is_valid() and carry_out(form, lambda: keep(**form.cleaned_data)):
        messages.success(request, "Kept.")
        return redirect("portal:care_team")
    return render(request, "portal/person/escort.html", {"form": form}, status=422 if form.errors else 200)
