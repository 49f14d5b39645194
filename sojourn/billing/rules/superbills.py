"""When a visit can have a superbill (P29), and every reason when it cannot. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sojourn.core.decisions import Decision, Finding
from sojourn.core.identifiers import npi_is_valid


@dataclass(frozen=True, kw_only=True)
class SuperbillFacts:
    """One visit as a payer would ask about it.

    ``refusal`` is the pack's sentence when the service never has a superbill; ``code`` the procedure code or None.
    """

    eligible: bool
    refusal: str
    is_done: bool
    note_signed: bool
    clinician: str
    npi: str
    tin: str
    diagnoses: Sequence[str]
    code: str | None
    code_from_minutes: bool
    minutes: int | None


def may_issue(facts: SuperbillFacts) -> Decision:
    """A service the clinic never gives one for has that single reason; any other visit hears all of them."""
    if not facts.eligible:
        return Decision.of(_finding("not_eligible", facts.refusal, owner="Owner"))
    if not facts.is_done:
        return Decision.of(_finding("not_done", "This visit has not taken place yet."))
    return Decision.of(_unsigned(facts), _diagnosis(facts), _identifier(facts), _tin(facts), _code(facts))


def _unsigned(facts: SuperbillFacts) -> Finding | None:
    if facts.note_signed:
        return None
    return _finding("unsigned", f"The visit’s note waits for {facts.clinician}’s signature.", facts.clinician)


def _diagnosis(facts: SuperbillFacts) -> Finding | None:
    if facts.diagnoses:
        return None
    return _finding("no_diagnosis", "No diagnosis is recorded for this visit.", facts.clinician)


def _identifier(facts: SuperbillFacts) -> Finding | None:
    if npi_is_valid(facts.npi):
        return None
    return _finding(
        "npi", f"{facts.clinician}’s provider number (NPI) is missing or fails its check.", "Owner"
    )


def _tin(facts: SuperbillFacts) -> Finding | None:
    return None if facts.tin else _finding("tin", "The clinic’s tax number is missing.", "Owner")


def _code(facts: SuperbillFacts) -> Finding | None:
    if facts.code or not facts.note_signed:
        return None
    if facts.code_from_minutes and facts.minutes is None:
        return _finding("no_minutes", "The note records no start and end time.", facts.clinician)
    if facts.code_from_minutes:
        return _finding(
            "too_short", f"{facts.minutes} minutes are too short for a procedure code.", facts.clinician
        )
    return _finding("no_code", "No procedure code is set for this service.", "Owner")


def _finding(code: str, message: str, owner: str = "") -> Finding:
    return Finding(code=code, message=message, owner=owner)
