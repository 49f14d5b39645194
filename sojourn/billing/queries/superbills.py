"""Which visits can have a superbill, and those that were issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from sojourn import content
from sojourn.billing.models import Superbill
from sojourn.billing.queries.codes import code_of
from sojourn.billing.rules import SuperbillFacts, may_issue
from sojourn.core.decisions import Decision
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.screening.models import EligibilityDecision
from sojourn.treatment.models import NoteSignature

VISIT_WITH_NOTE = ("staff", "patient", "visit_note__signature")
"""What to load with appointments so that the facts cost no further query."""


def superbills_of(patient: Patient) -> QuerySet[Superbill]:
    """Superbills issued, newest first."""
    return Superbill.objects.filter(patient=patient).select_related("appointment")


def may_have_superbill(appointment: Appointment) -> Decision:
    """Can this visit have a superbill now, and if not, every reason."""
    visit = Appointment.objects.select_related(*VISIT_WITH_NOTE).get(pk=appointment.pk)
    return may_issue(superbill_facts(visit, decided_diagnoses(visit.patient)))


def refusal_letter(visit: Appointment, decision: Decision) -> str:
    """Why this visit has no superbill and what there is instead, in the pack's words (Markdown)."""
    service = content.pack().services[visit.service]
    return content.pack().letters["superbill-refusal"].filled(service=service.name, reason=decision.sentence)


def decided_diagnoses(patient: Patient) -> list[str]:
    """The codes of the latest eligibility decision: what a visit is for when its own note names none."""
    return diagnoses_in(latest_decision(patient))


def latest_decision(patient: Patient) -> QuerySet[EligibilityDecision]:
    """The latest eligibility decision, not asked yet; for :func:`diagnoses_in`."""
    return EligibilityDecision.objects.filter(patient=patient)[:1]


def diagnoses_in(decisions: Iterable[EligibilityDecision]) -> list[str]:
    """The codes of the latest of these."""
    latest = next(iter(decisions), None)
    return _codes(latest.diagnoses) if latest else []


def superbill_facts(visit: Appointment, decided: Sequence[str]) -> SuperbillFacts:
    """One visit as the rule sees it; reads only what :data:`VISIT_WITH_NOTE` loaded."""
    service = content.pack().services[visit.service]
    signature = signature_of(visit)
    return SuperbillFacts(
        eligible=service.superbill,
        refusal=service.superbill_refusal,
        is_done=visit.state == AppointmentState.DONE,
        note_signed=signature is not None,
        clinician=visit.staff.signature,
        npi=visit.staff.npi,
        tin=content.pack().clinic.tin,
        diagnoses=diagnoses_of(visit, decided),
        code=procedure_code(visit),
        code_from_minutes=service.procedure_codes_by_minutes,
        minutes=signature.minutes if signature else None,
    )


def signature_of(visit: Appointment) -> NoteSignature | None:
    """The signature under the visit's note, when there is one."""
    note = getattr(visit, "visit_note", None)
    return getattr(note, "signature", None)


def diagnoses_of(visit: Appointment, decided: Sequence[str]) -> list[str]:
    """The codes in the visit's own note; the decision's when the note names none."""
    note = getattr(visit, "visit_note", None)
    return (_codes(note.diagnoses) if note else []) or list(decided)


def procedure_code(visit: Appointment) -> str | None:
    """The service's code, or the one that follows from the minutes in the signed note."""
    signature = signature_of(visit)
    return code_of(content.pack().services[visit.service], signature.minutes if signature else None)


def _codes(diagnoses: Sequence[str | dict[str, str]]) -> list[str]:
    return [each if isinstance(each, str) else each["code"] for each in diagnoses]
