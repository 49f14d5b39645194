"""Letters to other prescribers and requests for clearance: what to write, what waits, what came back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from msgspec.structs import replace

from sojourn import content
from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, require
from sojourn.core.spoken import full_day
from sojourn.intake.models import Medication
from sojourn.people.models import CareTeamMember, Patient
from sojourn.screening.letter_rules import Against, LetterFacts, may_ask_this, may_write_about
from sojourn.screening.models import (
    Clearance,
    EligibilityDecision,
    FindingResolution,
    PrescriberAnswer,
    PrescriberLetter,
)

INSIDE_A_PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n)")


def facts_of(member: CareTeamMember, medication: Medication | None) -> LetterFacts:
    """What the rules read about a letter to this person."""
    said = member.contact_consent
    ways = {"post": member.address, "fax": member.fax, "email": member.email}
    return LetterFacts(
        to=member.name,
        consent=said.scope if said else "",
        about_medicine=medication is not None,
        still_in_team=member.removed_at is None,
        reach=frozenset(way for way, known in ways.items() if known.strip()),
    )


def draft(
    *,
    patient: Patient,
    member: CareTeamMember,
    question: str,
    medication: Medication | None,
    by: User,
    now: datetime,
) -> str:
    """The pack's letter with this question, to be read and edited before it goes out. Refused without consent."""
    require(Decision.of(may_write_about(facts_of(member, medication)), may_ask_this(question)))
    staff = clinic.staff_of(by)
    letter = content.pack().letters["prescriber"]
    return replace(letter, body=INSIDE_A_PARAGRAPH.sub(" ", letter.body.strip())).filled(
        prescriber=member.name,
        patient=patient.legal_name,
        birth_date=full_day(patient.birth_date),
        medicine=medication.as_written if medication else "",
        standing=letter.standings.get(standing_of(patient), ""),
        question=question.strip(),
        doctor=staff.signature if staff else by.name,
        date=full_day(clinic.local_day(now)),
    )


def standing_of(patient: Patient) -> str:
    """How the patient stands to the treatment: as it was last decided, or undecided."""
    latest = patient.decisions.first()
    return latest.outcome if latest else "undecided"


def answer_expected(today: date) -> date | None:
    """By when an answer is usually expected; None when the clinic names no days."""
    days = content.pack().policies.prescriber_answer_days
    return today + timedelta(days=days) if days else None


def letters_of(patient: Patient) -> QuerySet[PrescriberLetter]:
    """Every letter of a patient with what came back, newest first. Two queries."""
    found = patient.prescriber_letters.select_related("member", "medication", "by")
    return found.prefetch_related("answers__received_by")


def letter_by_id(letter_id: UUID) -> PrescriberLetter | None:
    """One letter; the caller opens the patient's record before showing it."""
    found = PrescriberLetter.objects.select_related("patient", "member", "medication", "by")
    return found.prefetch_related("answers__received_by").filter(pk=letter_id).first()


def letters_without_an_answer() -> QuerySet[PrescriberLetter]:
    """Of all patients, by the day an answer was due."""
    waiting = PrescriberLetter.objects.filter(answers__isnull=True)
    return waiting.select_related("patient", "member").order_by("due_on", "id")


def as_came(answer: PrescriberAnswer) -> Against:
    """An answer that advises against treatment, as the rules read it."""
    letter = answer.letter
    return Against(str(answer.pk), letter.member.name, full_day(clinic.local_day(letter.sent_at)))


def clearances_of(patient: Patient) -> dict[str, Clearance]:
    """The latest request for clearance per finding code, with its result."""
    return by_finding(every_clearance(patient))


def every_clearance(patient: Patient) -> QuerySet[Clearance]:
    """All requests for clearance of a finding, oldest first, each with its result."""
    rows = Clearance.objects.filter(resolution__patient=patient).select_related("resolution", "result__by")
    return rows.order_by("resolution__at", "resolution__id")


def by_finding(rows: Iterable[Clearance]) -> dict[str, Clearance]:
    """The latest of these per finding code."""
    return {row.resolution.code: row for row in rows if row.resolution}


def clearance_by_id(clearance_id: UUID) -> Clearance | None:
    """One request; the caller opens the patient's record before showing it."""
    found = Clearance.objects.select_related("resolution__patient", "condition__decision__patient", "result")
    return found.filter(pk=clearance_id).first()


def clearances_waiting() -> QuerySet[Clearance]:
    """Asked of somebody and not answered yet, of all patients, by due date.

    Left out is what was settled otherwise since, and conditions of a decision that a later one replaced.
    """
    later = FindingResolution.objects.filter(
        patient=OuterRef("resolution__patient"),
        code=OuterRef("resolution__code"),
        at__gt=OuterRef("resolution__at"),
    )
    newer = EligibilityDecision.objects.filter(
        patient=OuterRef("condition__decision__patient"), at__gt=OuterRef("condition__decision__at")
    )
    waiting = Clearance.objects.filter(~Exists(later), ~Exists(newer), result__isnull=True)
    return waiting.select_related("resolution__patient", "condition__decision__patient").order_by(
        "due_on", "id"
    )
