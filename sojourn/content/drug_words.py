"""The words people write around the name of a drug, and how a line of text falls into words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path

import msgspec

from sojourn.content.doubt_words import NO_DOUBTS, Doubts, load_doubts
from sojourn.content.reading import Content, read_yaml
from sojourn.content.signs import LOST, SIGN, spelled

_LETTER = rf"(?:[^\W\d_]|{LOST})"
_WORD = re.compile(rf"{_LETTER}+\d*{_LETTER}*|\d+(?:\.\d+)?{_LETTER}*|\.\d+{_LETTER}*|{SIGN}")
_LETTERS_WITH_DOTS = re.compile(r"\b((?:[a-z]\.){2,})")
_MARK = re.compile(r"[,;+&(\n:|]|/(?!\s*\d)|(?<=\s)/(?=\s)|\.(?=\s|$)|(?<=\s)-+(?=\s)")
_SPACED_RANGE = re.compile(r"(?<=\d)(\s?m?c?g)?\s+-+\s+(?=\d+(?:\.\d+)?\s?m?c?g\b)")
"""The dash of "25 - 50 mg", "25 mg - 50 mg"."""
_SHORTENED = re.compile(r"\b(st|vit)\.(?=\s)")
"""The dot of "St. John" ends no sentence."""
_THREE_DAYS = re.compile(r"\bm[\s,/-]+w[\s,/-]+f\b")
ADDING_MARKS = "+&\n"
_JOINING = ("/", "-", " ")


class _WordsFile(Content, frozen=True, kw_only=True):
    connectives: str
    introducing: str
    adding: str
    numbers: str
    forms: dict[str, str]
    reasons: str
    times: str
    spans: str
    other: str
    strengths: str
    weights: str
    units: str
    counted: str
    vague: tuple[str, ...]
    nothing: tuple[str, ...]
    salts: dict[str, str]
    look_alikes: tuple[tuple[str, ...], ...]
    ambiguous: dict[str, tuple[str, ...]]
    by_needle: tuple[str, ...]
    consuming: str
    everyday: str
    ranging: str
    clock: str
    also_ordinary: tuple[str, ...]
    denying: str
    other_things: str
    lacking: str
    craving: str
    because: str
    directing: str
    street: str
    harming: str
    a_few: str
    servings: str
    changing: dict[str, str]
    comes_as: dict[str, tuple[str, ...]]
    limiting: tuple[str, ...]
    elsewhere: str
    against: dict[str, tuple[str, ...]]


class Words(msgspec.Struct, frozen=True, dict=True):
    """The ordinary words around a drug name; words.yaml says what each group is for."""

    connectives: frozenset[str]
    introducing: frozenset[str]
    adding: frozenset[str]
    numbers: frozenset[str]
    forms: Mapping[str, str]
    reasons: frozenset[str]
    times: frozenset[str]
    spans: frozenset[str]
    other: frozenset[str]
    strengths: frozenset[str]
    weights: frozenset[str]
    units: frozenset[str]
    counted: frozenset[str]
    vague: frozenset[str]
    nothing: frozenset[str]
    salts: Mapping[str, frozenset[str]]
    look_alikes: tuple[tuple[str, ...], ...]
    ambiguous: Mapping[str, tuple[str, ...]] = {}
    by_needle: frozenset[str] = frozenset()
    consuming: frozenset[str] = frozenset()
    everyday: frozenset[str] = frozenset()
    ranging: frozenset[str] = frozenset()
    clock: frozenset[str] = frozenset()
    also_ordinary: frozenset[str] = frozenset()
    denying: frozenset[str] = frozenset()
    other_things: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    craving: frozenset[str] = frozenset()
    because: frozenset[str] = frozenset()
    directing: frozenset[str] = frozenset()
    street: frozenset[str] = frozenset()
    harming: frozenset[str] = frozenset()
    a_few: frozenset[str] = frozenset()
    servings: frozenset[str] = frozenset()
    changing: Mapping[str, frozenset[str]] = {}
    comes_as: Mapping[str, frozenset[str]] = {}
    limiting: tuple[tuple[str, ...], ...] = ()
    elsewhere: frozenset[str] = frozenset()
    against: Mapping[str, frozenset[str]] = {}
    doubts: Doubts = NO_DOUBTS

    @cached_property
    def around(self) -> frozenset[str]:
        """Every word that is no drug and hides none by itself."""
        said = (self.connectives, self.introducing, self.adding, self.numbers, self.reasons, self.other)
        measured = (self.times, self.spans, self.forms, self.strengths, self.units)
        return frozenset(chain(*said, *measured, self.beside_a_name))

    @cached_property
    def beside_a_name(self) -> frozenset[str]:
        """Words that pass in a part with a name and in no other."""
        return self.consuming | self.everyday


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, lower-case, without accents, apostrophes and punctuation.

    >>> words_of("St. John’s-Wort 0.5mg b.i.d.")
    ['st', 'johns', 'wort', '0.5mg', 'bid']
    """
    return _WORD.findall(_plain(text))


