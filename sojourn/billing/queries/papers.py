"""What receipts, superbills and estimates say, as data for the page and for paper."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sojourn import content
from sojourn.billing.models import Charge, Estimate, Payment, Superbill
from sojourn.billing.rules import allocate
from sojourn.clinic.queries import local_day
from sojourn.core.money import in_words

_DATES = ("date", "valid_until", "signed_on")


def receipt_paper(payment: Payment) -> dict[str, Any]:
    """A receipt as things stood when the money was taken: what it settled, how it was paid, what was left."""
    charges, before = _account_before(payment)
    owed = sum(cents for _, cents in charges)
    return {
        "made_at": payment.at,
        "number": payment.receipt_number,
        "date": local_day(payment.at),
        "patient": {"name": payment.patient.legal_name, "mrn": payment.patient.record_number},
        "lines": _settled_lines(payment, charges, before),
        "payments": [
            {"date": local_day(payment.at), "how": _how(payment), "amount": payment.cents},
        ],
        "total": owed - before,
        "paid": payment.cents,
        "balance": owed - before - payment.cents,
        "notes": [*_plan_notes(payment), *sentences(_letter("receipt-footer"))],
    }


def superbill_paper(superbill: Superbill) -> dict[str, Any]:
    """A superbill word for word as issued."""
    return {
        **_dated(superbill.content),
        "made_at": superbill.at,
        "number": superbill.paper_number,
        "notes": [*superbill.content["notes"], *sentences(_letter("superbill-footer"))],
    }


def estimate_paper(estimate: Estimate) -> dict[str, Any]:
    """An estimate word for word as given."""
    opening, *rights = estimate.content["sentences"]
    return {
        **_dated(estimate.content),
        "made_at": estimate.at,
        "number": estimate.paper_number,
        "opening": opening,
        "sentences": rights,
    }


def sentences(markdown: str) -> list[str]:
    """The paragraphs and list items of a text of the pack as plain sentences."""
    pieces = re.split(r"\n\s*\n|\n(?=- )", markdown.strip())
    return [re.sub(r"\s+", " ", piece.removeprefix("- ").replace("**", "")).strip() for piece in pieces]


def _account_before(payment: Payment) -> tuple[list[tuple[Charge, int]], int]:
    """Charges less what had been taken off, and what had been paid, at the moment of this payment."""
    rows = Charge.objects.filter(patient=payment.patient_id, at__lte=payment.at)
    known = list(rows.select_related("appointment__staff", "answers"))
    off = {row.answers_id: row.cents for row in known if row.answers_id}
    charges = [(row, row.cents + off.get(row.pk, 0)) for row in known if row.answers_id is None]
    earlier = Payment.objects.filter(patient=payment.patient_id, number__lt=payment.number)
    return charges, sum(earlier.values_list("cents", flat=True))


def _settled_lines(payment: Payment, charges: list[tuple[Charge, int]], before: int) -> list[dict[str, Any]]:
    answered = payment.answers
    if answered and payment.is_refund:
        what = f"Refund of receipt {answered.receipt_number}: {payment.reason}"
        return [{"date": local_day(payment.at), "what": what, "amount": payment.cents}]
    amounts = [cents for _, cents in charges]
    until, already = allocate(before + payment.cents, amounts), allocate(before, amounts)
    settled = ((row, now - then) for (row, _), now, then in zip(charges, until, already, strict=True))
    return [_charge_line(row, cents) for row, cents in settled if cents > 0]


def _charge_line(charge: Charge, cents: int) -> dict[str, Any]:
    visit = charge.appointment
    return {
        "date": local_day(visit.starts_at if visit else charge.at),
        "what": charge.description,
        "provider": _provider_line(visit.staff.signature, visit.staff.npi) if visit else "",
        "amount": cents,
    }


def _provider_line(name: str, npi: str) -> str:
    return f"{name}, NPI {npi}" if npi else name


def _how(payment: Payment) -> str:
    label = Payment.Method(payment.method).label
    return f"{label}, {payment.reference}" if payment.reference else label


def _plan_notes(payment: Payment) -> list[str]:
    part = payment.instalment
    if part is None or payment.is_refund:
        return []
    of = part.plan.instalments.count()
    paid = Payment.objects.filter(instalment__plan=part.plan, number__lte=payment.number)
    left = in_words(part.plan.total_cents - sum(paid.values_list("cents", flat=True)), always_cents=True)
    apr = content.pack().policies.plan.apr_percent
    return [f"{apr} % plan, instalment {part.number} of {of}. Left on the plan: {left}."]


def _letter(id: str) -> str:
    return content.pack().letters[id].filled()


def _dated(stored: dict[str, Any]) -> dict[str, Any]:
    """Stored days as days again, wherever a paper shows one."""
    shown = {
        key: date.fromisoformat(value) if key in _DATES and value else value for key, value in stored.items()
    }
    shown["patient"] = {**stored["patient"], "born": date.fromisoformat(stored["patient"]["born"])}
    shown["lines"] = [_dated_line(line) for line in stored["lines"]]
    return shown


def _dated_line(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "date": date.fromisoformat(line["date"])} if line.get("date") else line
