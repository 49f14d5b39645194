"""Asking, answering, scoring; raising and closing safety alerts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.content.instruments import Instrument
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.ids import new_id
from sojourn.measures import queries, rules
from sojourn.measures.models import AlertEntry, Answer, Assignment, SafetyAlert, Score
from sojourn.people.models import Patient

State = Assignment.State
SCREENER = "c-ssrs"
NOT_KNOWN = "-not-known"


@transaction.atomic
def assign(
    *, patient: Patient, instrument: str, occasion: str, due_at: datetime, by: User | None, now: datetime
) -> Assignment:
    """Ask one questionnaire. Asking again for the same occasion returns the first."""
    sheet = content.library().instruments[instrument]
    require(_may_ask(sheet))
    assignment, is_new = Assignment.objects.get_or_create(
        patient=patient,
        instrument=instrument,
        occasion=occasion,
        defaults={"version": str(sheet.version), "assigned_at": now, "due_at": due_at},
    )
    if is_new:
        audit.record(
            "questionnaire.asked",
            f"{sheet.name} asked ({occasion})",
            by=by,
            now=now,
            subject=assignment,
            patient_id=patient.pk,
        )
    return assignment


@transaction.atomic
def assign_what_is_due(
    *, patient: Patient, facts: rules.DueFacts, by: User | None, now: datetime
) -> list[Assignment]:
    """Ask what the clinic's plan names for today. One questionnaire is never open twice; gives the new ones."""
    plans, sheets = content.pack().policies.questionnaires, content.library().instruments
    already_open = set(queries.open_assignments(patient).values_list("instrument", flat=True))
    asked = set(patient.assignments.values_list("instrument", "occasion"))
    return [
        assign(
            patient=patient,
            instrument=each.instrument,
            occasion=each.occasion,
            due_at=rules.due_moment(each, now=now, zone=content.pack().clinic.zone),
            by=by,
            now=now,
        )
        for each in rules.due(plans, sheets, facts)
        if each.instrument not in already_open and (each.instrument, each.occasion) not in asked
    ]


@transaction.atomic
def answer(
    *, assignment: Assignment, item: str, value: int, client_id: UUID, by: User | None, now: datetime
) -> SafetyAlert | None:
    """Keep one answer at the click. A worrying one raises its alert now, whether or not the form is ever sent."""
    assignment, is_known = _locked_with(assignment, client_id)
    sheet = content.library().instruments[assignment.instrument]
    require(_may_answer(assignment, sheet, item, value))
    _keep_answer(assignment, item, value, client_id, now, is_known=is_known)
    if assignment.state == State.DUE:
        assignment.state = State.STARTED
        assignment.save(update_fields=["state"])
    return _raise_alert(assignment, sheet, item, value, by=by, now=now)


@transaction.atomic
def raise_alert(
    *, patient: Patient, about: str, sentence: str, by: User | None, now: datetime, is_known: bool = True
) -> SafetyAlert:
    """An answer elsewhere needs a person now. The suicide screener is asked with it, so that there is more to go on.

    ``is_known`` is False when nobody knows, which is an alert beside that of a yes.
    """
    assignment = assign(
        patient=patient, instrument=SCREENER, occasion=f"after-{about}", due_at=now, by=by, now=now
    )
    item = about if is_known else f"{about}{NOT_KNOWN}"
    return _alert(assignment, item, int(is_known), sentence, by=by, now=now)


@transaction.atomic
def submit(*, assignment: Assignment, by: User | None, now: datetime) -> Score:
    """Send a complete questionnaire and score it. Sending twice returns the first score."""
    assignment = _locked(assignment)
    if assignment.state == State.SUBMITTED:
        return assignment.score
    sheet = content.library().instruments[assignment.instrument]
    result = rules.score(sheet, queries.answers_of(assignment))
    if result.total is None:
        raise refuse("incomplete", "A few questions are still open. Answer them, then send.")
    assignment.state, assignment.submitted_at = State.SUBMITTED, now
    assignment.save(update_fields=["state", "submitted_at"])
    audit.record(
        "questionnaire.answered",
        f"{sheet.name} answered: {result.total:g}",
        by=by,
        now=now,
        subject=assignment,
        patient_id=assignment.patient_id,
    )
    return Score.objects.create(
        assignment=assignment,
        patient_id=assignment.patient_id,
        instrument=assignment.instrument,
        version=assignment.version,
        total=result.total,
        band=result.band,
        parts=dict(result.parts),
        at=now,
    )


@transaction.atomic
def lapse_overdue(*, patient: Patient, before: datetime, now: datetime) -> int:
    """Close repeated questionnaires that nobody answered before ``before``; returns how many."""
    overdue = queries.open_assignments(patient).filter(due_at__lt=before).exclude(occasion="baseline")
    return overdue.update(state=State.LAPSED)


