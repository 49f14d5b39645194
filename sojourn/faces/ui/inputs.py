"""Inputs that more than one face asks with."""

from __future__ import annotations

from typing import Any

from django import forms


class MomentInput(forms.DateTimeInput):
    """The browser's own date-and-time picker, in the clinic's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
