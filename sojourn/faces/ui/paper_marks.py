"""What a paper says across every page when it no longer counts: since when, and why."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sojourn.faces.ui.words import clock, full_day
from sojourn.intake.models import ConsentSignature
from sojourn.people.models import Patient
from sojourn.prescribing.models import DoseOrder, Prescription
from sojourn.prescribing.queries import order_after
from sojourn.screening.models import EligibilityDecision

Mark = dict[str, str]


def taken_back_mark(signature: ConsentSignature) -> Mark | None:
    """Of a consent that its patient took back."""
    withdrawal = getattr(signature, "withdrawal", None)
    if withdrawal is None:
        return None
    return _mark("No longer valid", f"Taken back on {_moment(withdrawal.at)}.", withdrawal.reason)


def void_mark(prescription: Prescription) -> Mark | None:
    """Of a prescription that its prescriber took back, and of the orders that rest on it."""
    void = getattr(prescription, "void", None)
    if void is None:
        return None
    words = f"Prescription taken back on {_moment(void.at)} by {void.by.name}."
    return _mark("Void", words, void.reason)


def superseded_mark(order: DoseOrder) -> Mark | None:
    """Of an order after which another was written."""
    newer = order_after(order)
    if newer is None:
        return None
    number, latest = newer
    return _mark("Superseded", f"Superseded by order no. {number} of {_moment(latest.at)}.")


def no_mark(patient: Patient) -> Mark | None:
    """Of whatever is to be given to somebody who by the latest decision is not treated."""
    latest = patient.decisions.order_by("-at", "-id").first()
    if latest is None or latest.outcome == EligibilityDecision.Outcome.ELIGIBLE:
        return None
    words = f"Decided on {_moment(latest.at)}: {latest.get_outcome_display().lower()}."
    return _mark("Void", f"{words} Nothing is given or dispensed on this paper.")


def _mark(word: str, line: str, why: str = "") -> Mark:
    return {"word": word, "line": line, "why": why}


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{full_day(local.date())}, {clock(local)}"
