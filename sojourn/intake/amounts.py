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
COUNTED = (Sort.STRENGTH, Sort.FORM, Sort.NUMBER, Sort.SPAN, Sort.JOINT)
"""What a number before it counts."""
_BETWEEN = (Sort.STRENGTH, Sort.JOINT)
_HOURS_ON_A_CLOCK = 12
_YEAR = re.compile(r"(19|20)\d\d")
_BEFORE_A_YEAR = (Sort.CONNECTIVE, Sort.OTHER)


def how_many_drugs(names: Iterable[DrugName]) -> int:
    """Each ingredient once."""
    return len({drug.ingredient for name in names for drug in name.drugs})


def how_many_medicines(names: Iterable[DrugName]) -> int:
    """A combination is one, and so is what is named again as its ingredient."""
    sets = {frozenset(drug.ingredient for drug in name.drugs) for name in names}
    return sum(not any(each < other for other in sets) for each in sets)


def doses_in(said: list[Said], words: Words) -> Iterator[str]:
    """Doses by weight, each with its unit ("10 mg"; "10mg" is the same), and those without one ("15 at night")."""
    return (dose for _, dose in _doses_at(said, words))


def dose_runs(said: list[Said], words: Words) -> list[frozenset[str]]:
    """Doses that stand together, as the strengths of a combination do: "5/325", "5 mg 325 mg"."""
    runs: list[frozenset[str]] = []
    before = -1
    for at, dose in _doses_at(said, words):
        together = before >= 0 and all(each.sort in _BETWEEN for each in said[before + 1 : at])
        runs[-1:] = [runs[-1] | {dose}] if together else [*runs[-1:], frozenset({dose})]
        before = at
    return runs


def longest_joint(said: list[Said], words: Words) -> list[str]:
    """The longest run of joined strengths, "20/12.5": it has as many ingredients."""
    runs: list[list[str]] = [[]]
    for at, dose in _doses_at(said, words):
        runs = [*runs[:-1], [*runs[-1], dose]] if _is_joined(said, at) else [*runs, [dose]]
    return max(runs, key=len)


def _doses_at(said: list[Said], words: Words) -> Iterator[tuple[int, str]]:
    for at, each in enumerate(said):
        amount = AMOUNT.match(each.word) if each.sort is Sort.NUMBER else None
        if amount and (_is_joined(said, at) or _following(said, at).sort is not Sort.NUMBER):
            yield from ((at, dose) for dose in _dose(float(amount[1]), said, at, words))


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
            unread += _beyond(names, said, words) if names else []
            names, said = [piece], []
    return [*unread, *_beyond(names, said, words), *_more_in_all(part.names, everything, words)]


def is_small(number: str) -> bool:
    """Pieces, and no strength."""
    amount = AMOUNT.match(number)
    return amount is None or float(amount[1]) <= FEW


def _dose(number: float, said: list[Said], at: int, words: Words) -> Iterator[str]:
    following = _following(said, at)
    if following.sort is Sort.JOINT or _is_joined(said, at):
        yield from _joined_dose(number, said, at, words)
    elif following.about in words.weights and not _ranges(said, at, words):
        yield f"{number:g} {following.about}"
    elif (
        following.about not in words.weights
        and number > FEW
        and not _counts_or_dates(number, said, at, words)
    ):
        yield f"{number:g}"


def _is_joined(said: list[Said], at: int) -> bool:
    return at > 0 and said[at - 1].sort is Sort.JOINT


def _joined_dose(number: float, said: list[Said], at: int, words: Words) -> Iterator[str]:
    """One of "20/12.5": a strength however small, in the unit behind it or behind the next; not the mL of "mg/5 mL"."""
    following = _following(said, at)
    while following.sort is Sort.JOINT:
        at += 2
        following = _following(said, at)
    if following.about in words.weights:
        yield f"{number:g} {following.about}"
    elif following.sort not in (Sort.STRENGTH, Sort.SPAN) and not _counts_pieces(number, said, at):
        yield f"{number:g}"


def _counts_pieces(number: float, said: list[Said], at: int) -> bool:
    """ "50 mg-1 tablet": behind a whole strength pieces are counted; "20/12.5 tablet" says the strengths of one."""
    whole_before = at > 1 and said[at - 2].sort is Sort.STRENGTH
    return number <= FEW and whole_before and _following(said, at).sort is Sort.FORM


def _counts_or_dates(number: float, said: list[Said], at: int, words: Words) -> bool:
    """ "30 tablets", "8 pm", "since 2019" say no dose; nobody takes anything at "20 pm"."""
    following = _following(said, at)
    if following.word in words.clock or said[at].word.endswith(tuple(words.clock)):
        return number <= _HOURS_ON_A_CLOCK
    is_dated = at > 0 and said[at - 1].sort in _BEFORE_A_YEAR and _YEAR.fullmatch(said[at].word) is not None
    return following.sort in COUNTED or is_dated or _ranges(said, at, words)


def _ranges(said: list[Said], at: int, words: Words) -> bool:
    """True for the first of "25 mg to 50 mg" and of "25 to 50 mg": both are one dose."""
    has_unit = _following(said, at).about in words.weights
    up_to = at + 2 if has_unit else at + 1
    return _following(said, up_to - 1).word in words.ranging and _following(said, up_to).sort is Sort.NUMBER


def _following(said: list[Said], at: int) -> Said:
    return said[at + 1] if at + 1 < len(said) else Said("", Sort.UNKNOWN)


def _beyond(names: Iterable[DrugName], said: list[Said], words: Words) -> list[str]:
    """More doses than ingredients, or a second dose of a combination: "adderall 20 in the morning 5 in the evening"."""
    known = tuple(names)
    doses = list(dict.fromkeys(doses_in(said, words)))
    runs = _different(dose_runs(said, words))
    beyond = how_many_doses(doses) > how_many_drugs(known) or runs > how_many_medicines(known)
    return doses if beyond else []


def _more_in_all(names: Iterable[DrugName], said: list[Said], words: Words) -> list[str]:
    """On both sides of a name: "10 mg lisinopril 0.5 mg"."""
    doses = list(dict.fromkeys(doses_in(said, words)))
    return doses if how_many_doses(doses) > sum(len(name.drugs) for name in names) else []


def _different(runs: Iterable[frozenset[str]]) -> int:
    """How many say another dose; "50" beside "50 mg" is the same."""
    return len({frozenset(dose.partition(" ")[0] for dose in run) for run in runs})
