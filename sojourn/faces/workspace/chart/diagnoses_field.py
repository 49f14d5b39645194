"""Diagnoses as a provider types them: codes or words with commas between, and a list behind the field."""

from __future__ import annotations

from typing import Any

from django import forms

from sojourn import content
from sojourn.content.codes import Diagnosis

MOST_SHOWN = 12


class DiagnosesField(forms.CharField):
    """Codes of the library's list. Each may be typed as its code, or as its name."""

    widget = forms.TextInput(
        attrs={"list": "known-diagnoses", "data-module": "names", "data-several": "", "autocomplete": "off"}
    )

    def to_python(self, value: Any) -> Any:
        """The codes in the order they were typed, each once."""
        typed = [each.strip() for each in str(value or "").split(",") if each.strip()]
        known = [(each, _known(each)) for each in typed]
        unknown = [each for each, code in known if not code]
        if unknown:
            raise forms.ValidationError([_asked_back(each) for each in unknown])
        return list(dict.fromkeys(code for _, code in known))


def diagnoses_like(typed: str) -> list[Diagnosis]:
    """Diagnoses whose code begins so, or that a word like it names."""
    begun = typed.strip().lower()
    return [each for each in content.library().codes.diagnoses if begun and _is_like(each, begun)][
        :MOST_SHOWN
    ]


def _is_like(each: Diagnosis, begun: str) -> bool:
    return each.code.lower().startswith(begun) or any(begun in name.lower() for name in each.names)


def _known(typed: str) -> str:
    listed = content.library().codes.diagnoses
    names = {name.lower(): each.code for each in listed for name in (each.code, *each.names)}
    return names.get(typed.lower(), "")


def _asked_back(typed: str) -> str:
    meant = [f"{each.code} ({each.label})" for each in diagnoses_like(typed)[:3]]
    question = f" Did you mean {' or '.join(meant)}?" if meant else " Type a code of the list, such as F33.1."
    return f"“{typed}” is no diagnosis of the list.{question}"
