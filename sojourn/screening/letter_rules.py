"""Whether a letter to another clinician may go out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.screening.clearance_rules import in_the_past
from sojourn.screening.role_rules import PROVIDER

POST, FAX, EMAIL = "post", "fax", "email"
TREATMENT, MEDICINES, ASK_FIRST = "treatment", "medicines", "ask_first"
WAY = (
    "They give their yes in the portal under “My care team”, or you record it beside the name in this chart."
)


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What a letter stands on. ``consent``: the scope of the patient's last word, "" when they were never asked."""

    to: str
    consent: str
    about_medicine: bool
    still_in_team: bool = True
    reach: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Against:
    """An answer that advises against treatment: which, from whom, to the letter of which day."""

    answer: str
    name: str
    asked_on: str


def advised_against(answers: Iterable[Against]) -> tuple[Finding, ...]:
    """Every answer that advises against treatment. A later, kinder one does not lift it: a provider's reason does."""
    return tuple(map(_advice, answers))


def _advice(told: Against) -> Finding:
    return Finding(
        code=f"advised_against:{told.answer}",
        message=f"{told.name} advises against treatment, in answer to the letter of {told.asked_on}.",
        severity=Severity.DECIDE,
        source="Letter to another prescriber",
        evidence=f"answer to the letter of {told.asked_on}",
        event=told.answer,
        owner=PROVIDER,
    )


def may_write_about(facts: LetterFacts) -> Decision:
    """Nobody is written to without the patient's consent, nor beyond it."""
    return Decision.of(None if facts.still_in_team else _left_the_team(facts.to), _consent_missing(facts))


def may_send(
    facts: LetterFacts, *, question: str, text: str, how: str, due_on: date | None, today: date
) -> Decision:
    """Consent, a question, the words themselves, a way to reach them, and a day by which an answer is due."""
    return Decision.of(
        may_write_about(facts),
        may_ask_this(question),
        None if question_stands(text) else _no_question("text"),
        None if how in facts.reach else _no_way(facts.to, how),
        _no_day() if due_on is None else in_the_past(due_on, today),
    )


def may_ask_this(question: str) -> Decision:
    """A letter asks; it never tells a colleague's patient what to leave out."""
    return Decision.of(None if question_stands(question) else _no_question("question"))


def question_stands(text: str) -> bool:
    """Words and a question mark."""
    return "?" in text and len(text.strip()) > 1


def _consent_missing(facts: LetterFacts) -> Finding | None:
    if facts.consent == TREATMENT or (facts.consent == MEDICINES and facts.about_medicine):
        return None
    said = {
        MEDICINES: f"The patient lets us speak with {facts.to} about medicines only.",
        ASK_FIRST: f"The patient wants to be asked before each contact with {facts.to}.",
        "nothing": f"The patient does not want us to contact {facts.to}.",
        "": f"The patient has not said yet whether we may contact {facts.to}.",
    }[facts.consent]
    return Finding(
        code="contact_consent", field="member", message=f"{said} {WAY}", source="P18", owner="patient"
    )


def _left_the_team(to: str) -> Finding:
    return Finding(
        code="left_the_team", field="member", message=f"{to} is no longer in the care team of this patient."
    )


def _no_question(field: str) -> Finding:
    return Finding(
        code="question_missing",
        field=field,
        message="Ask a question, with a question mark: the decision stays with whoever prescribes.",
        source="P18",
    )


_WRITTEN_TO = {POST: "postal address", FAX: "fax number", EMAIL: "e-mail address"}


def _no_way(to: str, how: str) -> Finding:
    missing = _WRITTEN_TO.get(how, "address of this kind")
    return Finding(
        code="no_way_there",
        field="reach" if how in _WRITTEN_TO else "how",
        message=f"There is no {missing} of {to} yet. Write it here: it is kept beside the name.",
    )


def _no_day() -> Finding:
    return Finding(
        code="due_missing",
        field="due_on",
        message="Say by which day you expect an answer, so that it is not forgotten.",
    )
