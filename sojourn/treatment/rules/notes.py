"""What a visit note is made of, when it may be signed, and what its hash covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sojourn.content.codes import is_icd10
from sojourn.core.decisions import Decision, Finding


@dataclass(frozen=True)
class Section:
    """One heading of a note, with a question that helps to fill it."""

    code: str
    heading: str
    question: str


HEADINGS: Mapping[str, tuple[Section, ...]] = {
    "intake": (
        Section("concern", "What brings them", "In their own words, and since when."),
        Section("history", "History", "Illness, treatment so far and what it did, family, substances."),
        Section(
            "medicines", "Medicines and interactions", "What they take, what was found, what was agreed."
        ),
        Section("mental_state", "Mental state", "As seen today, with safety."),
        Section("assessment", "Assessment", "What you think, and why."),
        Section("plan", "Plan", "What happens next, and who does it."),
    ),
    "preparation": (
        Section("intention", "Intention", "What they hope for, in their words."),
        Section("worries", "Worries", "What they fear, and what would help."),
        Section("practicalities", "The day itself", "Food, medicines, the way home, music, touch."),
        Section("plan", "Plan", "What was agreed."),
    ),
    "session": (
        Section("identification", "Identification", "Who, when, where, and who was there."),
        Section("indication", "Indication", "Diagnoses, and why this treatment."),
        Section("readiness", "Consent and readiness", "What was signed and asked, and what was gone past."),
        Section("medicines", "Medicines, holds and allergies", "What they take, and when they last took it."),
        Section("before", "Before", "Intention, state on arrival, readings at rest."),
        Section("doses", "Doses", "Milligrams, route, site, vial and lot, by whom."),
        Section("monitoring", "Monitoring", "One line a reading; cells are divided by |."),
        Section("effects", "Side effects", "What was felt, and what was given for it."),
        Section("course", "Course", "Phases, what was seen and done."),
        Section("words", "Their words", "What they said, as they said it."),
        Section("after", "Going home", "Each criterion, who took them, what they were told."),
        Section("plan", "Assessment and plan", "Response, next dose, next visit."),
    ),
    "integration": (
        Section("state", "How they are", "Mood, sleep, safety, effects after the session."),
        Section("themes", "Themes", "What came up, and what it means to them."),
        Section("intention", "Intention", "What became of it."),
        Section("commitments", "Commitments", "What they will do, and by when."),
        Section("plan", "Plan", "Next step and next visit."),
    ),
}


WITH_AIMS = frozenset({"preparation", "integration"})
"""Kinds of visits in which commitments are agreed and goals looked at."""


def kind_of(service: str) -> str:
    """The kind of note a service has; a group session has a session's."""
    return "session" if service == "group" else service if service in HEADINGS else "integration"


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """A note about to be signed."""

    signed: bool
    sections: Mapping[str, str]
    started_at: datetime | None
    ended_at: datetime | None
    now: datetime


def may_save(
    *, signed: bool, started_at: datetime | None, ended_at: datetime | None, diagnoses: Sequence[str] = ()
) -> Decision:
    """A signed note is locked; a time runs forward; a diagnosis is written as a code."""
    odd = [code for code in diagnoses if not is_icd10(code)]
    not_a_code = Finding(
        code="not_a_diagnosis",
        field="diagnoses",
        message=f"Not written as an ICD-10 code: {', '.join(odd)}. They look like F33.1.",
    )
    return Decision.of(
        _locked() if signed else None, _times(started_at, ended_at), not_a_code if odd else None
    )


def may_sign(facts: NoteFacts) -> Decision:
    """A note is signed once, with words in it and both times."""
    written = any(text.strip() for text in facts.sections.values())
    both = facts.started_at is not None and facts.ended_at is not None
    late = facts.ended_at is not None and facts.ended_at > facts.now
    return Decision.of(
        _locked() if facts.signed else None,
        None if written else Finding(code="empty", message="There is nothing in this note yet."),
        None
        if both
        else Finding(code="times", field="started_at", message="Enter when the visit began and ended."),
        _times(facts.started_at, facts.ended_at),
        Finding(code="future", field="ended_at", message="The visit has not ended yet.") if late else None,
    )


def minutes(started_at: datetime, ended_at: datetime) -> int:
    """Whole minutes face to face."""
    return int((ended_at - started_at) / timedelta(minutes=1))


def note_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 over the note's content in one spelling."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _locked() -> Finding:
    return Finding(code="signed", message="This note is signed and locked. Add an addendum instead.")


def _times(started_at: datetime | None, ended_at: datetime | None) -> Finding | None:
    if started_at is None or ended_at is None or ended_at > started_at:
        return None
    return Finding(code="times", field="ended_at", message="The visit ends after it begins.")
