"""Outcomes, audit and settings: read-only."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from sojourn import content
from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import ROLES, Permission
from sojourn.audit import queries as trail
from sojourn.audit.models import Event
from sojourn.outcomes.queries import clinic_summary

PAGE = 50


@needs(Permission.SEE_OUTCOMES)
def outcomes(request: SignedInRequest) -> HttpResponse:
    """Medians before and now, and how many people changed how."""
    return render(request, "workspace/oversight/outcomes.html", {"summaries": clinic_summary()})


@needs(Permission.SEE_AUDIT)
def audit(request: SignedInRequest) -> HttpResponse:
    """The trail, newest first; filtered by kind or person through the address. ?verify=1 walks the chain."""
    events = _filtered(trail.latest_events(), request)
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    proof = trail.verify() if request.GET.get("verify") else None
    return render(request, "workspace/oversight/audit.html", {"page": page, "proof": proof, "kinds": KINDS})


KINDS = (
    ("", "Everything"),
    ("record.", "Records opened"),
    ("medication.", "Medications"),
    ("session.", "Sessions"),
    ("dose.", "Doses"),
    ("appointment.", "Visits"),
    ("payment.", "Payments"),
    ("alert.", "Safety alerts"),
    ("message.", "Messages"),
    ("account.", "Accounts"),
)


def _filtered(events: QuerySet[Event], request: SignedInRequest) -> QuerySet[Event]:
    kind, who = request.GET.get("kind", ""), request.GET.get("who", "").strip()
    events = events.filter(kind__startswith=kind) if kind else events
    return events.filter(actor_name__icontains=who) if who else events


@needs(Permission.CHANGE_SETTINGS)
def settings(request: SignedInRequest) -> HttpResponse:
    """The pack and library in force, and what each role may do."""
    context = {"library": content.library(), "roles": [(role, ROLES[role]) for role in ROLES]}
    return render(request, "workspace/oversight/settings.html", context)
