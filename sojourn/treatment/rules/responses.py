"""What answers a reading out of band: the heavier it is, the less is enough."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.content.bedside import ResponseChoice
from sojourn.core.decisions import Decision, Finding
from sojourn.treatment.rules.vitals import OutOfBand


def may_answer(choice: ResponseChoice | None, note: str, concerns: Sequence[OutOfBand]) -> Decision:
    """Is this an answer to these concerns? ``concerns``: heaviest first; none when the reading was in band."""
    if choice is None:
        return _refused("action", "Choose what was done.")
    if not concerns:
        return _refused("reading", "This reading is in band; it asks for no answer.")
    return Decision.of(_says_what(choice, note), _is_enough(choice, concerns[0]))


def _says_what(choice: ResponseChoice, note: str) -> Finding | None:
    if choice.says_what and not note.strip():
        return Finding(code="note", field="note", message="Say what was done.")
    return None


def _is_enough(choice: ResponseChoice, heaviest: OutOfBand) -> Finding | None:
    if choice.is_enough_for(heaviest.concern):
        return None
    message = f"{heaviest.sentence}: “{choice.short}” alone is not enough. Say what was done for them."
    return Finding(code="not_enough", field="action", message=message)


def _refused(field: str, message: str) -> Decision:
    return Decision((Finding(code=field, field=field, message=message),))
