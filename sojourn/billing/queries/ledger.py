"""One patient's account, charge by charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.billing.models import Charge, Payment, Superbill
from sojourn.billing.queries.superbills import VISIT_WITH_NOTE, diagnoses_in, latest_decision, superbill_facts
from sojourn.billing.rules import allocate, may_issue
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Decision
from sojourn.core.together import fetch_together
from sojourn.people.models import Patient

Standing = Literal["issued", "ready", "waiting", "never"]


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """A charge with what was taken off, paid and is due, and how its superbill stands."""

    charge: Charge
    on: date
    off_cents: int
    off_reason: str
    paid_cents: int
    superbill: Superbill | None
    superbill_decision: Decision | None

    @property
    def due_cents(self) -> int:
        """What is still to be paid of it."""
        return self.charge.cents - self.off_cents - self.paid_cents

    @property
    def standing(self) -> Standing:
        """How the superbill stands: issued, ready to be issued, waiting for something, or never given."""
        if self.superbill:
            return "issued"
        if self.superbill_decision is None:
            return "never"
        if self.superbill_decision.allowed:
            return "ready"
        codes = {finding.code for finding in self.superbill_decision.blocking}
        return "never" if "not_eligible" in codes else "waiting"

    @property
    def why_no_superbill(self) -> str:
        """The first sentence of why there is none; all of it stands on the refusal's own page."""
        if self.superbill_decision is None:
            return "Only visits have superbills."
        return self.superbill_decision.sentence.split(". ")[0].rstrip(".") + "."


@dataclass(frozen=True)
class Ledger:
    """All of one patient's charges and payments."""

    lines: tuple[LedgerLine, ...]
    payments: tuple[Payment, ...]

    @property
    def charged_cents(self) -> int:
        """Charges less what was taken off."""
        return sum(line.charge.cents - line.off_cents for line in self.lines)

    @property
    def paid_cents(self) -> int:
        """Payments less refunds."""
        return sum(payment.cents for payment in self.payments)

    @property
    def balance_cents(self) -> int:
        """What is owed; below zero when too much was paid."""
        return self.charged_cents - self.paid_cents


def ledger_of(patient: Patient) -> Ledger:
    """The account, oldest first. Payments settle the oldest charge first. One query."""
    charges, paid = _charges(patient), _with_parts(Payment.objects.filter(patient=patient))
    bills = Superbill.objects.filter(patient=patient).order_by("at")
    decisions = latest_decision(patient)
    fetch_together(charges, paid, bills, decisions)
    shares = allocate(max(sum(each.cents for each in paid), 0), [_net(charge) for charge in charges])
    issued: dict[UUID | None, Superbill] = {each.appointment_id: each for each in bills}
    decided = diagnoses_in(decisions)
    lines = (
        _line(charge, share, issued.get(charge.appointment_id), decided)
        for charge, share in zip(charges, shares, strict=True)
    )
    return Ledger(tuple(lines), tuple(paid))


def receipts(patient: Patient) -> QuerySet[Payment]:
    """Payments and refunds, newest first; each has a receipt."""
    return _with_parts(Payment.objects.filter(patient=patient)).order_by("-number")


def payment_by(id: UUID, *, patient: Patient) -> Payment | None:
    """One payment of this patient."""
    return receipts(patient).filter(pk=id).first()


def _charges(patient: Patient) -> QuerySet[Charge]:
    related = [f"appointment__{name}" for name in VISIT_WITH_NOTE]
    return Charge.objects.filter(patient=patient, answers__isnull=True).select_related(
        "appointment", "answered_by", *related
    )


def _with_parts(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    return payments.select_related("instalment", "instalment__plan", "answered_by", "answers", "by")


def _line(charge: Charge, paid: int, superbill: Superbill | None, decided: list[str]) -> LedgerLine:
    visit = charge.appointment
    off = getattr(charge, "answered_by", None)
    return LedgerLine(
        charge=charge,
        on=local_day(visit.starts_at if visit else charge.at),
        off_cents=-off.cents if off else 0,
        off_reason=off.reason if off else "",
        paid_cents=paid,
        superbill=superbill,
        superbill_decision=may_issue(superbill_facts(visit, decided)) if visit else None,
    )


def _net(charge: Charge) -> int:
    off = getattr(charge, "answered_by", None)
    return charge.cents + (off.cents if off else 0)


def service_name(code: str) -> str:
    """What the pack calls a service."""
    return content.pack().services[code].name
