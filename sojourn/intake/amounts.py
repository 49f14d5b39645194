"""How much is said beside a name: one dose for each drug in it. One more is the dose of a drug nobody named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sojourn.content.drug_words import Words
from sojourn.content.drugs import DrugName
from sojourn.intake.line_parts import Part
from sojourn.intake.word_kinds import AMOUNT, Said, Sort, sorted_words

FEW = 4
"""Up to here a bare number counts pieces; a greater one is a strength without its unit."""
COUNTED = (Sort.STRENGTH, Sort.FORM, Sort.NUMBER, Sort.SPAN)
"""What a number before it counts."""
_HOURS_ON_A_CLOCK = 12
_YEAR = re.compile(r"(19|20)\d\d")
_BEFORE_A_YEAR = (Sort.CONNECTIVE, Sort.OTHER)


def how_many_drugs(names: Iterable[DrugName]) -> int:
    """Each ingredient once."""
    return len({drug.ingredient for name in names for drug in name.drugs})


def doses_in(said: list[Said], words: Words) -> Iterator[str]:
    """Doses by weight, each with its unit ("10 mg"; "10mg" is the same), and those without one ("15 at night")."""
    for at, each in enumerate(said):
        amount = AMOUNT.match(each.word) if each.sort is Sort.NUMBER else None
        if amount and _following(said, at).sort is not Sort.NUMBER:
            yield from _dose(float(amount[1]), said, at, words)


def how_many_doses(doses: Iterable[str]) -> int:
    """Different ones; "50" beside "50 mg" is the same."""
    different = set(doses)
    weighed = {dose.partition(" ")[0] for dose in different if " " in dose}
    return len(different - weighed)


def dosed_again(part: Part, words: Words) -> list[str]:
    """A second dose beside one name is the dose of another drug, behind it ("lisinopril 10 mg daily 0.5 mg as needed")
    or on both sides ("10 mg lisinopril 0.5 mg")."""
    unread: list[str] = []
    names: list[DrugName] = []
    said: list[Said] = []
    everything: list[Said] = []
    for piece in part.pieces:
        if isinstance(piece, str):
            said += sorted_words(piece, words)
            everything += sorted_words(piece, words)
        elif names and not said:
            names.append(piece)
        else:
            unread += _beyond(how_many_drugs(names), said, words) if names else []
            names, said = [piece], []
    return [
        *unread,
        *_beyond(how_many_drugs(names), said, words),
        *_beyond(sum(len(name.drugs) for name in part.names), everything, words),
    ]


def is_small(number: str) -> bool:
    """Pieces, and no strength."""
    amount = AMOUNT.match(number)
    return amount is None or float(amount[1]) <= FEW


def _dose(number: float, said: list[Said], at: int, words: Words) -> Iterator[str]:
    following = _following(said, at)
    if following.about in words.weights and not _ranges(said, at, words):
        yield f"{number:g} {following.about}"
    elif (
        following.about not in words.weights
        and number > FEW
        and not _counts_or_dates(number, said, at, words)
    ):
        yield f"{number:g}"


def _counts_or_dates(number: float, said: list[Said], at: int, words: Words) -> bool:
    """ "30 tablets", "8 pm", "since 2019" say no dose; nobody takes anything at "20 pm"."""
    following = _following(said, at)
    if following.word in words.clock or said[at].word.endswith(tuple(words.clock)):
        return number <= _HOURS_ON_A_CLOCK
    is_dated = at > 0 and said[at - 1].sort in _BEFORE_A_YEAR and _YEAR.fullmatch(said[at].word) is not None
    return following.sort in COUNTED or is_dated


def _ranges(said: list[Said], at: int, words: Words) -> bool:
    """True for the first of "25 mg to 50 mg": both are one dose."""
    up_to = _following(said, at + 1)
    return up_to.word in words.ranging and _following(said, at + 2).sort is Sort.NUMBER


def _following(said: list[Said], at: int) -> Said:
    return said[at + 1] if at + 1 < len(said) else Said("", Sort.UNKNOWN)


def _beyond(allowed: int, said: list[Said], words: Words) -> list[str]:
    doses = list(dict.fromkeys(doses_in(said, words)))
    return doses if how_many_doses(doses) > allowed else []
