"""From stored rows to papers: the same letterhead, the same bytes each time, shown in the browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from sojourn import content
from sojourn.faces.ui.paper import blocks, render, signed_below
from sojourn.faces.ui.paper_marks import no_mark, superseded_mark, taken_back_mark, void_mark
from sojourn.faces.ui.words import full_day
from sojourn.intake.models import ConsentSignature
from sojourn.intake.rules import PAD_HEIGHT, PAD_WIDTH, is_path
from sojourn.people.models import Patient
from sojourn.prescribing.models import DoseOrder, Prescription
from sojourn.prescribing.queries import route_planned_for
from sojourn.prescribing.rules import plain
from sojourn.screening.models import EligibilityDecision, PrescriberLetter
from sojourn.treatment.models import Discharge, Session


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
        "mark": taken_back_mark(signature),
        "signed": {
            "name": signature.signed_name,
            "at": timezone.localtime(signature.signed_at),
            "how": f"{signature.get_how_display().lower()} in the patient’s account",
            "drawing": _drawing(signature.strokes),
            "proof": signature.text_hash,
        },
    }
    return as_pdf("consent", data, f"consent-{signature.consent}-{signature.version}")


def _drawing(strokes: str) -> str:
    """A drawn signature as a picture for paper; none for a typed one."""
    if not is_path(strokes):
        return ""
    line = 'fill="none" stroke="#17313c" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"'
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PAD_WIDTH} {PAD_HEIGHT}"'
    return f'<svg {box}><path d="{strokes}" {line}/></svg>'


def prescription(found: Prescription) -> HttpResponse:
    """A Schedule III prescription to sign by hand, or the record's copy of one that was sent elsewhere.

    It says who both were on the day; rows from before that was kept show them as they are now.
    """
    prescriber, patient = found.prescriber, found.patient
    data = {
        "made_at": found.at,
        "patient": {
            "name": found.patient_name or patient.legal_name,
            "born": found.patient_birth_date or patient.birth_date,
            "address": found.patient_address,
        },
        "prescriber": {
            "name": found.prescriber_name or prescriber.signature,
            "address": found.prescriber_address or content.pack().clinic.address,
            "dea": found.dea_number,
            "npi": found.npi or prescriber.npi,
            "licence": found.prescriber_licence if found.prescriber_name else prescriber.licence,
        },
        "drug": found.drug,
        "where": found.get_setting_display(),
        "in_office": found.setting == Prescription.Setting.OFFICE,
        "strength": found.strength,
        "form": found.form,
        "quantity": found.quantity,
        "directions": found.directions,
        "days_supply": f"{found.days_supply} days" if found.days_supply else "",
        "refills": found.refills,
        "issued": found.issued_on,
        "expires": found.expires_on,
        "seen_in_person": f"{full_day(found.seen_on)}, by {found.seen_by}" if found.seen_on else "",
        "record_copy": bool(found.external_number),
        "number": found.external_number,
        "off_label": content.pack().clinic.off_label,
        "mark": void_mark(found) or no_mark(patient),
    }
    return as_pdf("prescription", data, f"prescription-{patient.record_number}-{found.issued_on}")


def order(found: DoseOrder) -> HttpResponse:
    """What may be given in the next session: mg and mL, with the weight and when it was measured."""
    patient, staff = found.patient, getattr(found.by, "staff", None)
    data = {
        "made_at": found.at,
        "patient": {"name": patient.legal_name, "born": patient.birth_date, "mrn": patient.record_number},
        "mg": plain(found.mg),
        "ml": f"{found.ml:.2f}",
        "strength": found.strength_mg_per_ml,
        "mg_per_kg": plain(found.mg_per_kg),
        "weight": f"{plain(found.weight_kg)} kg",
        "weighed": timezone.localtime(found.weighed_at) if found.weighed_at else "",
        "route": _route(found),
        "booster": f"{plain(found.booster_mg)} mg, once, if needed" if found.booster_mg else "none",
        "reason": found.reason,
        "signed": {
            "by": staff.signature if staff else found.by.name,
            "at": timezone.localtime(found.at),
        },
        "mark": void_mark(found.prescription) or superseded_mark(found) or no_mark(patient),
    }
    return as_pdf("order", data, f"order-{patient.record_number}-{found.at:%Y-%m-%d}")


def _route(order: DoseOrder) -> str:
    """The way in that was planned when it was ordered, as the library names it; the plan's own word for another."""
    planned = route_planned_for(order)
    names = {
        each.code.upper(): f"{each.name} ({each.code.upper()})" for each in content.library().dosing.routes
    }
    return names.get(planned, planned)


def decision_letter(decision: EligibilityDecision) -> HttpResponse:
    """What the provider decided, as the patient was told."""
    patient: Patient = decision.patient
    staff = getattr(decision.by, "staff", None)
    text, sign = signed_below(decision.letter, staff.signature if staff else decision.by.name)
    data = {
        "made_at": decision.at,
        "subject": content.pack().letters[f"decision-{decision.outcome.replace('_', '-')}"].title,
        "date": timezone.localdate(decision.at),
        "to": [patient.legal_name, *patient.address.splitlines()],
        "body": blocks(text),
        "sign": sign,
    }
    return as_pdf("letter", data, f"decision-{patient.record_number}-{decision.at:%Y-%m-%d}")


def instructions(session: Session, home: Discharge) -> HttpResponse:
    """The rest of the day after a session, as it was given along. The pack's letter closes with who signs it."""
    data = {
        "made_at": home.at,
        "subject": content.pack().letters["discharge"].title,
        "date": timezone.localdate(home.at),
        "to": [session.patient.name],
        "body": blocks(home.instructions),
        "sign": {"name": ""},
    }
    return as_pdf("letter", data, f"going-home-{session.patient.record_number}-{home.at:%Y-%m-%d}")


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
