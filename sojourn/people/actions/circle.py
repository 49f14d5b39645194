"""Those around a patient, and the weight that doses rest on."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.holding import hold
from sojourn.people.actions.fields import read_name, read_phone, read_text
from sojourn.people.models import BodyWeight, Contact, Patient
from sojourn.people.rules import may_write_to_escort, weight_question

LIGHTEST_KG, HEAVIEST_KG = Decimal(20), Decimal(400)


@transaction.atomic
def set_contact(
    *,
    patient: Patient,
    kind: str,
    name: str,
    by: User | None,
    now: datetime,
    relationship: str = "",
    phone: str = "",
    email: str = "",
    may_write: bool | None = None,
) -> Contact:
    """The emergency contact, or who takes the patient home: one of each, the new one replacing the old.

    ``may_write`` is the patient's word about this very person; not asked, it stays for the same person alone.
    """
    facts: dict[str, Any] = {
        "name": read_name(name),
        "relationship": read_text(relationship, "relationship", 60),
        "phone": read_phone(phone),
        "email": read_text(email, "email", 254).lower(),
    }
    known = Contact.objects.filter(patient=patient, kind=kind).first()
    if may_write is None:
        may_write = bool(known and known.may_write and known.name == facts["name"])
    require(Decision.of(may_write_to_escort(may_write, facts["phone"], facts["email"])))
    facts["may_write"] = may_write
    contact, _ = Contact.objects.update_or_create(patient=patient, kind=Contact.Kind(kind), defaults=facts)
    audit.record(
        "contact.set",
        f"{contact.get_kind_display()} of {patient}: {contact.name}",
        by=by,
        now=now,
        subject=contact,
        patient_id=patient.pk,
        data=facts,
    )
    return contact


@transaction.atomic
def note_weight(
    *,
    patient: Patient,
    kg: Decimal | float | int,
    by: User | None,
    now: datetime,
    source: str = BodyWeight.MEASURED,
    confirmed: bool = False,
) -> BodyWeight:
    """A weight in kilograms, to one decimal; one that no adult has is refused (pounds are a usual slip).

    A measured one that jumps from the last measured, or from what they told as long as nobody has weighed them, is
    refused with a question, until somebody has ``confirmed`` it.
    """
    exact = Decimal(str(kg))
    if not exact.is_finite() or not LIGHTEST_KG <= exact <= HEAVIEST_KG:
        raise refuse("weight_impossible", f"{kg} kg cannot be right. Was it measured in pounds?", field="kg")
    weight = exact.quantize(Decimal("0.1"))
    if source == BodyWeight.MEASURED and not confirmed:
        require(Decision.of(_question(patient, weight)))
    row = BodyWeight.objects.create(patient=patient, kg=weight, measured_at=now, by=by, source=source)
    audit.record(
        "weight.noted",
        f"{patient} weighs {weight} kg",
        by=by,
        now=now,
        subject=row,
        patient_id=patient.pk,
        data={"kg": weight, "source": source, "confirmed": confirmed},
    )
    return row


def _question(patient: Patient, weight: Decimal) -> Finding | None:
    """Two weighings at once would both be compared with the one before them, so the patient's row is held."""
    hold(patient)
    known = list(patient.weights.order_by("-measured_at", "-id"))
    measured = [each for each in known if each.source == BodyWeight.MEASURED]
    last = next(iter(measured or known), None)
    limit = content.pack().policies.weight.ask_above_percent
    return weight_question(weight, last.kg if last else None, limit, told=not measured)
