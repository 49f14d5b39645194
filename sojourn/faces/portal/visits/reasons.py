"""Why a visit is not open yet, for the patient: in the library's words for them, never in those for staff."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn import content
from sojourn.core.decisions import Decision, Finding
from sojourn.screening.resolution_rules import INTERACTION, UNCONFIRMED
from sojourn.screening.rules import NOT_ANSWERED

WORDS, UNDECIDED, DECIDED, CHANGED, CONFIRM, MEDICINES, LOOK = (
    "words",
    "undecided",
    "decided",
    "changed",
    "confirm",
    "medicines",
    "look",
)
_BY_CODE = {
    "undecided": UNDECIDED,
    "not_eligible": DECIDED,
    "decision_ended": CHANGED,
    "decision_stale": CHANGED,
    UNCONFIRMED: CONFIRM,
}
_SAID_TO_PATIENTS = ("needs_", "consent_missing", "no_prescription", "no_own_prescription")
"""Codes whose sentences were written for whoever books."""


@dataclass(frozen=True)
class Reason:
    """One reason. ``kind`` chooses the sentence of the page; of kind *words*, ``words`` are the sentence."""

    kind: str
    words: str = ""

    @property
    def is_clinical(self) -> bool:
        """Whether it may tempt somebody to change what they take."""
        return self.kind in (MEDICINES, LOOK, CHANGED)


def reasons_for_patient(decision: Decision) -> tuple[Reason, ...]:
    """Every reason once, in the order of the decision."""
    return tuple(dict.fromkeys(_reason(each) for each in decision.blocking))


def _reason(finding: Finding) -> Reason:
    if finding.code.startswith(_SAID_TO_PATIENTS):
        return Reason(WORDS, finding.message)
    if kind := _BY_CODE.get(finding.code):
        return Reason(kind)
    if finding.code.startswith(INTERACTION):
        return Reason(MEDICINES)
    rules = {each.id: each for each in content.library().screening}
    rule = rules.get(finding.code.removesuffix(NOT_ANSWERED))
    return Reason(WORDS, rule.for_patient) if rule else Reason(LOOK)