def marked_words_of(text: str) -> tuple[list[str], dict[int, str]]:
    """The words of a text, and the marks that part them: at which word, and what stood before it.

    >>> marked_words_of("Zoloft 5/10, pain patch")
    (['zoloft', '5', '10', 'pain', 'patch'], {3: ','})
    """
    plain = _plain(text)
    found = list(_WORD.finditer(plain))
    starts = [each.start() for each in found]
    marks: dict[int, str] = {}
    for mark in _MARK.finditer(plain):
        at = sum(1 for start in starts if start < mark.start())
        marks[at] = marks.get(at, "") + mark[0]
    return [each[0] for each in found], {at: mark for at, mark in marks.items() if at < len(found)}


def joined_words_of(text: str) -> dict[int, str]:
    """The numbers that a slash, a dash or a space alone joins to the word before them, and which did: each but the
    first of "20/12.5". A dash with spaces around it parts.

    >>> joined_words_of("lisinopril 20/12.5 mg, 5-10 160 12.5")
    {2: '/', 5: '-', 6: ' ', 7: ' '}
    """
    plain = _plain(text)
    found = list(_WORD.finditer(plain))
    between = [plain[one.end() : other.start()] for one, other in pairwise(found)]
    marks = (each.strip() if "/" in each else each for each in between)
    numbers = [each[0][0].isdigit() for each in found]
    return {
        at: mark
        for at, mark in enumerate(marks, start=1)
        if mark in _JOINING and (mark != " " or (numbers[at - 1] and numbers[at]))
    }


def key_of(text: str) -> str:
    """What two spellings of one name share: "5-HTP" and "5 htp" give "5 htp"."""
    return " ".join(words_of(text))


def load_words(file: Path) -> Words:
    """Read words.yaml and doubts.yaml beside it. Raises ContentError naming the key that does not fit."""
    raw = read_yaml(file, _WordsFile)
    return Words(
        connectives=frozenset(raw.connectives.split()),
        introducing=frozenset(raw.introducing.split()),
        adding=frozenset(raw.adding.split()),
        numbers=frozenset(raw.numbers.split()),
        forms={word: sort for sort, words in raw.forms.items() for word in words.split()},
        reasons=frozenset(raw.reasons.split()),
        times=frozenset(raw.times.split()),
        spans=frozenset(raw.spans.split()),
        other=frozenset(raw.other.split()),
        strengths=frozenset(raw.strengths.split()),
        weights=frozenset(raw.weights.split()),
        units=frozenset(raw.units.split()),
        counted=frozenset(raw.counted.split()),
        vague=frozenset(map(key_of, raw.vague)),
        nothing=frozenset(map(key_of, raw.nothing)),
        salts={salt: frozenset(names.split(", ")) for salt, names in raw.salts.items()},
        look_alikes=raw.look_alikes,
        ambiguous=raw.ambiguous,
        by_needle=frozenset(raw.by_needle),
        consuming=frozenset(raw.consuming.split()),
        everyday=frozenset(raw.everyday.split()),
        ranging=frozenset(raw.ranging.split()),
        clock=frozenset(raw.clock.split()),
        also_ordinary=frozenset(map(key_of, raw.also_ordinary)),
        denying=frozenset(raw.denying.split()),
        other_things=frozenset(raw.other_things.split()),
        lacking=frozenset(raw.lacking.split()),
        craving=frozenset(raw.craving.split()),
        because=frozenset(raw.because.split()),
        directing=frozenset(raw.directing.split()),
        street=frozenset(raw.street.split()),
        harming=frozenset(raw.harming.split()),
        a_few=frozenset(raw.a_few.split()),
        servings=frozenset(raw.servings.split()),
        changing={group: frozenset(words.split()) for group, words in raw.changing.items()},
        comes_as={form: frozenset(names) for form, names in raw.comes_as.items()},
        limiting=tuple(tuple(words_of(each)) for each in raw.limiting),
        elsewhere=frozenset(raw.elsewhere.split()),
        against={name: frozenset(names) for name, names in raw.against.items()},
        doubts=load_doubts(file.with_name("doubts.yaml")),
    )


def _plain(text: str) -> str:
    lower = spelled(text).replace("'", "").replace("`", "")
    lower = _SHORTENED.sub(r"\1", lower)
    lower = _SPACED_RANGE.sub(r"\1-", _THREE_DAYS.sub("mwf", lower))
    return _LETTERS_WITH_DOTS.sub(lambda found: found[1].replace(".", "") + " ", lower)
