"""What somebody wrote and no rule can read: a person reads it, and says so. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from sojourn.content.intake_form import UNKNOWN, IntakeForm, Question
from sojourn.core.decisions import Finding, Severity

READ = "read:"
OWN_WORDS = "problem:"


def to_read(form: IntakeForm, answers: Mapping[str, object]) -> tuple[Finding, ...]:
    """A finding for each text the form asks to be read. Not knowing is no text: it stays unknown."""
    asked = (each for each in form.asked(answers) if each.read)
    return tuple(_finding(each, str(answers[each.key])) for each in asked if answers.get(each.key))


def is_settled_by_reading(finding: Finding) -> bool:
    """Whether having read it is enough: somebody's own words, and nothing that is not known."""
    return finding.code.startswith((READ, OWN_WORDS)) and finding.severity is not Severity.UNKNOWN


def _finding(question: Question, words: str) -> Finding:
    level = Severity(question.read)
    is_unknown = words == UNKNOWN
    return Finding(
        code=f"{READ}{question.key}{':not_known' if is_unknown else ''}",
        message=f"They don’t know: {question.label}" if is_unknown else f"To be read: {question.label}",
        severity=Severity.UNKNOWN if is_unknown else level,
        at_stake=level if is_unknown else Severity.NONE,
        source="Intake form, in the patient’s words",
        evidence=f"answer:{question.key} = {words}",
        owner="provider",
        field=question.key,
    )
