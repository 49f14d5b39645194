"""Those around a patient, and the weight that doses rest on."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import refuse
from sojourn.people.actions.fields import read_name, read_phone
from sojourn.people.models import BodyWeight, CareTeamMember, Contact, Patient

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
) -> Contact:
    """The emergency contact, or who takes the patient home: one of each, the new one replacing the old."""
    facts = {"name": read_name(name), "relationship": relationship.strip(), "phone": read_phone(phone)}
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
def add_care_team_member(
    *,
    patient: Patient,
    kind: str,
    name: str,
    by: User | None,
    now: datetime,
    practice: str = "",
    phone: str = "",
    may_contact: bool = False,
) -> CareTeamMember:
    """Another clinician who cares for the patient, and whether we may speak with them (P11, P18)."""
    member = CareTeamMember.objects.create(
        patient=patient,
        kind=CareTeamMember.Kind(kind),
        name=read_name(name),
        practice=practice.strip(),
        phone=read_phone(phone),
        may_contact=may_contact,
    )
    audit.record(
        "care_team.added",
        f"{member.get_kind_display()} of {patient}: {member.name}",
        by=by,
        now=now,
        subject=member,
        patient_id=patient.pk,
        data={"may_contact": may_contact},
    )
    return member


@transaction.atomic
def remove_care_team_member(*, member: CareTeamMember, by: User | None, now: datetime) -> None:
    """Somebody is no longer part of the patient's care."""
    audit.record(
        "care_team.removed",
        f"{member.name} is no longer part of the care of {member.patient}",
        by=by,
        now=now,
        subject=member,
        patient_id=member.patient_id,
    )
    member.delete()


@transaction.atomic
def note_weight(
    *, patient: Patient, kg: Decimal | float | int, by: User | None, now: datetime, source: str = "measured"
) -> BodyWeight:
    """A weight in kilograms, to one decimal; one that no adult has is refused (pounds are a usual slip)."""
    exact = Decimal(str(kg))
    if not exact.is_finite() or not LIGHTEST_KG <= exact <= HEAVIEST_KG:
        raise refuse("weight_impossible", f"{kg} kg cannot be right. Was it measured in pounds?", field="kg")
    weight = exact.quantize(Decimal("0.1"))
    row = BodyWeight.objects.create(patient=patient, kg=weight, measured_at=now, by=by, source=source)
    audit.record(
        "weight.noted",
        f"{patient} weighs {weight} kg",
        by=by,
        now=now,
        subject=row,
        patient_id=patient.pk,
        data={"kg": weight, "source": source},
    )
    return row
