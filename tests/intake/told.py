"""A whole intake form, as somebody without trouble would answer it."""

from __future__ import annotations

from typing import Any

from sojourn import content
from sojourn.content.intake_form import Kind
from sojourn.core.ids import new_id
from sojourn.intake import actions
from sojourn.intake.models import IntakeForm
from tests.factories import NOW

PLAIN: dict[Kind, Any] = {
    Kind.YES_NO_UNKNOWN: "no",
    Kind.TEXT: "Fern",
    Kind.LONG_TEXT: "In my own words.",
    Kind.PHONE: "503 555 0142",
    Kind.EMAIL: "somebody@example.test",
    Kind.NUMBER: 5,
    Kind.DATE: "2020-01-01",
    Kind.STATE: "OR",
    Kind.ZIP: "97209",
}
USUAL: dict[str, Any] = {"weight_lb": 160, "sex_at_birth": "female"}


def save(form: IntakeForm, **answers: Any) -> None:
    """Keep these answers, one by one."""
    for key, value in answers.items():
        actions.save_answer(form=form, key=key, value=value, client_id=new_id(), by=None, now=NOW)


def fill(form: IntakeForm, **answers: Any) -> None:
    """Answer every required question; ``answers`` say where somebody differs."""
    told: dict[str, Any] = {}
    for question in content.library().intake_form.questions:
        if question.key in answers:
            told[question.key] = answers[question.key]
        elif question.required and question.is_asked(told):
            told[question.key] = USUAL.get(question.key) or _plain(question)
    save(form, **told)


def _plain(question: Any) -> Any:
    if question.kind is Kind.CHOICES:
        return [question.options[0].value]
    return question.options[0].value if question.options else PLAIN[question.kind]
