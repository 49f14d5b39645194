"""Conditions a provider puts to a yes: how each is said, and how it stands. Pure.

What nobody measured, answered or named is not known, and what is not known is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.content.conditions import ConditionKind, Conditions, Subject
from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.screening.clearance_rules import CLEARED

BLOOD_PRESSURE, LETTER, MEASURED, ESCORT = "blood_pressure", "letter", "measured", "escort"
BELOW, AT_LEAST = "below", "at_least"
NOBODY = "nobody"


class Kept(StrEnum):
    """How a condition stands."""

    MET = "met"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition. A letter has its ``request`` and what was ``answered``; ``field`` begins its fields' names."""

    kind: str
    systolic: int | None = None
    diastolic: int | None = None
    subject: str = ""
    side: str = ""
    limit: float | None = None
    asked_of: str = ""
    what: str = ""
    due_on: date | None = None
    answered: str = ""
    request: UUID | None = None
    id: str = ""
    field: str = ""


@dataclass(frozen=True)
class Measured:
    """A score or value with its day, and the moment it was taken."""

    value: float
    on: date
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What conditions are held against. ``pressure`` is today's, at rest; ``values`` the latest of each subject."""

    today: date
    pressure: tuple[int, int] | None = None
    pressure_at: datetime | None = None
    values: Mapping[str, Measured] = field(default_factory=dict)
    escort: str = ""


@dataclass(frozen=True)
class Book:
    """The library's part: the kinds, and what may be limited."""

    sheet: Conditions
    subjects: Mapping[str, Subject]

    def kind(self, condition: Condition) -> ConditionKind:
        """What the library says about conditions of this kind."""
        return self.sheet.kind(condition.kind)


@dataclass(frozen=True)
class Stand:
    """One condition as it stands: a sentence to act on, whose it is, and who may go past it on the day."""

    condition: Condition
    title: str
    words: str
    kept: Kept
    sentence: str
    owner: str
    past_by: str
    before_booking: bool
    measured_at: datetime | None = None

    @property
    def code(self) -> str:
        """Its name on the readiness list; another decision's condition has another."""
        return f"condition-{self.condition.id}"

    @property
    def as_finding(self) -> Finding:
        """What stands in the way while it is not kept."""
        weight = Severity.STOP if self.kept is Kept.OPEN else Severity.UNKNOWN
        return Finding(
            code=f"condition:{self.condition.kind}",
            message=self.sentence,
            severity=weight,
            owner=self.owner,
            source="The provider’s decision",
        )


def stands(condition: Condition, known: Known, book: Book) -> Stand:
    """How one condition stands, from what is known now."""
    kind = book.kind(condition)
    kept, sentence, at = _STANDS[condition.kind](condition, known, book)
    return Stand(
        condition=condition,
        title=kind.name,
        words=in_words(condition, book),
        kept=kept,
        sentence=sentence,
        owner=kind.owner,
        past_by=kind.past_by,
        before_booking=kind.before_booking,
        measured_at=at,
    )


def before_booking(standing: tuple[Stand, ...]) -> Decision:
    """What has to be on file before anything is booked on the decision."""
    return Decision.of(
        *(each.as_finding for each in standing if each.before_booking and each.kept is not Kept.MET)
    )


def refusals(conditions: Iterable[Condition]) -> tuple[Finding, ...]:
    """Every letter that came and did not clear, of any decision: deciding anew does not answer it, a reason does."""
    return tuple(
        _refusal(each) for each in conditions if each.kind == LETTER and each.answered not in ("", CLEARED)
    )


def _refusal(letter: Condition) -> Finding:
    return Finding(
        code=f"letter_not_cleared:{letter.request}",
        message=f"{letter.asked_of} answered “not cleared”: {letter.what.rstrip('.')}.",
        severity=Severity.DECIDE,
        source="The provider’s decision",
        evidence=f"letter from {letter.asked_of}",
        event=str(letter.request),
        owner="provider",
    )


def in_words(condition: Condition, book: Book) -> str:
    """The condition as staff read it."""
    return book.kind(condition).words.format(**_fillings(condition, book))


def for_patient(condition: Condition, book: Book) -> str:
    """The condition as the patient's letter says it."""
    return book.kind(condition).for_patient.format(**_fillings(condition, book))


def _fillings(condition: Condition, book: Book) -> dict[str, object]:
    subject = book.subjects.get(condition.subject)
    return {
        "systolic": condition.systolic,
        "diastolic": condition.diastolic,
        "what": condition.what.rstrip("."),
        "asked_of": condition.asked_of,
        "name": subject.name if subject else condition.subject,
        "side": {str(side): words for side, words in book.sheet.sides.items()}.get(condition.side, ""),
        "limit": amount(condition.limit, subject),
    }


_Found = tuple[Kept, str, datetime | None]


def _pressure(condition: Condition, known: Known, book: Book) -> _Found:
    limit = f"{condition.systolic}/{condition.diastolic}"
    if known.pressure is None or condition.systolic is None or condition.diastolic is None:
        return Kept.UNKNOWN, f"Below {limit} at rest is a condition; nobody has measured it today.", None
    high, low = known.pressure
    if high < condition.systolic and low < condition.diastolic:
        return Kept.MET, f"{high}/{low} at rest, below {limit}.", known.pressure_at
    sentence = f"{high}/{low} at rest is not below {limit}: let them rest and measure again."
    return Kept.OPEN, sentence, known.pressure_at


def _letter(condition: Condition, known: Known, book: Book) -> _Found:
    what = condition.what.rstrip(".")
    if condition.answered == CLEARED:
        return Kept.MET, f"On file from {condition.asked_of}: {what}.", None
    if condition.answered:
        sentence = f"{condition.asked_of} did not clear it: {what}. A provider decides anew."
        return Kept.OPEN, sentence, None
    sentence = f"Not on file yet, and asked for before the first session: {what}, from {condition.asked_of}."
    return Kept.UNKNOWN, sentence, None


def _measured(condition: Condition, known: Known, book: Book) -> _Found:
    subject, found = book.subjects.get(condition.subject), known.values.get(condition.subject)
    words = in_words(condition, book)
    if (
        subject is None
        or condition.limit is None
        or found is None
        or not _counts(found, subject, known.today)
    ):
        return Kept.UNKNOWN, f"“{words}” is a condition; there is no value that counts today.", None
    below = condition.side == BELOW
    kept = found.value < condition.limit if below else found.value >= condition.limit
    told = f"{subject.name} is {amount(found.value, subject)}"
    if kept:
        return Kept.MET, f"{told}; the condition: {words}.", found.at
    return Kept.OPEN, f"{told}; the condition is not kept: {words}.", found.at


def _escort(condition: Condition, known: Known, book: Book) -> _Found:
    name = known.escort.strip()
    if name:
        return Kept.MET, f"{name} takes them home.", None
    return Kept.UNKNOWN, "Nobody is named yet who takes them home; the decision asks for a name.", None


_STANDS = {BLOOD_PRESSURE: _pressure, LETTER: _letter, MEASURED: _measured, ESCORT: _escort}


def _counts(found: Measured, subject: Subject, today: date) -> bool:
    return 0 <= (today - found.on).days <= subject.valid_days


def amount(value: float | None, subject: Subject | None) -> str:
    """The number with its unit."""
    unit = subject.unit if subject else ""
    number = "" if value is None else f"{value:g}"
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()
