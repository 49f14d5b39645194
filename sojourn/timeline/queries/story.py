"""One chronological view of a patient: every room's rows as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from sojourn import content
from sojourn.core.money import in_words
from sojourn.core.spoken import full_day
from sojourn.core.together import fetch_together
from sojourn.intake.models import IntakeForm, WithdrawalAnswer
from sojourn.measures.models import AlertEntry
from sojourn.people.models import ContactConsent, Patient
from sojourn.scheduling.models import AppointmentChange
from sojourn.screening.models import Clearance, PrescriberAnswer
from sojourn.treatment.models import CommitmentWord, DoseGiven, NoteSignature, SideEffect
from sojourn.treatment.models.chart import STANDS


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``kind`` picks the icon; ``by`` is a name or ""."""

    at: datetime
    kind: str
    title: str
    detail: str = ""
    by: str = ""


def entries_of(patient: Patient) -> list[Entry]:
    """Everything, newest first. One query, whatever the length of the story."""
    told = [(rows(patient), tell) for rows, tell in _TOLD]
    fetch_together(*(rows for rows, _ in told))
    entries = (entry for rows, tell in told for row in rows for entry in tell(row))
    return sorted(entries, key=lambda each: each.at, reverse=True)


def _visit(change: Any) -> Iterator[Entry]:
    service = content.pack().services.get(change.appointment.service)
    name = service.name if service else change.appointment.service
    title = f"{name}: {_MOVES.get(change.move, change.move)}"
    yield Entry(change.at, "visit", title, change.reason, str(change.by or ""))


_MOVES = {
    "book": "booked",
    "move": "moved",
    "arrive": "arrived",
    "begin": "began",
    "finish": "done",
    "cancel": "cancelled",
    "call_off": "called off by the clinic",
    "no_date": "no new date wanted",
    "watch": "reassigned",
    "miss": "did not come",
}


def _score(score: Any) -> Iterator[Entry]:
    sheet = content.library().instruments.get(score.instrument)
    title = sheet.name if sheet else score.instrument
    yield Entry(score.at, "score", f"{title}: {score.total:g}", score.band)


def _alert(alert: Any) -> Iterator[Entry]:
    yield Entry(alert.raised_at, "alert", "Safety alert", alert.sentence)


def _alert_entry(entry: Any) -> Iterator[Entry]:
    yield Entry(entry.at, "alert", f"Safety alert {entry.kind}", entry.text, str(entry.by or ""))


def _intake(form: Any) -> Iterator[Entry]:
    if form.submitted_at:
        yield Entry(form.submitted_at, "form", "Intake form sent")
    if form.reviewed_at:
        yield Entry(form.reviewed_at, "form", "Intake form read", by=str(form.reviewed_by))


def _medication(line: Any) -> Iterator[Entry]:
    verb = "added" if line.supersedes_id is None else "changed" if line.is_taken else "no longer taken"
    yield Entry(line.at, "medication", f"{line.as_written} {verb}", line.change_reason, str(line.by or ""))


def _consent(each: Any) -> Iterator[Entry]:
    yield Entry(each.signed_at, "consent", f"Signed “{each.title}”", f"Version {each.version}")
    if hasattr(each, "withdrawal"):
        yield Entry(each.withdrawal.at, "consent", f"Withdrew “{each.title}”", each.withdrawal.reason)


def _withdrawal_answer(each: Any) -> Iterator[Entry]:
    title = f"Seen to: “{each.withdrawal.signature.title}” was taken back"
    yield Entry(each.at, "consent", title, each.text, str(each.by))


def _decision(each: Any) -> Iterator[Entry]:
    title = f"Decision: {each.get_outcome_display().lower()}"
    yield Entry(each.at, "decision", title, each.reasons, str(each.by))


def _contact_consent(each: Any) -> Iterator[Entry]:
    title = f"Contact with {each.member.name}: {each.get_scope_display()}"
    yield Entry(each.at, "consent", title, "", str(each.by or ""))


def _letter(letter: Any) -> Iterator[Entry]:
    title = f"Letter to {letter.member.name}, {letter.get_how_display().lower()}"
    yield Entry(letter.sent_at, "letter", title, letter.question, str(letter.by))


def _letter_answer(answer: Any) -> Iterator[Entry]:
    title = f"Answer of {answer.letter.member.name}: {answer.get_outcome_display().lower()}"
    yield Entry(answer.at, "letter", title, answer.text, str(answer.received_by))


def _clearance(each: Any) -> Iterator[Entry]:
    title = f"Asked of {each.asked_of}, due {full_day(each.due_on)}"
    yield Entry(each.asked_in.at, "clearance", title, each.what, str(each.asked_in.by))
    if hasattr(each, "result"):
        title = f"{each.asked_of}: {each.result.get_outcome_display().lower()}"
        yield Entry(each.result.at, "clearance", title, each.result.note, str(each.result.by))


def _plan(each: Any) -> Iterator[Entry]:
    title = f"Plan, revision {each.number}: {each.sessions} × {each.get_kind_display().lower()}"
    yield Entry(each.at, "plan", title, each.reason, str(each.by))


