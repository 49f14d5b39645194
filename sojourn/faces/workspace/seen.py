"""What a page showed, carried by its form: a word counts for that, and not for what came after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS

from sojourn.screening.resolution_rules import CHANGED, Judged
from sojourn.screening.standing_rules import Seen

__all__ = ["AllSeenField", "SeenField", "all_shown", "shown", "shows"]


class SeenField(forms.CharField):
    """One finding as the page shows it. A form without it has seen nothing, and the action says so."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)


class AllSeenField(SeenField):
    """Everything a decision stands on, signed, since it comes back as something to compare with."""

    def clean(self, value: Any) -> Seen:
        """What the page showed; nothing when it cannot be read."""
        try:
            return Seen.from_json(_signer().unsign_object(value or ""))
        except signing.BadSignature:
            return Seen()


def shows(form: forms.Form, seen: str) -> None:
    """The form carries what its page shows. One that was refused for a change has now shown it; another has not."""
    form.initial["seen"] = seen
    if form.has_error(NON_FIELD_ERRORS, CHANGED):
        form.data = form.data.copy()
        form.data["seen"] = seen


def shown(judged: Judged | None) -> str:
    """What the page shows of a finding; empty where it is not there."""
    return judged.shown if judged else ""


def all_shown(seen: Seen) -> str:
    """What a decision's form carries."""
    return _signer().sign_object(seen.as_json(), compress=True)


def _signer() -> signing.Signer:
    return signing.Signer(salt="seen")
