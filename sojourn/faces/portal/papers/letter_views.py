"""Everything on paper: what is to sign, what was signed, letters, estimates, going-home instructions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.core.together import fetch_together
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui import papers
from sojourn.intake import queries as intake
from sojourn.people.models import Patient
from sojourn.screening.models import EligibilityDecision
from sojourn.treatment.models import Session
from sojourn.treatment.queries.home import went_home


@needs(Permission.USE_PORTAL)
def documents(request: HttpRequest) -> HttpResponse:
    """To sign first, then everything there is, newest first."""
    now = timezone.now()
    patient = own_record(request, now, "documents")
    kept: dict[str, QuerySet[Any]] = {
        "signatures": intake.signatures_of(patient),
        "decisions": patient.decisions.select_related("by"),
        "estimates": patient.estimates.select_related("read"),
        "superbills": patient.superbills.all(),
        "sessions": went_home(patient),
    }
    fetch_together(*kept.values())
    context = {
        **kept,
        "to_sign": _to_sign(list(kept["signatures"]), timezone.localdate(now)),
        "letters": content.pack().letters,
    }
    return render(request, "portal/papers/documents.html", context)


@needs(Permission.USE_PORTAL)
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The letter as a page."""
    patient = own_record(request, timezone.now(), "documents")
    found = _decision(patient, decision_id)
    title = content.pack().letters[f"decision-{found.outcome.replace('_', '-')}"].title
    return render(request, "portal/papers/letter.html", {"decision": found, "title": title})


@needs(Permission.USE_PORTAL)
def decision_pdf(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The letter on paper."""
    patient = own_record(request, timezone.now(), "documents")
    return papers.decision_letter(_decision(patient, decision_id))


@needs(Permission.USE_PORTAL)
def going_home(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What was given along after one session."""
    patient = own_record(request, timezone.now(), "documents")
    return render(request, "portal/papers/going_home.html", {"session": _session(patient, session_id)})


@needs(Permission.USE_PORTAL)
def going_home_pdf(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The same on paper, for whoever takes them home."""
    patient = own_record(request, timezone.now(), "documents")
    session = _session(patient, session_id)
    return papers.instructions(session, session.discharge)


def _session(patient: Patient, session_id: UUID) -> Session:
    session = went_home(patient).filter(pk=session_id).first()
    if session is None:
        raise Http404
    return session


def _to_sign(signatures: list[Any], today: Any) -> list[Any]:
    """The consents of the pack without a signature that holds today, those that must be signed first."""
    open_ones = [
        each for each in content.pack().consents.values() if not intake.is_signed(each, signatures, today)
    ]
    return sorted(open_ones, key=lambda each: (not each.required, set(each.services) == {"group"}))


def _decision(patient: Patient, decision_id: UUID) -> EligibilityDecision:
    found = patient.decisions.select_related("by", "patient").filter(pk=decision_id).first()
    if found is None:
        raise Http404
    return found
