"""Words beside a dose that say nothing about how much is taken. Any other word leaves the dose open."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class DoseCase(Content, frozen=True, kw_only=True):
    """A worked case: a line of the list and what it comes to in a day (left open: null)."""

    name: str
    text: str
    dose: str = ""
    frequency: str = ""
    daily: Decimal | None


class DoseWords(Sheet, frozen=True, kw_only=True, dict=True):
    """The words by what they say; the file says what each group is for."""

    as_needed: tuple[str, ...]
    phrases: tuple[str, ...]
    silent: str
    reasons: str
    joining: str
    never_a_name: str
    cases: tuple[DoseCase, ...]

    @cached_property
    def needed(self) -> re.Pattern[str]:
        """Finds what says "as needed"."""
        return _any_of(self.as_needed)

    @cached_property
    def passing(self) -> re.Pattern[str]:
        """Finds what is said as a whole and counts nothing."""
        return _any_of(self.phrases)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Every single word with the mark of its kind: "" says nothing, "Y" a reason, "+" joins."""
        groups = ((self.silent, ""), (self.reasons, "Y"), (self.joining, "+"))
        return {word: mark for words, mark in groups for word in words.split()}

    @cached_property
    def no_name(self) -> frozenset[str]:
        """Words that begin no name."""
        return frozenset((*self.never_a_name.split(), *self.joining.split()))


def load(folder: Path) -> DoseWords:
    """The words from ``dose_words.yaml``; raises ContentError when one of them stands for two things."""
    path = folder / "dose_words.yaml"
    sheet = read_yaml(path, DoseWords)
    groups = (sheet.silent, sheet.reasons, sheet.joining)
    words = [word for group in groups for word in set(group.split())]
    if len(words) != len(set(words)):
        twice = next(word for word in words if words.count(word) > 1)
        raise ContentError(path, "silent", f"{twice!r} stands in two groups")
    return sheet


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
