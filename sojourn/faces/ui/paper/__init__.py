"""Paper: receipts, superbills, estimates, prescriptions, dose orders, consents, letters and notes as tagged PDF.

``render("receipt", data)`` gives the bytes. What each template expects stands in README.md beside this file.
Data travels as JSON, so nothing a person typed is ever read as typesetting code; the same data gives the same bytes.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst
from django.conf import settings

from sojourn import content
from sojourn.core.spoken import clock
from sojourn.faces.ui.paper.blocks import blocks, signed_below
from sojourn.faces.ui.words import full_day

__all__ = ["TEMPLATES", "blocks", "render", "signed_below"]

FOLDER = Path(__file__).parent
TEMPLATES = (
    "receipt",
    "superbill",
    "estimate",
    "prescription",
    "order",
    "consent",
    "discharge",
    "note",
    "letter",
    "inspection",
)
_ONE_AT_A_TIME = Lock()
_CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\u00(?:[01][0-9a-f]|7f)")


def render(template: str, data: dict[str, Any]) -> bytes:
    """A PDF (tagged; PDF/UA-1 as far as our own fonts reach) of one of :data:`TEMPLATES`.

    ``data["made_at"]`` is the aware moment of making and must be given; the letterhead is the pack's clinic unless
    ``data["clinic"]`` says otherwise. Raises KeyError for an unknown template or a missing moment.
    """
    if template not in TEMPLATES:
        raise KeyError(template)
    made_at: datetime = data["made_at"]
    filled = {"demo": settings.DEMO, **data, "clinic": data.get("clinic") or letterhead()}
    inputs = {"data": _without_controls(json.dumps(filled, default=_written))}
    with _ONE_AT_A_TIME:
        try:
            return _compile(template, inputs, made_at, standard="ua-1")
        except typst.TypstError:
            return _compile(template, inputs, made_at, standard=None)


def _compile(
    template: str, inputs: dict[str, str], made_at: datetime, *, standard: Literal["ua-1"] | None
) -> bytes:
    """With a standard, only letters of our own fonts are taken; without, a name in another script finds the
    machine's fonts, and nobody goes without their paper because of an emoji in a note."""
    made = _compiler(system_fonts=standard is None).compile(
        FOLDER / f"{template}.typ",
        format="pdf",
        sys_inputs=inputs,
        timestamp=int(made_at.timestamp()),
        pdf_standards=standard,
    )
    assert isinstance(made, bytes)
    return made


def letterhead() -> dict[str, str]:
    """The clinic as it stands on its paper."""
    clinic = content.pack().clinic
    return {
        "name": clinic.legal_name,
        "short_name": clinic.name,
        "address": clinic.address,
        "phone": clinic.phone,
        "email": clinic.email,
        "npi": clinic.npi,
        "tin": clinic.tin,
    }


@cache
def _compiler(*, system_fonts: bool) -> typst.Compiler:
    return typst.Compiler(root=FOLDER, font_paths=[], ignore_system_fonts=not system_fonts)


def _without_controls(written: str) -> str:
    """JSON writes control characters as ``\\u0007``; on paper they are nothing. Line breaks and tabs stay."""
    return _CONTROL.sub(r"\1", written)


def _written(value: object) -> str:
    """Days and moments in words; a moment is expected in the clinic's zone."""
    if isinstance(value, datetime):
        return f"{full_day(value)}, {clock(value)}"
    return full_day(value) if isinstance(value, date) else str(value)
