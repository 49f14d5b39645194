"""Names that are nearly what somebody typed: a slip or two away, or sounding alike. Only ever offered, never chosen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST_NEAR_MISS = 5
LONG_NAME = 8
SHORTEST_BEGINNING = 4

_BEGINNING = 7
"""Letters of a name that are filed. Two names within two slips of each other share a beginning short of two letters."""

_SOFT_C = re.compile(r"c(?=[eiy])")
_SAME_AGAIN = re.compile(r"(.)\1+")
_LIKE = str.maketrans(
    {**dict.fromkeys("eiouy", "a"), "h": "", "q": "k", "c": "k", "z": "s", "x": "ks", "v": "b", "d": "t"}
)
_SHORTEST_SOUND = 4


class NearNames:
    """All names, filed under what is left of their beginnings when letters go missing, and under their sound."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._place = {name: at for at, name in enumerate(self._names)}
        self._longest = max(map(len, self._names), default=0) + 2
        self._slipped = _filed((name, name[:_BEGINNING], 2) for name in self._names)
        self._begun = _filed((name, name[:SHORTEST_BEGINNING], 1) for name in self._names)
        self._letters = {name: _letters(name) for name in self._names}
        self._sound = {name: sound_of(name) for name in self._names}
        self._sounding = _filed((name, self._sound[name][:_BEGINNING], 1) for name in self._names)

    def of(self, typed: str) -> list[str]:
        """Names a slip or two away, nearest first and in the order given; then those that only sound alike."""
        if not SHORTEST_NEAR_MISS <= len(typed) <= self._longest:
            return []
        return list(dict.fromkeys((*self._a_slip_away(typed), *self._sounding_like(typed))))

    def beginning_like(self, typed: str) -> list[str]:
        """Names whose beginning is one slip away from these letters, shortest first."""
        if len(typed) < SHORTEST_BEGINNING:
            return []
        found = _look_up(self._begun, typed[:SHORTEST_BEGINNING], 1)
        near = (name for name in found if _begins_nearly(name, typed))
        return sorted(near, key=lambda name: (name[0] != typed[0], len(name), name))

    def _a_slip_away(self, typed: str) -> list[str]:
        allowed = allowed_slips(typed)
        letters, most = _letters(typed), 2 * allowed
        found = _look_up(self._slipped, typed[:_BEGINNING], allowed)
        likely = [name for name in found if (self._letters[name] ^ letters).bit_count() <= most]
        near = [(slips(typed, name, allowed), name[0] != typed[0], self._place[name]) for name in likely]
        return [self._names[at] for count, _, at in sorted(near) if count <= allowed]

    def _sounding_like(self, typed: str) -> list[str]:
        sound = sound_of(typed)
        if len(sound) < _SHORTEST_SOUND:
            return []
        allowed = 1 if len(sound) >= LONG_NAME else 0
        found = _look_up(self._sounding, sound[:_BEGINNING], allowed)
        near = [
            (slips(sound, self._sound[name], allowed), name[0] != typed[0], self._place[name])
            for name in found
            if _shares_half(typed, name)
        ]
        return [self._names[at] for count, _, at in sorted(near) if count <= allowed]


def allowed_slips(name: str) -> int:
    """One slip for short names, two for long ones."""
    return 1 if len(name) < LONG_NAME else 2


def sound_of(word: str) -> str:
    """What is left when spellings that sound alike fall together: k/c, f/ph, z/x/s, y/i, d/t, b/v, any vowel.

    >>> sound_of("levotiroxina") == sound_of("levothyroxine")
    True
    """
    heard = _SOFT_C.sub("s", word.replace("ph", "f"))
    heard = f"s{heard[1:]}" if heard.startswith("x") else heard
    return _SAME_AGAIN.sub(r"\1", heard.translate(_LIKE)).removesuffix("a")


def slips(typed: str, name: str, at_most: int) -> int:
    """How many letters were left out, added, changed or swapped with a neighbour; ``at_most`` + 1 for more."""
    too_many = at_most + 1
    if abs(len(typed) - len(name)) > at_most:
        return too_many
    before: list[int] = []
    row = [min(at, too_many) for at in range(len(name) + 1)]
    for i, letter in enumerate(typed, 1):
        older, before, row = before, row, [too_many] * (len(name) + 1)
        row[0] = min(i, too_many)
        for j in range(max(1, i - at_most), min(len(name), i + at_most) + 1):
            cost = before[j - 1] if letter == name[j - 1] else 1 + min(before[j - 1], before[j], row[j - 1])
            if i > 1 and j > 1 and letter == name[j - 2] and typed[i - 2] == name[j - 1]:
                cost = min(cost, older[j - 2] + 1)
            row[j] = min(cost, too_many)
        if min(row) == too_many:
            return too_many
    return row[-1]


def _shares_half(typed: str, name: str) -> bool:
    """Alike to the eye as well: nobody who writes "chicken" is asked about cocaine."""
    half = len(typed) // 2
    return slips(typed, name, half) <= half


def _letters(word: str) -> int:
    """Which letters occur, as bits. One slip changes two of them at most."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _begins_nearly(name: str, typed: str) -> bool:
    lengths = range(len(typed) - 1, len(typed) + 2)
    return any(slips(typed, name[:length], 1) <= 1 for length in lengths)


def _filed(entries: Iterable[tuple[str, str, int]]) -> dict[str, tuple[str, ...]]:
    """Each name under every rest of its beginning that so many missing letters leave."""
    file: dict[str, list[str]] = defaultdict(list)
    for name, beginning, missing in entries:
        for rest in _rests(beginning, missing):
            file[rest].append(name)
    return {rest: tuple(names) for rest, names in file.items()}


def _look_up(file: dict[str, tuple[str, ...]], beginning: str, missing: int) -> set[str]:
    return {name for rest in _rests(beginning, missing) for name in file.get(rest, ())}


def _rests(word: str, missing: int) -> set[str]:
    rests = {word}
    for _ in range(missing):
        rests |= set(_one_less(rests))
    return rests


def _one_less(words: Iterable[str]) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for word in words for at in range(len(word)))
