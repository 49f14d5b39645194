"""Letters to other prescribers and what they answer (P18). Nothing is sent from here: staff hand it over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.intake.models import Medication
from sojourn.people.actions import change_care_team_member
from sojourn.people.models import CareTeamMember, Patient
from sojourn.screening import letter_queries, permissions
from sojourn.screening.letter_rules import EMAIL, FAX, POST, may_send
from sojourn.screening.models import PrescriberAnswer, PrescriberLetter

WAYS = {POST: "address", FAX: "fax", EMAIL: "email"}
"""Where the way a letter goes out stands beside the name."""


@transaction.atomic
def write_to_prescriber(
    *,
    patient: Patient,
    member: CareTeamMember,
    question: str,
    text: str,
    how: str,
    due_on: date | None,
    by: User,
    now: datetime,
    medication: Medication | None = None,
    finding_code: str = "",
    reach: str = "",
    client_id: UUID | None = None,
) -> PrescriberLetter:
    """Keep a letter as it goes out. Refused without the patient's consent, and when it asks nothing.

    ``reach``: the address or number for the way it goes out, kept beside the name first.

    Sending the same client id again changes nothing.
    """
    require(permissions.may_write_letters(by))
    patient = hold(patient)
    already = PrescriberLetter.objects.filter(pk=client_id, patient=patient).first() if client_id else None
    said = {
        "member": member,
        "medication": medication,
        "finding_code": finding_code,
        "question": question.strip(),
        "text": text.strip(),
        "how": how,
        "due_on": due_on,
    }
    if already:
        return kept_before(already, said)
    member = hold(member)
    _of_this_patient(patient, member, medication)
    if reach.strip() and how in WAYS:
        member = change_care_team_member(member=member, by=by, now=now, **{WAYS[how]: reach})
    facts = letter_queries.facts_of(member, medication)
    today = clinic.local_day(now)
    require(may_send(facts, question=question, text=text, how=how, due_on=due_on, today=today))
    assert due_on is not None
    letter = PrescriberLetter.objects.create(
        id=client_id or new_id(),
        patient=patient,
        sent_at=now,
        by=by,
        **{**said, "member": member},
    )
    sentence = f"Letter to {member.name}, {letter.get_how_display().lower()}: {letter.question}"
    _record(letter, "screening.letter_written", sentence, by=by, now=now)
    return letter


@transaction.atomic
def record_answer(
    *,
    letter: PrescriberLetter,
    text: str,
    outcome: str,
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> PrescriberAnswer:
    """Take down what came back, in their words. Sending the same client id again changes nothing."""
    require(permissions.may_record_answers(by))
    letter = hold(letter)
    already = PrescriberAnswer.objects.filter(pk=client_id, letter=letter).first() if client_id else None
    if already:
        return kept_before(already, {"text": text.strip(), "outcome": outcome})
    if not text.strip():
        raise refuse("answer_empty", "Write what they answered; others will rely on it.", field="text")
    answer = PrescriberAnswer.objects.create(
        id=client_id or new_id(), letter=letter, at=now, received_by=by, text=text.strip(), outcome=outcome
    )
    sentence = f"Answer of {letter.member.name}: {answer.get_outcome_display().lower()}"
    _record(letter, "screening.letter_answered", sentence, by=by, now=now)
    return answer


def _of_this_patient(patient: Patient, member: CareTeamMember, medication: Medication | None) -> None:
    if member.patient_id != patient.pk:
        raise refuse("not_in_the_team", "This clinician is not in the patient’s care team.", field="member")
    if medication and medication.patient_id != patient.pk:
        raise refuse("not_on_the_list", "This medicine is not on the patient’s list.")


def _record(letter: PrescriberLetter, kind: str, sentence: str, *, by: User, now: datetime) -> None:
    audit.record(kind, sentence, by=by, now=now, subject=letter, patient_id=letter.patient_id)
