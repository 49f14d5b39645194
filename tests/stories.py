"""Patients at stations of their way, brought there only by actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sojourn import content
from sojourn.clinic.models import Room
from sojourn.clinic.queries import local_day
from sojourn.content.intake_form import Kind, Question
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.intake import queries as intake_queries
from sojourn.measures import actions as measures
from sojourn.people import actions as people
from sojourn.prescribing import actions as prescribing
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.screening import actions as screening
from sojourn.screening import queries as screening_queries
from sojourn.screening.resolution_rules import evidence_hash, may_resolve
from tests.factories import NOW, a_patient, a_staff_member

DEA, NPI = "AB1234563", "1234567893"
ADDRESS = "12 Alder Way\nPortland, OR 97209"


def a_prescriber(**changes: Any) -> Any:
    """A provider whose numbers are valid."""
    return a_staff_member("provider", **{"dea_number": DEA, "npi": NPI, "credentials": "MD", **changes})


def fill_intake(patient: Any, *, now: datetime = NOW, **answers: Any) -> Any:
    """Answer every question that is asked, healthily unless said otherwise, and send the form."""
    form = intake.open_form(patient=patient, now=now)
    told: dict[str, Any] = dict(answers)
    questions = content.library().intake_form.questions
    for question in questions:
        if question.is_asked(told):
            told.setdefault(question.key, _healthy(question))
    asked = {each.key for each in questions if each.is_asked(told)}
    kept = {key: value for key, value in told.items() if key in asked and value not in ("", [])}
    assert not intake.save_answers(form=form, told=kept, by=None, now=now)
    return intake.submit_form(form=form, by=None, now=now)


def _healthy(question: Question) -> Any:
    if question.read and not question.required:
        return ""
    if question.key == "sex_at_birth":
        return "male"
    if question.kind is Kind.YES_NO_UNKNOWN:
        return "yes" if question.key in {"escort_available", "has_primary_care", "has_counselor"} else "no"
    if question.kind is Kind.CHOICE:
        return question.options[0].value
    if question.kind is Kind.CHOICES:
        return [question.options[0].value]
    if question.kind is Kind.NUMBER:
        return {"weight_lb": 176, "height_ft": 5, "height_in": 10}.get(question.key, question.minimum)
    return {
        Kind.PHONE: "503 555 0123",
        Kind.STATE: "OR",
        Kind.ZIP: "97209",
        Kind.EMAIL: "team@example.test",
        Kind.DATE: "2020-01-01",
    }.get(question.kind, "Rosa Hale")


def answer_questionnaire(
    patient: Any,
    instrument: str,
    value: int,
    *,
    now: datetime = NOW,
    occasion: str = "baseline",
    **items: int,
) -> Any:
    """Ask and answer every item with the same value, but for the items named."""
    assignment = measures.assign(
        patient=patient, instrument=instrument, occasion=occasion, due_at=now, by=None, now=now
    )
    for item in content.library().instruments[instrument].items:
        choice = items.get(item.id, value)
        measures.answer(
            assignment=assignment, item=item.id, value=choice, client_id=new_id(), by=None, now=now
        )
    return measures.submit(assignment=assignment, by=None, now=now)


def sign_consents(patient: Any, *, service: str = "session", now: datetime = NOW) -> None:
    """Sign everything the service needs and nobody has signed yet."""
    for document in content.pack().consents.values():
        standing = intake_queries.standing_signature(patient, document, local_day(now))
        if service in document.services and not standing:
            intake.sign_consent(
                patient=patient,
                consent_id=document.id,
                agreed={each.id for each in document.statements},
                signed_name=patient.legal_name,
                by=patient.user,
                now=now,
            )


def seen(patient: Any, code: str, *, now: datetime = NOW) -> str:
    """The evidence of a finding as a page shows it now; nothing where it is not there."""
    judged = screening_queries.find(patient, code, today=local_day(now))
    return judged.shown if judged else ""


def all_seen(patient: Any, *, now: datetime = NOW) -> Any:
    """Everything a decision stands on, as a page shows it now."""
    return screening_queries.screening_of(patient, today=local_day(now)).seen


def texts_seen(patient: Any, *, now: datetime = NOW) -> set[str]:
    """Everything there is to read, as a page shows it now."""
    unread = screening_queries.screening_of(patient, today=local_day(now)).unread
    return {evidence_hash(each.finding) for each in unread}


def settle_findings(patient: Any, provider: Any, *, now: datetime = NOW) -> None:
    """Accept whatever is open, or rule it out where accepting is not enough, each with a reason."""
    found = screening_queries.screening_of(patient, today=local_day(now))
    for each in found.open_findings:
        screening.resolve_finding(
            patient=patient,
            code=each.finding.code,
            kind="accepted" if may_resolve(each.finding, "accepted").allowed else "ruled_out",
            reason="Discussed; plan made.",
            seen=each.shown,
            by=provider,
            now=now,
        )


def a_medical_visit(
    patient: Any,
    provider: Any,
    *,
    at: datetime = NOW,
    service: str = "intake",
    state: str = AppointmentState.DONE,
) -> Any:
    """A visit as the calendar holds it; an intake that took place unless said otherwise."""
    return Appointment.objects.create(
        patient=patient,
        service=service,
        staff=provider.staff,
        room=Room.objects.filter(kind=content.pack().services[service].room_kind).first(),
        starts_at=at,
        ends_at=at + timedelta(minutes=50),
        state=state,
        price_cents=22000,
        booked_at=at,
    )


def an_eligible_patient(provider: Any, *, now: datetime = NOW, patient: Any = None, **answers: Any) -> Any:
    """Intake sent, list confirmed, consents signed, findings settled, decided: eligible."""
    patient = patient or a_patient(now=now)
    patient = people.update_details(patient=patient, by=None, now=now, address=ADDRESS)
    fill_intake(patient, now=now, **answers)
    intake.confirm_list(patient=patient, by=None, now=now)
    sign_consents(patient, now=now)
    settle_findings(patient, provider, now=now)
    screening.decide(
        patient=patient,
        outcome="eligible",
        reasons="Nothing speaks against it.",
        seen=all_seen(patient, now=now),
        evaluated_on=local_day(now),
        visits={local_day(now)},
        by=provider,
        now=now,
    )
    return patient


def a_patient_with_a_plan(provider: Any, *, now: datetime = NOW, **answers: Any) -> Any:
    """Eligible and weighed, with a plan, a prescription and an order."""
    patient = an_eligible_patient(provider, now=now, **answers)
    people.note_weight(patient=patient, kg=Decimal("79.8"), by=provider, now=now)
    prescribing.write_plan(
        patient=patient, kind="series", sessions=4, reason="To begin with.", by=provider, now=now
    )
    prescribing.prescribe(
        patient=patient,
        by=provider,
        now=now,
        **a_prescription(issued_on=local_day(now), pdmp_checked_at=now, seen_on=local_day(now)),
    )
    prescribing.order_dose(
        patient=patient, mg_per_kg=Decimal("0.5"), strength_mg_per_ml=100, by=provider, now=now
    )
    return patient


def a_prescription(**changes: Any) -> dict[str, Any]:
    """What a complete Schedule III prescription says."""
    facts = {
        "setting": "office",
        "preparation": "vial-100",
        "quantity": 1,
        "days_supply": 30,
        "directions": "By the order of the day.",
        "refills": 0,
        "issued_on": date(2026, 3, 2),
        "pdmp_checked_at": NOW,
        "pdmp_finding": "Nothing unexpected.",
        "seen_on": date(2026, 3, 2),
    }
    told = {**facts, **changes}
    return {"visits": {told["seen_on"]}, **told}
