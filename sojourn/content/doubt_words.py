"""The words that pass on a medication line only in company; doubts.yaml says what each group is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from sojourn.content.reading import Content, read_yaml

_PIECES = r"(?:\s*(?:tab|cap)(?:let|sule)?s?\b)?"
_NEVER = r"(?!)"


class _DoubtsFile(Content, frozen=True, kw_only=True):
    only_beside: dict[str, tuple[str, str]]
    leading: str
    articles: str
    naming: str
    beginning: str
    past: str
    months: str
    prescribers: str
    prescribing: str
    reacting: str
    relieving: dict[str, str]
    measured: str
    measuring: str
    sites: dict[str, tuple[str, ...]]
    salt_words: str
    describing: str
    vessels: str
    poured: str
    unlike: tuple[str, ...]
    second_dose_within: float
    fractions: str
    stepping: str
    having: str
    dispensing: str
    directing: str
    said_twice: dict[str, int]


class Doubts(msgspec.Struct, frozen=True, dict=True):
    """Each group as a set; a word of ``only_beside`` with those it may stand behind and those it may stand before."""

    only_beside: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {}
    leading: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset()
    beginning: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    prescribers: frozenset[str] = frozenset()
    prescribing: frozenset[str] = frozenset()
    reacting: frozenset[str] = frozenset()
    relieving: Mapping[str, frozenset[str]] = {}
    measured: frozenset[str] = frozenset()
    measuring: frozenset[str] = frozenset()
    sites: Mapping[str, frozenset[str]] = {}
    salt_words: frozenset[str] = frozenset()
    describing: frozenset[str] = frozenset()
    vessels: frozenset[str] = frozenset()
    poured: frozenset[str] = frozenset()
    unlike: tuple[frozenset[str], ...] = ()
    second_dose_within: float = 1
    fractions: frozenset[str] = frozenset()
    stepping: frozenset[str] = frozenset()
    having: frozenset[str] = frozenset()
    dispensing: frozenset[str] = frozenset()
    directing: frozenset[str] = frozenset()
    said_twice: Mapping[str, int] = {}

    @cached_property
    def handed_out(self) -> re.Pattern[str]:
        """What is printed of how much is handed out, and labels. A number sign begins it from ten on: "Tylenol #3"."""
        counts, labels = _one_of(self.dispensing), _one_of(self.directing)
        counted = rf"\b{counts}\b\s*[:.#-]*\s*\d+\b(?![./-]\d){_PIECES}"
        return re.compile(
            rf"#\s*\d{{2,}}\b{_PIECES}|{counted}|\b(?:no|\d+)\s+{counts}\b|\b{labels}\b:?", re.IGNORECASE
        )

    @cached_property
    def said_again(self) -> re.Pattern[str]:
        """The bracket of "2 (two)"."""
        pairs = (rf"(?<=\b{number})\s*\({word}\)" for word, number in self.said_twice.items())
        return re.compile("|".join(pairs) or _NEVER, re.IGNORECASE)


NO_DOUBTS = Doubts()


def _one_of(words: frozenset[str]) -> str:
    return f"(?:{'|'.join(sorted(words)) or _NEVER})"


def load_doubts(file: Path) -> Doubts:
    """Read doubts.yaml. Raises ContentError naming the key that does not fit."""
    raw = read_yaml(file, _DoubtsFile)
    return Doubts(
        only_beside={
            word: (_set(behind), _set(before)) for word, (behind, before) in raw.only_beside.items()
        },
        leading=_set(raw.leading),
        articles=_set(raw.articles),
        naming=_set(raw.naming),
        beginning=_set(raw.beginning),
        past=_set(raw.past),
        months=_set(raw.months),
        prescribers=_set(raw.prescribers),
        prescribing=_set(raw.prescribing),
        reacting=_set(raw.reacting),
        relieving={group: _set(words) for group, words in raw.relieving.items()},
        measured=_set(raw.measured),
        measuring=_set(raw.measuring),
        sites={word: frozenset(forms) for said, forms in raw.sites.items() for word in said.split()},
        salt_words=_set(raw.salt_words),
        describing=_set(raw.describing),
        vessels=_set(raw.vessels),
        poured=_set(raw.poured),
        unlike=tuple(map(_set, raw.unlike)),
        second_dose_within=raw.second_dose_within,
        fractions=_set(raw.fractions),
        stepping=_set(raw.stepping),
        having=_set(raw.having),
        dispensing=_set(raw.dispensing),
        directing=_set(raw.directing),
        said_twice=raw.said_twice,
    )


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())