def _prescription(each: Any) -> Iterator[Entry]:
    title = f"{each.drug} {each.strength} prescribed"
    yield Entry(each.at, "prescription", title, "", each.prescriber.signature)


def _order(order: Any) -> Iterator[Entry]:
    title = f"Dose ordered: {order.mg:g} mg ({order.mg_per_kg} mg/kg)"
    yield Entry(order.at, "prescription", title, order.reason, str(order.by))


def _dose(dose: Any) -> Iterator[Entry]:
    title = f"Ketamine {dose.mg:g} mg {dose.route} given"
    yield Entry(dose.observed_at, "dose", title, f"{dose.site} {dose.side}".strip(), str(dose.by))


def _side_effect(each: Any) -> Iterator[Entry]:
    title = f"Side effect: {each.kind}, {each.severity}"
    yield Entry(each.observed_at, "dose", title, each.note, str(each.by))


def _note(each: Any) -> Iterator[Entry]:
    yield Entry(each.at, "note", f"{each.visit_note.kind.capitalize()} note signed", "", str(each.by))


def _commitment(each: Any) -> Iterator[Entry]:
    yield Entry(each.at, "note", f"Set out to: {each.text}", f"By {full_day(each.due_on)}", str(each.by))


def _commitment_word(each: Any) -> Iterator[Entry]:
    title = f"{each.commitment.text}: {each.get_outcome_display().lower()}"
    yield Entry(each.at, "note", title, each.words, str(each.by))


def _goal(each: Any) -> Iterator[Entry]:
    yield Entry(each.at, "note", f"Goal: {each.text}", "", str(each.by))


def _charge(charge: Any) -> Iterator[Entry]:
    yield Entry(charge.at, "money", f"{charge.description}: {in_words(charge.cents)}", charge.reason)


def _payment(payment: Any) -> Iterator[Entry]:
    title = f"{payment.get_method_display()} payment {in_words(payment.cents)}"
    yield Entry(payment.at, "money", title, payment.reason)


def _message(each: Any) -> Iterator[Entry]:
    title = "Message from the patient" if each.from_patient else "Message to the patient"
    yield Entry(each.at, "message", title, each.text, str(each.sender))


def _standing(entries: type[DoseGiven | SideEffect], patient: Patient) -> QuerySet[Any]:
    standing = entries.objects.filter(session__patient=patient, **STANDS)
    return standing.select_related("by")


_TOLD: tuple[tuple[Callable[[Patient], QuerySet[Any]], Callable[[Any], Iterator[Entry]]], ...] = (
    (
        lambda patient: AppointmentChange.objects.filter(appointment__patient=patient).select_related(
            "appointment", "by"
        ),
        _visit,
    ),
    (lambda patient: patient.scores.all(), _score),
    (lambda patient: patient.alerts.all(), _alert),
    (lambda patient: AlertEntry.objects.filter(alert__patient=patient).select_related("by"), _alert_entry),
    (lambda patient: IntakeForm.objects.filter(patient=patient).select_related("reviewed_by"), _intake),
    (lambda patient: patient.medications.select_related("by"), _medication),
    (lambda patient: patient.consents.select_related("withdrawal"), _consent),
    (
        lambda patient: WithdrawalAnswer.objects.filter(
            withdrawal__signature__patient=patient
        ).select_related("withdrawal__signature", "by"),
        _withdrawal_answer,
    ),
    (
        lambda patient: ContactConsent.objects.filter(member__patient=patient).select_related("member", "by"),
        _contact_consent,
    ),
    (lambda patient: patient.prescriber_letters.select_related("member", "by"), _letter),
    (
        lambda patient: PrescriberAnswer.objects.filter(letter__patient=patient).select_related(
            "letter__member", "received_by"
        ),
        _letter_answer,
    ),
    (
        lambda patient: Clearance.objects.filter(
            Q(resolution__patient=patient) | Q(condition__decision__patient=patient)
        ).select_related("resolution__by", "condition__decision__by", "result__by"),
        _clearance,
    ),
    (lambda patient: patient.decisions.select_related("by"), _decision),
    (lambda patient: patient.plan_revisions.select_related("by"), _plan),
    (lambda patient: patient.prescriptions.select_related("prescriber"), _prescription),
    (lambda patient: patient.dose_orders.select_related("by"), _order),
    (lambda patient: _standing(DoseGiven, patient), _dose),
    (lambda patient: _standing(SideEffect, patient), _side_effect),
    (
        lambda patient: NoteSignature.objects.filter(visit_note__appointment__patient=patient).select_related(
            "visit_note", "by"
        ),
        _note,
    ),
    (lambda patient: patient.commitments.select_related("by"), _commitment),
    (
        lambda patient: CommitmentWord.objects.filter(commitment__patient=patient).select_related(
            "commitment", "by"
        ),
        _commitment_word,
    ),
    (lambda patient: patient.goals.select_related("by"), _goal),
    (lambda patient: patient.charges.all(), _charge),
    (lambda patient: patient.payments.all(), _payment),
    (lambda patient: patient.messages.select_related("sender"), _message),
)
"""Which rows of a patient tell something, and what each of them tells."""
