"""The intake form: saved answer by answer, sent once, read by a provider."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.content.intake_form import UNANSWERED
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import held_to
from sojourn.core.sent_again import kept_before
from sojourn.intake import queries
from sojourn.intake.actions.copying import copy_changes, copy_to_record
from sojourn.intake.form_rules import answer_problem, asked_answers, missing_questions
from sojourn.intake.line_rules import contradiction
from sojourn.intake.models import IntakeAnswer, IntakeForm
from sojourn.intake.shown_rules import answered_meanwhile, same_answer, which_is_right
from sojourn.measures import actions as measures
from sojourn.measures.rules import DueFacts
from sojourn.people.models import Patient


@transaction.atomic
def open_form(*, patient: Patient, now: datetime) -> IntakeForm:
    """The patient's form; made on first opening."""
    version = str(content.library().intake_form.version)
    form, _ = IntakeForm.objects.get_or_create(
        patient=patient, defaults={"version": version, "opened_at": now}
    )
    return form


@transaction.atomic
def save_answer(
    *, form: IntakeForm, key: str, value: Any, client_id: UUID, by: User | None, now: datetime
) -> IntakeAnswer | None:
    """Keep one answer. The same value again changes nothing; an impossible value is refused.

    The id holds for this question of this form: one that was used elsewhere names nothing here.

    An answer that needs a person now raises its alert at once, whether or not the form is ever sent.
    Answers may still be changed after sending: a provider's decision that stood on the old one then reads stale.
    """
    hold(form)
    if problem := _problem(form, key, value):
        raise refuse("not_an_answer", problem, field=key)
    own_id = held_to(client_id, f"{form.pk} {key}")
    if sent_before := form.answers.filter(pk=own_id).first():
        kept_before(sent_before, {"value": value})
        return None
    if same_answer(queries.answers_of(form).get(key), value):
        return None
    _alert(form, key, value, by, now)
    kept = IntakeAnswer.objects.create(pk=own_id, form=form, key=key, value=value, at=now, by=by)
    _take_over(form, {key}, by, now)
    return kept


