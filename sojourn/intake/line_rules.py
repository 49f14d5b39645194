"""Pure rules of the problem list and the allergies: may it stand there, and does "none" contradict it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sojourn.content.intake_form import IntakeForm
from sojourn.core.decisions import Decision, Finding

NOTHING = frozenset(
    {"no", "none", "nothing", "nil", "n/a", "na", "nka", "nkda", "no known allergies", "no allergies"}
)
"""Words for an empty list. They are an answer to the question before it, and no line."""


def may_name(text: str, field: str) -> Decision:
    """A line names something; "none" is said by answering the question with no."""
    plain = text.casefold().strip(" .!-")
    if plain in NOTHING:
        return _refused(
            field, "If there is nothing to list, answer the question before the list with “No” instead."
        )
    return Decision() if plain else _refused(field, "Please write what it is.")


def short_enough(longest: Mapping[str, int], told: Mapping[str, str]) -> Decision:
    """Nothing is cut: what does not fit is said."""
    return Decision.of(
        *(
            _refused(name, f"Please keep it under {longest[name]} letters.")
            for name, text in told.items()
            if len(text) > longest[name]
        )
    )


def contradiction(form: IntakeForm, key: str, value: object, standing: Mapping[str, Collection[str]]) -> str:
    """Why "no" cannot be answered before a list on which something stands; "" when it can.

    ``standing``: the words of the lines by list.
    """
    names = standing.get(form.listing_after(key), ())
    if value != "no" or not names:
        return ""
    return f"Your list names {', '.join(names)}. Take it off first if it is wrong, or answer “Yes”."


def lines_missing(form: IntakeForm, told: Mapping[str, object], standing: Collection[str]) -> tuple[str, ...]:
    """The questions answered with yes whose list is empty."""
    return tuple(
        topic.listed_if
        for topic in form.topics
        if topic.lists and told.get(topic.listed_if) == "yes" and topic.lists not in standing
    )


def _refused(field: str, message: str) -> Decision:
    return Decision.of(Finding(code="line_unusable", field=field, message=message))
