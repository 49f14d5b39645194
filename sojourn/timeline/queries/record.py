"""A patient's whole record as plain data: theirs to take away at any time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from sojourn import content
from sojourn.audit.queries import events_about
from sojourn.comms.queries import messages_about
from sojourn.intake.models import ConsentWithdrawal
from sojourn.people.models import ContactConsent, Patient
from sojourn.prescribing.models import PrescriptionFill
from sojourn.scheduling.models import AppointmentChange, VisitAnswer
from sojourn.screening import models as screening
from sojourn.treatment import models as treatment

RECORD_VERSION = 1


def whole_record(patient: Patient) -> dict[str, Any]:
    """Everything the clinic holds about a person, room by room, with who opened the record and when.

    Values are plain (strings, numbers, lists); times ISO 8601 in UTC; money integer cents.
    """
    return {
        "record_version": RECORD_VERSION,
        "clinic": content.pack().clinic.name,
        "patient": _row(patient),
        "people": {
            "contacts": _rows(patient.contacts.all()),
            "care_team": _rows(patient.care_team.all()),
            "contact_consents": _rows(ContactConsent.objects.filter(member__patient=patient)),
            "weights": _rows(patient.weights.all()),
            "messages": _rows(patient.messages.all()),
        },
        "intake": {
            "form": _rows(_one(patient, "intake")),
            "answers": _rows(patient.intake.answers.all()) if hasattr(patient, "intake") else [],
            "medications": _rows(patient.medications.all()),
            "readings": _rows(patient.readings.all()),
            "consents": _rows(patient.consents.all()),
            "withdrawals": _withdrawals(patient),
        },
        "measures": {
            "questionnaires": [
                {**_row(each), "answers": _rows(each.answers.all())}
                for each in patient.assignments.prefetch_related("answers")
            ],
            "scores": _rows(patient.scores.all()),
            "alerts": [
                {**_row(each), "entries": _rows(each.entries.all())}
                for each in patient.alerts.prefetch_related("entries")
            ],
        },
        "screening": {
            "interaction_checks": _rows(patient.interaction_checks.all()),
            "resolutions": _rows(patient.resolutions.all()),
            "decisions": _rows(patient.decisions.all()),
            "conditions": _rows(screening.DecisionCondition.objects.filter(decision__patient=patient)),
            **_asked_of_others(patient),
        },
        "prescribing": {
            "plan": _rows(patient.plan_revisions.all()),
            "prescriptions": _rows(patient.prescriptions.all()),
            "fills": _rows(PrescriptionFill.objects.filter(prescription__patient=patient)),
            "dose_orders": _rows(patient.dose_orders.all()),
        },
        **_visits(patient),
        "messages_out": _rows(messages_about(patient.pk)),
        "treatment": _treatment(patient),
        "pharmacy": {
            "register": _rows(patient.register_entries.all()),
            "own_medicine": _rows(patient.own_medicine.all()),
        },
        "billing": {
            name: _rows(getattr(patient, name).all())
            for name in ("charges", "payments", "payment_plans", "estimates", "superbills")
        },
        "access": [
            {"at": event.at.isoformat(), "who": event.actor_name, "what": event.sentence}
            for event in events_about(patient.pk)
        ],
    }


def _asked_of_others(patient: Patient) -> dict[str, Any]:
    asked = screening.Clearance.objects.filter(
        Q(resolution__patient=patient) | Q(condition__decision__patient=patient)
    )
    return {
        "letters": _rows(patient.prescriber_letters.all()),
        "answers": _rows(screening.PrescriberAnswer.objects.filter(letter__patient=patient)),
        "clearances": _rows(asked),
        "clearance_results": _rows(screening.ClearanceResult.objects.filter(clearance__in=asked)),
    }


def _visits(patient: Patient) -> dict[str, Any]:
    return {
        "visits": _rows(patient.appointments.all()),
        "visit_changes": _rows(AppointmentChange.objects.filter(appointment__patient=patient)),
        "visit_answers": _rows(VisitAnswer.objects.filter(appointment__patient=patient)),
    }


def _treatment(patient: Patient) -> dict[str, Any]:
    of_sessions = {"session__patient": patient}
    kinds: dict[str, Iterable[models.Model]] = {
        "sessions": patient.sessions.all(),
        "vitals": treatment.VitalSigns.objects.filter(**of_sessions),
        "doses": treatment.DoseGiven.objects.filter(**of_sessions),
        "side_effects": treatment.SideEffect.objects.filter(**of_sessions),
        "side_effects_over": treatment.SideEffectGone.objects.filter(**of_sessions),
        "responses": treatment.Response.objects.filter(**of_sessions),
        "watched_by": treatment.SeatWatch.objects.filter(**of_sessions),
        "rescues": treatment.RescueGiven.objects.filter(**of_sessions),
        "remarks": treatment.Remark.objects.filter(**of_sessions),
        "phases": treatment.PhaseChange.objects.filter(**of_sessions),
        "discharges": treatment.Discharge.objects.filter(**of_sessions),
        "notes": treatment.NoteSignature.objects.filter(visit_note__appointment__patient=patient),
        "commitments": patient.commitments.all(),
        "commitment_words": treatment.CommitmentWord.objects.filter(commitment__patient=patient),
        "goals": patient.goals.all(),
        "goal_marks": treatment.GoalMark.objects.filter(goal__patient=patient),
        "addenda": treatment.Addendum.objects.filter(visit_note__appointment__patient=patient),
    }
    return {name: _rows(rows) for name, rows in kinds.items()}


def _one(patient: Patient, name: str) -> list[models.Model]:
    return [getattr(patient, name)] if hasattr(patient, name) else []


def _withdrawals(patient: Patient) -> list[dict[str, Any]]:
    """Each consent that was taken back, with what was done about it."""
    found = ConsentWithdrawal.objects.filter(signature__patient=patient).prefetch_related("answers")
    return [{**_row(each), "answers": _rows(each.answers.all())} for each in found]


def _rows(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    return [_row(each) for each in rows]


def _row(row: models.Model) -> dict[str, Any]:
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
