"""Two clinicians outside the house are asked by letter: one has answered, one still has time to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sojourn.accounts.models import User
from sojourn.clinic.queries import local_day
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.days import at, open_on_or_after
from sojourn.demonstration.world import Care, World
from sojourn.people.actions import add_care_team_member
from sojourn.people.models import CareTeamMember, ContactConsent
from sojourn.scheduling.models import Appointment
from sojourn.screening import actions as screening
from sojourn.screening import letter_queries as letters
from sojourn.screening.models import FindingResolution, PrescriberAnswer, PrescriberLetter
from sojourn.screening.queries import judged_of


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question to a colleague. ``medicine``: how the line it is about begins; ``finding``: what it has to clear."""

    name: str
    practice: str
    address: str
    fax: str
    question: str
    medicine: str = ""
    finding: str = ""
    answer: str = ""
    outcome: str = PrescriberAnswer.Outcome.NO_OBJECTION


ASKED = {
    "Wren Halloway": Asked(
        name="Dr Thora Quillfeather",
        practice="Millrace Neurology",
        address="14 Millrace Road, Portland, OR 97231",
        fax="503-555-0171",
        medicine="lamotrigine",
        question="May the lamotrigine of a session day be taken in the evening, six hours after the last injection?",
        answer="By telephone: the evening is fine on session days, the daily dose stays as it is. No seizure ever;"
        " the migraine has been quiet since 2011. Please tell us if sessions become more than two a week.",
        outcome=PrescriberAnswer.Outcome.ADJUSTS,
    ),
    "Odile Quist": Asked(
        name="Dr Osric Penhallow",
        practice="Harbor Steps Cardiology",
        address="3 Harbor Steps, Portland, OR 97214",
        fax="503-555-0172",
        finding="heart_disease",
        question="Is the irregular heartbeat stable enough for a rise in blood pressure and pulse of about an hour?",
    ),
}


def ask_a_colleague(world: World, care: Care, visit: Appointment) -> Story:
    """The patient agrees at the intake visit, the letter goes out by fax, the answer is taken down when it comes."""
    asked = ASKED.get(care.person.name)
    if asked is None:
        return
    now = yield visit.ends_at + timedelta(minutes=50)
    letter = _write(care, asked, by=world.user(care.person.provider), now=now)
    if asked.answer:
        now = yield at(open_on_or_after(local_day(now) + timedelta(days=4)), "11:20")
        screening.record_answer(
            letter=letter, text=asked.answer, outcome=asked.outcome, by=world.user("brook"), now=now
        )


def _write(care: Care, asked: Asked, *, by: User, now: datetime) -> PrescriberLetter:
    patient = care.patient
    member = _in_the_team(care, asked, now)
    line = (
        patient.medications.filter(as_written__startswith=asked.medicine).first() if asked.medicine else None
    )
    if asked.finding:
        _ask_for_clearance(care, asked, by=by, now=now)
    text = letters.draft(
        patient=patient, member=member, question=asked.question, medication=line, by=by, now=now
    )
    return screening.write_to_prescriber(
        patient=patient,
        member=member,
        question=asked.question,
        text=text,
        how="fax",
        due_on=letters.answer_expected(local_day(now)),
        by=by,
        now=now,
        medication=line,
        finding_code=asked.finding,
    )


def _in_the_team(care: Care, asked: Asked, now: datetime) -> CareTeamMember:
    """Named by the patient, who agrees to the contact."""
    return add_care_team_member(
        patient=care.patient,
        kind=CareTeamMember.Kind.PRESCRIBER,
        name=asked.name,
        practice=asked.practice,
        address=asked.address,
        fax=asked.fax,
        contact=ContactConsent.Scope.TREATMENT,
        by=care.user,
        now=now,
    )


def _ask_for_clearance(care: Care, asked: Asked, *, by: User, now: datetime) -> None:
    screening.resolve_finding(
        patient=care.patient,
        code=asked.finding,
        kind=FindingResolution.Kind.CLEARANCE,
        reason="No session before the cardiologist has looked at the rhythm.",
        seen=judged_of(care.patient, asked.finding, today=local_day(now)).shown,
        asked_of=f"{asked.name}, {asked.practice}",
        what="Resting ECG and a word on blood pressure under strain",
        due_on=letters.answer_expected(local_day(now)),
        by=by,
        now=now,
    )
