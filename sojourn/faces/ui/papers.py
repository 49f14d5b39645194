"""From stored rows to papers: the same letterhead, the same bytes each time, shown in the browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from sojourn import content
from sojourn.faces.ui.paper import blocks, render
from sojourn.intake.models import ConsentSignature
from sojourn.people.models import Patient
from sojourn.prescribing.models import Prescription
from sojourn.screening.models import EligibilityDecision, PrescriberLetter


def as_pdf(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    """One PDF, to be looked at in the browser; ``name`` is the file's name without its ending."""
    response = HttpResponse(render(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def consent(signature: ConsentSignature) -> HttpResponse:
    """A signed consent, word for word, with who signed when and the hash of the text."""
    data = {
        "made_at": signature.signed_at,
        "title": signature.title,
        "version": signature.version,
        "patient": {"name": signature.patient.legal_name, "born": signature.patient.birth_date},
        "body": blocks(signature.text),
        "signed": {
            "name": signature.signed_name,
            "at": timezone.localtime(signature.signed_at),
            "how": "typed in the patient’s account",
            "proof": signature.text_hash,
        },
    }
    return as_pdf("consent", data, f"consent-{signature.consent}-{signature.version}")


def prescription(found: Prescription) -> HttpResponse:
    """A Schedule III prescription to sign by hand; it says that it is not an electronic one."""
    prescriber, patient = found.prescriber, found.patient
    data = {
        "made_at": found.at,
        "patient": {"name": patient.legal_name, "born": patient.birth_date, "address": found.patient_address},
        "prescriber": {
            "name": prescriber.signature,
            "address": content.pack().clinic.address,
            "dea": found.dea_number,
            "npi": prescriber.npi,
            "licence": prescriber.licence,
        },
        "drug": found.drug,
        "strength": found.strength,
        "form": found.form,
        "quantity": found.quantity,
        "directions": found.directions,
        "refills": found.refills,
        "issued": found.issued_on,
        "off_label": content.pack().clinic.off_label,
    }
    if found.external_number:
        data["number"] = found.external_number
    return as_pdf("prescription", data, f"prescription-{patient.record_number}-{found.issued_on}")


def decision_letter(decision: EligibilityDecision) -> HttpResponse:
    """What the provider decided, as the patient was told."""
    patient: Patient = decision.patient
    staff = getattr(decision.by, "staff", None)
    data = {
        "made_at": decision.at,
        "subject": content.pack().letters[f"decision-{decision.outcome.replace('_', '-')}"].title,
        "date": timezone.localdate(decision.at),
        "to": [patient.legal_name, *patient.address.splitlines()],
        "body": blocks(decision.letter),
        "sign": {"name": staff.signature if staff else decision.by.name},
    }
    return as_pdf("letter", data, f"decision-{patient.record_number}-{decision.at:%Y-%m-%d}")


def prescriber_letter(letter: PrescriberLetter) -> HttpResponse:
    """A question to a colleague, word for word as it stands on the screen: every line a paragraph, no mark read."""
    lines = (line.strip() for line in letter.text.splitlines())
    data = {
        "made_at": letter.sent_at,
        "subject": content.pack().letters["prescriber"].title,
        "date": timezone.localdate(letter.sent_at),
        "to": [
            letter.member.name,
            *filter(None, (letter.member.practice, *letter.member.address.splitlines())),
        ],
        "body": [{"kind": "paragraph", "text": line} for line in lines if line],
        "sign": {"name": ""},
    }
    return as_pdf("letter", data, f"letter-{letter.patient.record_number}-{letter.sent_at:%Y-%m-%d}")
