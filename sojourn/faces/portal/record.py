"""The one way into a patient's pages: their own record, scope checked, the read logged."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest

from sojourn.people import queries as people
from sojourn.people.models import Patient


def own_record(request: HttpRequest, now: datetime, reason: str = "portal") -> Patient:
    """The record of the person who is signed in; 404 when there is none. The frame greets ``request.patient``."""
    own = people.patient_of(request.user)  # type: ignore[arg-type]
    try:
        patient = people.opened(own, by=request.user, now=now, reason=reason)  # type: ignore[arg-type]
    except people.NotFound as absent:
        raise Http404 from absent
    request.patient = patient  # type: ignore[attr-defined]
    return patient
