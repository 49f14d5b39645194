"""What somebody wrote and no rule can read: a person reads it, and says so. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sojourn.content.intake_form import UNKNOWN, IntakeForm, Question
from sojourn.core.decisions import Finding, Severity

READ = "read:"
OWN_WORDS = "problem:"
LISTED = "list:"
TAKEN_OFF = "taken_off:"
YES, NO = "yes", "no"


def to_read(form: IntakeForm, answers: Mapping[str, object]) -> tuple[Finding, ...]:
    """A finding for each text the form asks to be read. Not knowing is no text: it stays unknown."""
    asked = (each for each in form.asked(answers) if each.read)
    return tuple(_finding(each, str(answers[each.key])) for each in asked if answers.get(each.key))


def lists_not_known(
    form: IntakeForm, answers: Mapping[str, object], standing: Collection[str] = ()
) -> tuple[Finding, ...]:
    """A finding for each empty list of which nobody said that it is: an empty list alone says nothing, and a yes
    without a line less. ``standing``: the lists on which any line stands."""
    empty = {topic.listed_if for topic in form.topics if topic.lists and topic.lists not in standing}
    questions = (each for each in form.questions if each.key in empty)
    return tuple(
        _list_not_known(each, answers.get(each.key)) for each in questions if answers.get(each.key) != NO
    )


def is_settled_by_reading(finding: Finding) -> bool:
    """Whether having read it is enough: somebody's own words, and nothing that is not known, nor a stop taken back."""
    if finding.code.startswith(TAKEN_OFF) and finding.at_stake is Severity.STOP:
        return False
    return finding.code.startswith((READ, OWN_WORDS, TAKEN_OFF)) and finding.severity is not Severity.UNKNOWN


def _list_not_known(question: Question, answer: object) -> Finding:
    said = answer == YES
    return Finding(
        code=f"{LISTED}{question.key}:not_known",
        message=f"Answered with yes, and nothing stands on the list: {question.label}"
        if said
        else f"Not known: {question.label}",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Clinic safety practice: an empty list says nothing by itself",
        evidence=f"answer:{question.key} = yes, and no line" if said else f"answer:{question.key} not known",
        owner="provider",
        field=question.key,
    )


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
