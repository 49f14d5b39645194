"""The words that pass on a medication line only in company; doubts.yaml says what each group is for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sojourn.content.reading import Content, read_yaml


class _DoubtsFile(Content, frozen=True, kw_only=True):
    only_beside: dict[str, tuple[str, str]]
    leading: str
    naming: str
    beginning: str
    past: str
    prescribers: str
    prescribing: str
    reacting: str
    relieving: dict[str, str]
    measured: str
    measuring: str
    sites: dict[str, tuple[str, ...]]
    salt_words: str
    vessels: str
    poured: str
    unlike: tuple[str, ...]
    second_dose_within: float
    fractions: str
    stepping: str
    having: str


class Doubts(msgspec.Struct, frozen=True):
    """Each group as a set; a word of ``only_beside`` with those it may stand behind and those it may stand before."""

    only_beside: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {}
    leading: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset()
    beginning: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    prescribers: frozenset[str] = frozenset()
    prescribing: frozenset[str] = frozenset()
    reacting: frozenset[str] = frozenset()
    relieving: Mapping[str, frozenset[str]] = {}
    measured: frozenset[str] = frozenset()
    measuring: frozenset[str] = frozenset()
    sites: Mapping[str, frozenset[str]] = {}
    salt_words: frozenset[str] = frozenset()
    vessels: frozenset[str] = frozenset()
    poured: frozenset[str] = frozenset()
    unlike: tuple[frozenset[str], ...] = ()
    second_dose_within: float = 1
    fractions: frozenset[str] = frozenset()
    stepping: frozenset[str] = frozenset()
    having: frozenset[str] = frozenset()


NO_DOUBTS = Doubts()


def load_doubts(file: Path) -> Doubts:
    """Read doubts.yaml. Raises ContentError naming the key that does not fit."""
    raw = read_yaml(file, _DoubtsFile)
    return Doubts(
        only_beside={
            word: (_set(behind), _set(before)) for word, (behind, before) in raw.only_beside.items()
        },
        leading=_set(raw.leading),
        naming=_set(raw.naming),
        beginning=_set(raw.beginning),
        past=_set(raw.past),
        prescribers=_set(raw.prescribers),
        prescribing=_set(raw.prescribing),
        reacting=_set(raw.reacting),
        relieving={group: _set(words) for group, words in raw.relieving.items()},
        measured=_set(raw.measured),
        measuring=_set(raw.measuring),
        sites={word: frozenset(forms) for said, forms in raw.sites.items() for word in said.split()},
        salt_words=_set(raw.salt_words),
        vessels=_set(raw.vessels),
        poured=_set(raw.poured),
        unlike=tuple(map(_set, raw.unlike)),
        second_dose_within=raw.second_dose_within,
        fractions=_set(raw.fractions),
        stepping=_set(raw.stepping),
        having=_set(raw.having),
    )


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())
