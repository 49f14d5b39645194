"""Codes for papers: procedures by their recorded minutes, places, diagnoses. Labels are our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet

_ICD10 = re.compile(r"[A-TV-Z][0-9][0-9AB](\.[0-9A-TV-Z]{1,4})?")


def is_icd10(code: str) -> bool:
    """Whether it is written as an ICD-10-CM code: "F33.2", "G89.4", "F43.12"."""
    return _ICD10.fullmatch(code) is not None


class CodeLabel(Content, frozen=True, kw_only=True):
    """A code with our own words for it."""

    code: str
    label: str


class MinuteBand(CodeLabel, frozen=True, kw_only=True):
    """From how many minutes on, and up to how many (none: no end), a code is used."""

    from_minutes: int
    to_minutes: int | None = None


class Diagnosis(Content, frozen=True, kw_only=True):
    """An ICD-10-CM code. ``flag`` says what a clinician should look at when it is chosen."""

    code: str
    label: str
    complaint: str = ""
    flag: str = ""


class CodeCase(Content, frozen=True, kw_only=True):
    """A worked case: so many recorded minutes of psychotherapy give this code, or none when it is empty."""

    name: str
    minutes: int
    code: str = ""


class Codes(Sheet, frozen=True, kw_only=True):
    """Every code the clinic's papers use."""

    psychotherapy: tuple[MinuteBand, ...]
    procedures: tuple[CodeLabel, ...]
    places: tuple[CodeLabel, ...]
    diagnoses: tuple[Diagnosis, ...]
    cases: tuple[CodeCase, ...]

    def procedure_label(self, code: str) -> str:
        """Our words for a procedure code; the code itself when it is not listed."""
        codes: tuple[CodeLabel, ...] = (*self.procedures, *self.psychotherapy)
        listed = {each.code: each.label for each in codes}
        return listed.get(code, code)

    def diagnosis(self, code: str) -> Diagnosis:
        """The diagnosis with that code; KeyError when it is not listed."""
        return {each.code: each for each in self.diagnoses}[code]


def load(folder: Path) -> Codes:
    """The codes from ``codes.yaml``."""
    path = folder / "codes.yaml"
    sheet = read_yaml(path, Codes)
    for error in _problems(path, sheet):
        raise error
    return sheet


def _problems(path: Path, sheet: Codes) -> Iterator[ContentError]:
    for lower, higher in pairwise(sheet.psychotherapy):
        if lower.to_minutes is None or lower.to_minutes + 1 != higher.from_minutes:
            yield ContentError(
                path, f"psychotherapy.{higher.code}", "begins one minute after the band before it"
            )
    for name, listed in (("diagnoses", sheet.diagnoses), ("procedures", sheet.procedures)):
        codes = [each.code for each in listed]
        if len(codes) != len(set(codes)):
            yield ContentError(path, name, "a code stands twice")
