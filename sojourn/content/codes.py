"""Codes for papers: procedures by their recorded minutes, places, diagnoses. Labels are our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet

MOST_OFFERS = 6
LEAST_FORM, LEAST_STEM = 5, 7
"""A word that begins with another of so many letters, or shares so many with it, is a form of it: "strokes"."""
_WORD = re.compile(r"[a-z0-9]{3,}")
_SMALL_WORDS = frozenset(
    "the and not with for from had have has was disease disorder syndrome specified other".split()  # noqa: SIM905
)
_TYPED = re.compile(r"\b([A-TV-Z][0-9][0-9AB])\.?([0-9A-TV-Z]{1,4})?\b", re.IGNORECASE)
_ICD10 = re.compile(r"[A-TV-Z][0-9][0-9AB](\.[0-9A-TV-Z]{1,4})?")


def is_icd10(code: str) -> bool:
    """Whether it is written as an ICD-10-CM code: "F33.2", "G89.4", "F43.12"."""
    return _ICD10.fullmatch(code) is not None


def typed_codes(text: str) -> tuple[str, ...]:
    """The ICD-10 codes somebody wrote into a text, as they are written: "i714, stable" names I71.4."""
    return tuple(".".join(filter(None, each)).upper() for each in _TYPED.findall(text))


def is_typed_code(text: str) -> bool:
    """Whether the text is one such code and nothing beside it."""
    return _TYPED.fullmatch(text.strip()) is not None


class CodeLabel(Content, frozen=True, kw_only=True):
    """A code with our own words for it."""

    code: str
    label: str


class MinuteBand(CodeLabel, frozen=True, kw_only=True):
    """From how many minutes on, and up to how many (none: no end), a code is used."""

    from_minutes: int
    to_minutes: int | None = None


class Diagnosis(Content, frozen=True, kw_only=True):
    """An ICD-10-CM code. ``flag`` says what a clinician should look at when it is chosen; ``words`` are other names
    that people write, ``hints`` words that may mean it: for a question, never for an answer. ``alert`` is the safety
    alert it raises when it is told. ``information``: no screening rule reads it, and none has to."""

    code: str
    label: str
    complaint: str = ""
    flag: str = ""
    alert: str = ""
    information: bool = False
    words: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is found by."""
        return (self.label, *self.words)


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
    history: tuple[Diagnosis, ...]
    cases: tuple[CodeCase, ...]

    def procedure_label(self, code: str) -> str:
        """Our words for a procedure code; the code itself when it is not listed."""
        codes: tuple[CodeLabel, ...] = (*self.procedures, *self.psychotherapy)
        listed = {each.code: each.label for each in codes}
        return listed.get(code, code)

    def diagnosis(self, code: str) -> Diagnosis:
        """The diagnosis with that code; KeyError when it is not listed."""
        return {each.code: each for each in self.diagnoses}[code]

    @property
    def conditions(self) -> tuple[Diagnosis, ...]:
        """What a problem list is chosen from: the medical history, then the diagnoses of the papers."""
        return (*self.history, *self.diagnoses)

    def named(self, text: str) -> Diagnosis | None:
        """The condition of exactly that name or code, give or take capitals and spaces."""
        wanted = _plain(text)
        return next(
            (
                each
                for each in self.conditions
                if wanted in {_plain(name) for name in (each.code, *each.names)}
            ),
            None,
        )

    def within(self, text: str) -> tuple[Diagnosis, ...]:
        """Conditions one of whose names or hints stands in the text, among other words: "brain aneurysm, coiled"."""
        typed = _words(text)
        return tuple(each for each in self.conditions if _is_named(each, typed))

    def like(self, text: str) -> tuple[Diagnosis, ...]:
        """Conditions the text names or shares a word with, those nearest first. Offers, never an answer."""
        typed, named = _words(text), self.within(text)
        shared = {each: max(_shared(typed, _words(name)) for name in each.names) for each in self.conditions}
        found = [each for each in self.conditions if shared[each] or each in named]
        return tuple(sorted(found, key=lambda each: (-(each in named), -shared[each])))[:MOST_OFFERS]


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
    for name, listed in (("diagnoses", sheet.conditions), ("procedures", sheet.procedures)):
        codes = [each.code for each in listed]
        if len(codes) != len(set(codes)):
            yield ContentError(path, name, "a code stands twice")
    names = [_plain(name) for each in sheet.conditions for name in each.names]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield ContentError(path, "history", f"{name!r} names two conditions")
    for code in (each.code for each in sheet.conditions if not is_icd10(each.code)):
        yield ContentError(path, "history", f"{code!r} is not written as an ICD-10 code")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(text: str) -> frozenset[str]:
    """The words that say something; "of", "the" and the like don't."""
    return frozenset(word for word in _WORD.findall(_plain(text)) if word not in _SMALL_WORDS)


def _shared(typed: frozenset[str], name: frozenset[str]) -> int:
    return sum(any(_alike(word, each) for each in name) for word in typed)


def _is_named(condition: Diagnosis, typed: frozenset[str]) -> bool:
    return any(_holds(typed, name) for name in (*condition.names, *condition.hints))


def _holds(typed: frozenset[str], name: str) -> bool:
    wanted = _words(name)
    return bool(wanted) and all(any(_alike(word, each) for each in typed) for word in wanted)


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    is_form = len(shorter) >= LEAST_FORM and longer.startswith(shorter)
    return one == other or is_form or (len(shorter) >= LEAST_STEM and one[:LEAST_STEM] == other[:LEAST_STEM])
