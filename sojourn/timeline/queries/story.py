"""One chronological view of a patient: every room's rows as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sojourn import content
from sojourn.core.money import in_words
from sojourn.people.models import ContactConsent, Patient
from sojourn.scheduling.models import AppointmentChange
from sojourn.screening.letter_queries import letters_of
from sojourn.screening.models import Clearance
from sojourn.treatment.models import DoseGiven, NoteSignature, SideEffect


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``kind`` picks the icon; ``by`` is a name or ""."""

    at: datetime
    kind: str
    title: str
    detail: str = ""
    by: str = ""


def entries_of(patient: Patient) -> list[Entry]:
    """Everything, newest first. One query per room, whatever the length of the story."""
    return sorted(
        chain.from_iterable(tell(patient) for tell in _TELLERS), key=lambda each: each.at, reverse=True
    )


def _visits(patient: Patient) -> Iterator[Entry]:
    names = {code: service.name for code, service in content.pack().services.items()}
    changes = AppointmentChange.objects.filter(appointment__patient=patient)
    for each in changes.select_related("appointment", "by"):
        title = f"{names.get(each.appointment.service, each.appointment.service)}: {_MOVES.get(each.move, each.move)}"
        yield Entry(each.at, "visit", title, each.reason, str(each.by or ""))


_MOVES = {
    "book": "booked",
    "move": "moved",
    "arrive": "arrived",
    "begin": "began",
    "finish": "done",
    "cancel": "cancelled",
    "miss": "did not come",
}


def _scores(patient: Patient) -> Iterator[Entry]:
    sheets = content.library().instruments
    for each in patient.scores.all():
        title = sheets[each.instrument].name if each.instrument in sheets else each.instrument
        yield Entry(each.at, "score", f"{title}: {each.total:g}", each.band)


def _alerts(patient: Patient) -> Iterator[Entry]:
    for alert in patient.alerts.prefetch_related("entries__by"):
        yield Entry(alert.raised_at, "alert", "Safety alert", alert.sentence)
        for entry in alert.entries.all():
            yield Entry(entry.at, "alert", f"Safety alert {entry.kind}", entry.text, str(entry.by or ""))


def _intake(patient: Patient) -> Iterator[Entry]:
    form = getattr(patient, "intake", None)
    if form and form.submitted_at:
        yield Entry(form.submitted_at, "form", "Intake form sent")
    if form and form.reviewed_at:
        yield Entry(form.reviewed_at, "form", "Intake form read", by=str(form.reviewed_by))


def _medications(patient: Patient) -> Iterator[Entry]:
    for line in patient.medications.select_related("by"):
        verb = "added" if line.supersedes_id is None else "changed" if line.is_taken else "no longer taken"
        yield Entry(
            line.at, "medication", f"{line.as_written} {verb}", line.change_reason, str(line.by or "")
        )


def _consents(patient: Patient) -> Iterator[Entry]:
    for each in patient.consents.select_related("withdrawal"):
        yield Entry(each.signed_at, "consent", f"Signed “{each.title}”", f"Version {each.version}")
        if hasattr(each, "withdrawal"):
            yield Entry(each.withdrawal.at, "consent", f"Withdrew “{each.title}”", each.withdrawal.reason)


def _decisions(patient: Patient) -> Iterator[Entry]:
    for each in patient.decisions.select_related("by"):
        title = f"Decision: {each.get_outcome_display().lower()}"
        yield Entry(each.at, "decision", title, each.reasons, str(each.by))


def _contact_consents(patient: Patient) -> Iterator[Entry]:
    for each in ContactConsent.objects.filter(member__patient=patient).select_related("member", "by"):
        title = f"Contact with {each.member.name}: {each.get_scope_display()}"
        yield Entry(each.at, "consent", title, "", str(each.by or ""))


def _letters(patient: Patient) -> Iterator[Entry]:
    for letter in letters_of(patient):
        title = f"Letter to {letter.member.name}, {letter.get_how_display().lower()}"
        yield Entry(letter.sent_at, "letter", title, letter.question, str(letter.by))
        for answer in letter.answers.all():
            title = f"Answer of {letter.member.name}: {answer.get_outcome_display().lower()}"
            yield Entry(answer.at, "letter", title, answer.text, str(answer.received_by))


def _clearances(patient: Patient) -> Iterator[Entry]:
    asked = Clearance.objects.filter(resolution__patient=patient)
    for each in asked.select_related("resolution__by", "result__by"):
        title = f"Asked of {each.asked_of}, due {each.due_on}"
        yield Entry(each.resolution.at, "clearance", title, each.what, str(each.resolution.by))
        if hasattr(each, "result"):
            title = f"{each.asked_of}: {each.result.get_outcome_display().lower()}"
            yield Entry(each.result.at, "clearance", title, each.result.note, str(each.result.by))


def _plans(patient: Patient) -> Iterator[Entry]:
    for each in patient.plan_revisions.select_related("by"):
        title = f"Plan, revision {each.number}: {each.sessions} × {each.get_kind_display().lower()}"
        yield Entry(each.at, "plan", title, each.reason, str(each.by))


def _prescriptions(patient: Patient) -> Iterator[Entry]:
    for each in patient.prescriptions.select_related("prescriber"):
        yield Entry(
            each.at, "prescription", f"{each.drug} {each.strength} prescribed", "", each.prescriber.signature
        )
    for order in patient.dose_orders.select_related("by"):
        title = f"Dose ordered: {order.mg:g} mg ({order.mg_per_kg} mg/kg)"
        yield Entry(order.at, "prescription", title, order.reason, str(order.by))


def _doses(patient: Patient) -> Iterator[Entry]:
    given = DoseGiven.objects.filter(session__patient=patient, superseded_by__isnull=True)
    for dose in given.select_related("by"):
        title = f"Ketamine {dose.mg:g} mg {dose.route} given"
        yield Entry(dose.observed_at, "dose", title, f"{dose.site} {dose.side}".strip(), str(dose.by))
    for each in SideEffect.objects.filter(
        session__patient=patient, superseded_by__isnull=True
    ).select_related("by"):
        yield Entry(
            each.observed_at, "dose", f"Side effect: {each.kind}, {each.severity}", each.note, str(each.by)
        )


def _notes(patient: Patient) -> Iterator[Entry]:
    signed = NoteSignature.objects.filter(visit_note__appointment__patient=patient)
    for each in signed.select_related("visit_note", "by"):
        yield Entry(each.at, "note", f"{each.visit_note.kind.capitalize()} note signed", "", str(each.by))


def _money(patient: Patient) -> Iterator[Entry]:
    for charge in patient.charges.all():
        yield Entry(charge.at, "money", f"{charge.description}: {in_words(charge.cents)}", charge.reason)
    for payment in patient.payments.all():
        title = f"{payment.get_method_display()} payment {in_words(payment.cents)}"
        yield Entry(payment.at, "money", title, payment.reason)


def _messages(patient: Patient) -> Iterator[Entry]:
    for each in patient.messages.select_related("sender"):
        title = "Message from the patient" if each.from_patient else "Message to the patient"
        yield Entry(each.at, "message", title, each.text, str(each.sender))


_TELLERS: tuple[Callable[[Patient], Iterator[Entry]], ...] = (
    _visits,
    _scores,
    _alerts,
    _intake,
    _medications,
    _consents,
    _contact_consents,
    _letters,
    _clearances,
    _decisions,
    _plans,
    _prescriptions,
    _doses,
    _notes,
    _money,
    _messages,
)
