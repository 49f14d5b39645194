"""The chart's own papers: a prescription to sign by hand, a dose order, a signed consent, a decision's letter."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui import papers
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.intake.queries import signature_by_id
from sojourn.prescribing.queries import order_by_id, prescription_by_id
from sojourn.screening.queries import decision_by_id


@needs(Permission.OPEN_CHART)
def prescription(request: SignedInRequest, prescription_id: UUID) -> HttpResponse:
    """To print and sign by hand, or to keep as a copy."""
    found = prescription_by_id(prescription_id)
    if found is None:
        raise Http404
    open_chart(request, found.patient_id, now=timezone.now(), reason="prescription")
    return papers.prescription(found)


@needs(Permission.OPEN_CHART)
def order(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """What may be given in the next session."""
    found = order_by_id(order_id)
    if found is None:
        raise Http404
    open_chart(request, found.patient_id, now=timezone.now(), reason="dose order")
    return papers.order(found)


@needs(Permission.OPEN_CHART)
def consent(request: SignedInRequest, signature_id: UUID) -> HttpResponse:
    """As it was signed, word for word."""
    found = signature_by_id(signature_id)
    if found is None:
        raise Http404
    open_chart(request, found.patient_id, now=timezone.now(), reason="consent")
    return papers.consent(found)


@needs(Permission.OPEN_CHART)
def decision(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    """The letter the patient got."""
    found = decision_by_id(decision_id)
    if found is None:
        raise Http404
    open_chart(request, found.patient_id, now=timezone.now(), reason="decision letter")
    return papers.decision_letter(found)
