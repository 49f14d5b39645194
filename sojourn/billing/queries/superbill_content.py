"""What a superbill says, gathered once and stored word for word."""

from __future__ import annotations

from typing import Any

from sojourn import content
from sojourn.billing.models import Charge
from sojourn.billing.queries.codes import diagnosis_words, place_of_service
from sojourn.billing.queries.ledger import LedgerLine, ledger_of
from sojourn.billing.queries.superbills import decided_diagnoses, diagnoses_of, procedure_code, signature_of
from sojourn.clinic.queries import local_day
from sojourn.core.money import in_words
from sojourn.core.spoken import full_day
from sojourn.scheduling.models import Appointment

_REFERENCES = "ABCDEFGHIJKL"


def superbill_content(visit: Appointment, *, today: str) -> dict[str, Any]:
    """The fields a payer needs (patient, provider with NPI, EIN, codes, place, charge, payment) for one visit."""
    line = _line_of(visit)
    diagnoses = diagnoses_of(visit, decided_diagnoses(visit.patient))[: len(_REFERENCES)]
    signature = signature_of(visit)
    return {
        "date": today,
        "patient": _patient(visit),
        "provider": {"name": visit.staff.signature, "npi": visit.staff.npi},
        "diagnoses": [{"code": code, "words": diagnosis_words(code)} for code in diagnoses],
        "lines": [_service_line(visit, line.charge, len(diagnoses))],
        "total": line.charge.cents - line.off_cents,
        "paid": line.paid_cents,
        "signed_by": visit.staff.signature,
        "signed_at": full_day(local_day(signature.at)) if signature else "",
        "minutes": signature.minutes if signature else None,
        "notes": [_paid_note(line)],
    }


def _line_of(visit: Appointment) -> LedgerLine:
    return next(line for line in ledger_of(visit.patient).lines if line.charge.appointment_id == visit.pk)


def _patient(visit: Appointment) -> dict[str, str]:
    patient = visit.patient
    return {
        "name": patient.legal_name,
        "born": patient.birth_date.isoformat(),
        "mrn": patient.record_number,
        "address": patient.address,
    }


def _service_line(visit: Appointment, charge: Charge, diagnoses: int) -> dict[str, Any]:
    service = content.pack().services[visit.service]
    return {
        "date": local_day(visit.starts_at).isoformat(),
        "code": procedure_code(visit),
        "place": place_of_service(service.mode),
        "what": service.name,
        "pointers": _REFERENCES[:diagnoses],
        "units": 1,
        "charge": charge.cents,
    }


def _paid_note(line: LedgerLine) -> str:
    if line.due_cents <= 0:
        return "Paid in full."
    return f"Open: {in_words(line.due_cents, always_cents=True)}."