@transaction.atomic
def take_alert(*, alert: SafetyAlert, by: User, now: datetime) -> SafetyAlert:
    """Say "I have it". Somebody else may take over; a closed alert stays closed."""
    alert = SafetyAlert.objects.select_for_update().get(pk=alert.pk)
    if alert.state == SafetyAlert.State.CLOSED:
        raise refuse("alert_closed", "This alert is already closed.")
    return _note_on_alert(alert, SafetyAlert.State.TAKEN, "taken", "Took this alert", by=by, now=now)


@transaction.atomic
def note_on_alert(*, alert: SafetyAlert, text: str, by: User, now: datetime) -> SafetyAlert:
    """Add what was tried: a call, a message, a visit."""
    if not text.strip():
        raise refuse("alert_note_empty", "Write what you did.", field="text")
    alert = SafetyAlert.objects.select_for_update().get(pk=alert.pk)
    return _note_on_alert(alert, alert.state, "contact", text, by=by, now=now)


@transaction.atomic
def close_alert(*, alert: SafetyAlert, text: str, by: User, now: datetime) -> SafetyAlert:
    """Close with an account of what was found and agreed. Needs somebody who took it first."""
    alert = SafetyAlert.objects.select_for_update().get(pk=alert.pk)
    require(_may_close(alert, text))
    return _note_on_alert(alert, SafetyAlert.State.CLOSED, "closed", text, by=by, now=now)


def _may_close(alert: SafetyAlert, text: str) -> Decision:
    missing_account = Finding(
        code="alert_account",
        field="text",
        message="Write how you reached them, what you found and what was agreed.",
    )
    not_taken = Finding(code="alert_not_taken", message="Take this alert before you close it.")
    return Decision.of(
        missing_account if len(text.strip()) < 20 else None,
        not_taken if alert.state != SafetyAlert.State.TAKEN else None,
    )


def _note_on_alert(
    alert: SafetyAlert, state: str, kind: str, text: str, *, by: User, now: datetime
) -> SafetyAlert:
    alert.state = state
    alert.save(update_fields=["state"])
    AlertEntry.objects.create(alert=alert, kind=kind, text=text, by=by, at=now)
    audit.record(
        f"alert.{kind}", f"Safety alert: {text}", by=by, now=now, subject=alert, patient_id=alert.patient_id
    )
    return alert


def _keep_answer(
    assignment: Assignment, item: str, value: int, client_id: UUID, now: datetime, *, is_known: bool
) -> None:
    """The same click twice is one row; the same id with another answer is a changed mind and never lost."""
    known = Answer.objects.filter(pk=client_id).first() if is_known else None
    if known and (known.assignment_id, known.item, known.value) == (assignment.pk, item, value):
        return
    Answer.objects.create(
        pk=new_id() if known else client_id, assignment=assignment, item=item, value=value, at=now
    )


def _locked(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_for_update().select_related("patient").get(pk=assignment.pk)


def _locked_with(assignment: Assignment, client_id: UUID) -> tuple[Assignment, bool]:
    """The same, and whether an answer with this id is kept already. One statement: this is done at every click."""
    asked = Assignment.objects.select_for_update().annotate(
        is_known=Exists(Answer.objects.filter(pk=client_id).values("pk"))
    )
    found = asked.get(pk=assignment.pk)
    return found, found.is_known


def _may_ask(sheet: Instrument) -> Decision:
    wordless = Finding(
        code="wordless",
        message=f"{sheet.name} cannot be asked: its wording is licensed and not in the clinic's pack. "
        "Put the wording and the licence into the pack, or ask something else.",
    )
    return Decision.of(None if sheet.has_words else wordless)


def _may_answer(assignment: Assignment, sheet: Instrument, item: str, value: int) -> Decision:
    closed = assignment.state not in queries.OPEN_STATES
    return Decision.of(
        Finding(code="closed", message="These questions have already been sent. Thank you.")
        if closed
        else None,
        None
        if rules.is_an_answer(sheet, item, value)
        else Finding(code="not_an_answer", message="Please choose one of the answers shown.", field=item),
    )


def _raise_alert(
    assignment: Assignment, sheet: Instrument, item: str, value: int, *, by: User | None, now: datetime
) -> SafetyAlert | None:
    sentence = rules.alert_sentence(sheet, item, value)
    return _alert(assignment, item, value, sentence, by=by, now=now) if sentence else None


def _alert(
    assignment: Assignment, item: str, value: int, sentence: str, *, by: User | None, now: datetime
) -> SafetyAlert:
    alert, is_new = SafetyAlert.objects.get_or_create(
        assignment=assignment,
        item=item,
        defaults={"patient": assignment.patient, "value": value, "sentence": sentence, "raised_at": now},
    )
    if is_new:
        audit.record(
            "alert.raised", sentence, by=by, now=now, subject=alert, patient_id=assignment.patient_id
        )
    return alert