@transaction.atomic
def save_answers(
    *,
    form: IntakeForm,
    told: Mapping[str, Any],
    by: User | None,
    now: datetime,
    shown: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """Keep the answers of one page as :func:`save_answer` keeps one; gives a sentence for each that cannot be kept.

    ``shown``: the answers as the page had them before it. What was answered otherwise meanwhile is not overwritten;
    its sentence asks which is right.
    """
    hold(form)
    latest = queries.answers_of(form)
    asked = _asked_back(form, told, answered_meanwhile(told, shown, latest), now)
    told = {key: value for key, value in told.items() if key not in asked}
    problems = {key: problem for key, value in told.items() if (problem := _problem(form, key, value))}
    news = {
        key: value
        for key, value in told.items()
        if key not in problems and not same_answer(latest.get(key), value)
    }
    for key, value in news.items():
        _alert(form, key, value, by, now)
    IntakeAnswer.objects.bulk_create(
        IntakeAnswer(form=form, key=key, value=value, at=now, by=by) for key, value in news.items()
    )
    _take_over(form, set(news), by, now)
    return asked | problems


def submit_form(*, form: IntakeForm, by: User | None, now: datetime) -> IntakeForm:
    """Send the form. Refused with every required question that is still open; sending twice is one sending.

    Contact facts go into the record, and the questionnaires for what brought the person here are asked.
    A question about safety that is left open needs a person now, whether or not the form can be sent.
    """
    _alert_unanswered(form, by, now)
    return _submitted(form, by, now)


@transaction.atomic
def _alert_unanswered(form: IntakeForm, by: User | None, now: datetime) -> None:
    """In a transaction of its own: refusing to send takes nothing of it back."""
    sheet = content.library().intake_form
    told = asked_answers(sheet, queries.answers_of(form))
    for question in sheet.asked(told):
        if UNANSWERED in question.alert and told.get(question.key) in (None, ""):
            _alert(form, question.key, "", by, now)


@transaction.atomic
def _submitted(form: IntakeForm, by: User | None, now: datetime) -> IntakeForm:
    patient, form = hold(form.patient), hold(form)
    form.patient = patient
    if form.submitted_at:
        return form
    told = asked_answers(content.library().intake_form, queries.answers_of(form))
    require(_nothing_missing(told, queries.history_of(form.patient).standing))
    form.submitted_at = now
    form.save(update_fields=["submitted_at"])
    copy_to_record(form.patient, told, by=by, now=now)
    _ask_baseline(form.patient, told, by=by, now=now)
    audit.record(
        "intake.submitted", "Intake form sent", by=by, now=now, subject=form, patient_id=form.patient_id
    )
    return form


@transaction.atomic
def review_form(*, form: IntakeForm, by: User, now: datetime) -> IntakeForm:
    """A provider has read it."""
    form = hold(form)
    if form.submitted_at is None:
        raise refuse("not_submitted", "The patient has not sent this form yet.")
    form.reviewed_at, form.reviewed_by = now, by
    form.save(update_fields=["reviewed_at", "reviewed_by"])
    audit.record(
        "intake.reviewed", "Intake form read", by=by, now=now, subject=form, patient_id=form.patient_id
    )
    return form


def _take_over(form: IntakeForm, changed: set[str], by: User | None, now: datetime) -> None:
    """After sending, an answer about people, an address or who may be spoken with reaches the record at once."""
    if not changed or not IntakeForm.objects.filter(pk=form.pk, submitted_at__isnull=False).exists():
        return
    told = asked_answers(content.library().intake_form, queries.answers_of(form))
    copy_changes(form.patient, told, changed, by=by, now=now)


def _problem(form: IntakeForm, key: str, value: Any) -> str:
    """Why this cannot be kept, in a sentence; empty when it can."""
    question = content.library().intake_form.question(key)
    return answer_problem(question, value) or _contradiction(form, key, value)


def _alert(form: IntakeForm, key: str, value: Any, by: User | None, now: datetime) -> None:
    """Not known is an alert of its own: a yes that comes after it is not lost behind it."""
    words = content.library().intake_form.question(key).alert
    said = UNANSWERED if value in ("", None) else value
    if isinstance(said, str) and said in words:
        measures.raise_alert(
            patient=form.patient, about=key, sentence=words[said], by=by, now=now, is_known=said == "yes"
        )


def _asked_back(
    form: IntakeForm, told: Mapping[str, Any], keys: Collection[str], now: datetime
) -> dict[str, str]:
    zone, sheet = content.pack().clinic.zone, content.library().intake_form
    latest = form.answers.filter(key__in=keys).order_by("at", "id") if keys else ()
    return {
        each.key: which_is_right(
            sheet.question(each.key),
            stands=each.value,
            said=told[each.key],
            at=each.at.astimezone(zone),
            now=now.astimezone(zone),
        )
        for each in latest
    }


def _contradiction(form: IntakeForm, key: str, value: Any) -> str:
    """ "None" beside a line is refused. The form is held by the caller, so no line is added meanwhile."""
    sheet = content.library().intake_form
    if value != "no" or not sheet.listing_after(key):
        return ""
    return contradiction(sheet, key, value, queries.history_of(form.patient).standing)


def _nothing_missing(told: dict[str, Any], standing: Collection[str]) -> Decision:
    return Decision.of(
        *(
            Finding(code="question_open", field=each.key, message=f"“{each.label}” is still open.")
            for each in missing_questions(content.library().intake_form, told, standing)
        )
    )


def _ask_baseline(patient: Patient, told: dict[str, Any], *, by: User | None, now: datetime) -> None:
    facts = DueFacts(
        today=now.astimezone(content.pack().clinic.zone).date(),
        complaints=frozenset(told.get("complaints") or ()),
    )
    measures.assign_what_is_due(patient=patient, facts=facts, by=by, now=now)
