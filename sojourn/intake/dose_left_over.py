"""Whether every word and sign beside a dose is accounted for: read, part of the name, or known to say nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from sojourn.content.dose_words import DoseWords
from sojourn.intake.dose_signs import BETWEEN_FIELDS

_TOKEN = re.compile(r"[A-Z][a-z]*|[a-z]+|[^a-zA-Z\s]")
_SILENT_SIGNS = frozenset(".,;:()[]!\"'-")
_JOINING_SIGNS = frozenset("&+/")
_NAME, _JOINED, _NEEDED, _REASON = "N", "+", "P", "Y"
_FIRST_WORDS = re.compile(r"[\sa-z(),./-]*")
_WORD = re.compile(r"[a-z]+")
_ANOTHER_REASON = re.compile("D[^S]*Y[^S]*S|[TDS].*Y.*P+Y")
_NEEDED_APART = re.compile(r"[TDa-z]\s*;\s*P\b")
""" "Nightly; as needed for pain"."""


def is_accounted_for(left: str, words: DoseWords, names: Collection[str]) -> bool:
    """True when nothing in ``left`` could add to a dose; what was read stands in it as a mark with a capital."""
    named = words.passing.sub(" ", words.needed.sub(f" {_NEEDED} ", left))
    return all(_is_field_clear(field, words, names) for field in named.split(BETWEEN_FIELDS.strip()))


def name_in(left: str, words: DoseWords, known: Collection[str]) -> frozenset[str]:
    """The words of the name: the known ones, or if there are none those the line begins with."""
    spoken = frozenset(_WORD.findall(left)) & frozenset(known)
    if spoken:
        return spoken - words.no_name
    first = _FIRST_WORDS.match(left)
    begins = _WORD.findall(first[0]) if first else []
    return frozenset() if words.no_name.intersection(begins) else frozenset(begins)


def _is_field_clear(field: str, words: DoseWords, names: Collection[str]) -> bool:
    if _NEEDED_APART.search(field):
        return False
    marks: list[str] = []
    for token in _TOKEN.findall(field):
        mark = _mark(token, words, names)
        if mark is None:
            return False
        if mark:
            marks.append(mark)
    if len(marks) < 2 and _JOINED not in marks:
        return True
    return _joins_only_alike(marks) and not _may_be_one_more(marks) and _each_count_has_its_time(marks)


def _mark(token: str, words: DoseWords, names: Collection[str]) -> str | None:
    if token[0].isupper():
        return token
    if token in _SILENT_SIGNS:
        return ""
    if token in _JOINING_SIGNS:
        return _JOINED
    return _NAME if token in names and token.isalpha() else words.kinds.get(token)


def _joins_only_alike(marks: list[str]) -> bool:
    """ "And" between two names, two reasons or two times of a day; each of these counts, and nothing else is joined."""
    return all(_are_alike(*sides) for sides in _sides(marks))


def _sides(marks: list[str]) -> Iterator[tuple[str, str]]:
    """What stands before and behind each "and"; a count belongs to the time behind it."""
    timed = [
        mark for at, mark in enumerate(marks) if mark != "C" or not _is_slot("".join(marks[at + 1 : at + 2]))
    ]
    framed = ["", *timed, ""]
    return (
        (before, after)
        for before, mark, after in zip(framed, timed, framed[2:], strict=False)
        if mark == _JOINED
    )


def _are_alike(before: str, after: str) -> bool:
    two_times = _is_slot(before) and _is_slot(after) and before != after
    return two_times or (before == after and before in (_NAME, _REASON))


def _is_slot(mark: str) -> bool:
    return mark[:1] == "S"


def _may_be_one_more(marks: list[str]) -> bool:
    """ "Daily for pain, at bedtime for sleep", "every 12 hours, every 12 hours as needed"."""
    return _has_two_reasons(marks) or (_NEEDED in marks and _is_needed_besides(marks))


def _has_two_reasons(marks: list[str]) -> bool:
    """Whether what is said behind a reason may be another dose: a time of the day, or as needed for another reason."""
    told = "".join("S" if _is_slot(mark) else mark for mark in marks)
    return _ANOTHER_REASON.search(told) is not None


def _is_needed_besides(marks: list[str]) -> bool:
    """Whether "as needed" may be said of one more dose than the one that is timed."""
    often = [mark for mark in marks if mark in ("T", "D")]
    timed = [mark for mark in marks if mark in ("D", _NEEDED) or _is_slot(mark)]
    later = any(one == _NEEDED and _is_slot(other) for one, other in pairwise(timed))
    return (
        len(often) > 1 or (later and bool(often)) or len(set(timed)) < len(timed) or _is_limit_besides(marks)
    )


def _is_limit_besides(marks: list[str]) -> bool:
    """ "Every 6 hours, up to 2 tablets a day as needed"."""
    if "L" not in marks:
        return False
    before = marks[: marks.index("L")]
    return _NEEDED not in before and any(mark in ("T", "D") or _is_slot(mark) for mark in before)


def _each_count_has_its_time(marks: list[str]) -> bool:
    """ "1 tablet in the morning, 1 tablet at night"; not "10 mg in the morning, half at night", "daily, 2 at night"."""
    counts, slots = marks.count("C"), sum(map(_is_slot, marks))
    first = marks.index("C") if counts else 0
    before, behind = marks[:first], marks[first + 1 :]
    if counts != slots and (counts > 1 or any(map(_is_slot, before))):
        return False
    is_timed_before = not {"T", "D"}.isdisjoint(before)
    return not is_timed_before or not (_NEEDED in marks or any(map(_is_slot, behind)))
