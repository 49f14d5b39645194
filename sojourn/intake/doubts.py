"""Words that leave open whether the named drug is taken, by whom, or that it is the one meant. Pure.

"Nardil in 2015", "codeine allergy", "Zoloft, eyes twice daily": each word is known, and together they do not say that
somebody takes this drug. Such a line is not checked; what it names stays counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from sojourn.content.drug_words import Words
from sojourn.content.drugs import Drug, DrugName
from sojourn.intake.line_parts import Part, Piece
from sojourn.intake.strange_forms import comes_as
from sojourn.intake.word_kinds import AMOUNT, Said, Sort, is_poured, sort_of, sorted_words

_SUBSTANCE = "substance"
_DRUNK = "as_a_drink"
_YEAR = re.compile(r"(19|20)\d\d")
_DECADE = re.compile(r"(?:19|20)?\d0s")
_ROUND = 50
"""A strength is round ("vitamin D 2000"); so is a year in fifty."""
_THOUSANDS = "000"
"""The end of "50,000"."""
_IN = "in"
_OF = ("of", "de")
_A = ("a", "an")
"""The half of "1/2 of a tablet"."""
_NEAR = 3


def doubts(part: Part, drugs: Iterable[Drug], words: Words) -> list[str]:
    """The words of this part that say too little. ``drugs``: those named in it or before it."""
    known = tuple(drugs)
    found = (word for rule in _OF_THE_PART for word in rule(part.pieces, words))
    about = (word for rule in _OF_THE_DRUGS for word in rule(part, known, words))
    return list(dict.fromkeys([*found, *about]))


def reactions(part: Part, drugs: Iterable[Drug], words: Words) -> list[str]:
    """ "Codeine allergy", "codeine: hives": what a drug does, unless a "for" says it is taken against it."""
    known = tuple(drugs)
    groups = {group for drug in known for group in drug.classes}
    relieved = frozenset[str]().union(*(words.doubts.relieving.get(group, ()) for group in groups))
    found = [word for word in _unintroduced(part.pieces, words) if word in words.doubts.reacting - relieved]
    return [*found, *_of_a_substance(part.pieces, words)]


def _unintroduced(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    for piece in pieces:
        if piece in words.introducing:
            return
        if isinstance(piece, str):
            yield piece


def _of_a_substance(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "Caffeine headaches", "weed allergies"."""
    for name, behind in zip(pieces, pieces[1:], strict=False):
        if isinstance(behind, str) and not isinstance(name, str) and behind in words.reasons:
            yield from [behind] if _is_drunk(name, words) or _is_substance(name) else []


def _is_substance(name: DrugName) -> bool:
    return any(drug.kind == _SUBSTANCE for drug in name.drugs)


def _is_drunk(piece: Piece | None, words: Words) -> bool:
    """ "Before coffee", "coffee 2 cups"."""
    known = words.comes_as.get(_DRUNK, frozenset())
    return isinstance(piece, DrugName) and all(drug.ingredient in known for drug in piece.drugs)


def _out_of_company(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "The other", where it is not "every other day"."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, str) and piece in words.doubts.only_beside:
            behind, before = words.doubts.only_beside[piece]
            if _at(pieces, at - 1) not in behind and _at(pieces, at + 1) not in before:
                yield piece


def _leading_nowhere(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "Nardil before Prozac", "Nardil before"."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, str) and piece in words.doubts.leading:
            led = next((each for each in pieces[at + 1 :] if each not in words.doubts.articles), None)
            if (
                not isinstance(led, str)
                and not _is_drunk(led, words)
                and _at(pieces, at - 1) not in words.doubts.naming
            ):
                yield piece


def _nothing_taken(pieces: tuple[Piece, ...], _words: Words) -> Iterator[str]:
    """ "Nardil 0", "Zoloft 0 mg"."""
    for piece in pieces:
        amount = AMOUNT.fullmatch(piece) if isinstance(piece, str) else None
        if amount and not float(amount[1]) and amount[0] != _THOUSANDS:
            yield amount[0]


def _long_ago(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "In 2015", "years ago"; a part that says when it began is of today."""
    if any(piece in words.doubts.beginning for piece in pieces):
        return
    for at, piece in enumerate(pieces):
        if isinstance(piece, str) and (_is_past(pieces, at, words) or _is_year(pieces, at, words)):
            yield piece


def _is_past(pieces: tuple[Piece, ...], at: int, words: Words) -> bool:
    """ "Ago", "the 90s", "in March"."""
    piece = str(pieces[at])
    is_then = piece in words.doubts.months and _at(pieces, at - 1) == _IN
    return is_then or piece in words.doubts.past or _DECADE.fullmatch(piece) is not None


def _is_year(pieces: tuple[Piece, ...], at: int, words: Words) -> bool:
    piece = pieces[at]
    if not isinstance(piece, str) or not _YEAR.fullmatch(piece) or _at(pieces, at + 1) in words.strengths:
        return False
    return bool(int(piece) % _ROUND) or _at(pieces, at - 1) == _IN


def _measured(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "Iron 12 low"; a low dose and a high pressure are directions."""
    passing = (words.doubts.measuring, words.reasons)
    for at, piece in enumerate(pieces):
        if isinstance(piece, str) and piece in words.doubts.measured:
            yield from [] if any(_at(pieces, at + 1) in group for group in passing) else [piece]


def _one_of_many(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "One of my three pills"."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, str) and _at(pieces, at + 1) in _OF and _counts_whole(piece, words):
            yield from (piece for behind in pieces[at + 2 : at + 3] if behind not in _A)


def _counts_whole(word: str, words: Words) -> bool:
    is_whole = AMOUNT.fullmatch(word) is not None and word.isdigit()
    return is_whole or (sort_of(word, words) is Sort.NUMBER and word not in words.doubts.fractions)


def _by_nobody(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "My doctor", unless it is by them that it was prescribed."""
    for at, piece in enumerate(pieces):
        is_one = isinstance(piece, str) and piece in words.doubts.prescribers
        if is_one and not words.doubts.prescribing.intersection(map(str, pieces[max(at - _NEAR, 0) : at])):
            yield str(piece)


def _second_purpose(pieces: tuple[Piece, ...], words: Words) -> Iterator[str]:
    """ "One for the heart, one for sleep": what is counted behind one reason and for another."""
    counted, reason = list[str](), False
    for said in _behind_the_name(pieces, words):
        if said.sort is Sort.REASON:
            yield from counted
            counted, reason = [], True
        elif reason and said.sort in (Sort.NUMBER, Sort.FORM, Sort.STRENGTH):
            counted.append(said.word)
        elif said.sort is Sort.SPAN:
            counted = []


def _behind_the_name(pieces: tuple[Piece, ...], words: Words) -> Iterator[Said]:
    names = [at for at, piece in enumerate(pieces) if isinstance(piece, DrugName)]
    behind = pieces[names[-1] + 1 :] if names else pieces
    return (said for piece in behind for said in sorted_words(str(piece), words))


def _strange_sites(part: Part, drugs: tuple[Drug, ...], words: Words) -> Iterator[str]:
    """ "Zoloft, eyes twice daily"; behind a "for" it is why."""
    for word in _unintroduced(part.pieces, words):
        forms = words.doubts.sites.get(word, ())
        if forms and not any(comes_as(drugs, form, words) for form in forms):
            yield word


def _lone_products(part: Part, _drugs: tuple[Drug, ...], words: Words) -> Iterator[str]:
    """ "Zoloft, carbonate at night", "Zoloft, prescription at night"."""
    if part.names:
        return
    timed = any(word in words.times for word in part.words)
    for word in part.words:
        if word in words.doubts.salt_words or (timed and word in words.doubts.describing):
            yield word


def _poured_out(part: Part, drugs: tuple[Drug, ...], words: Words) -> Iterator[str]:
    """ "A glass at dinner", unless it is of water."""
    if comes_as(drugs, _DRUNK, words):
        return
    said = [each for word in part.words for each in sorted_words(word, words)]
    for at, each in enumerate(said):
        if each.word in words.doubts.vessels and not is_poured(said, at, words):
            yield each.word


def _at(pieces: tuple[Piece, ...], at: int) -> Piece | None:
    return pieces[at] if 0 <= at < len(pieces) else None


_OF_THE_PART: tuple[Callable[[tuple[Piece, ...], Words], Iterator[str]], ...] = (
    _out_of_company,
    _leading_nowhere,
    _nothing_taken,
    _long_ago,
    _measured,
    _one_of_many,
    _by_nobody,
    _second_purpose,
)
_OF_THE_DRUGS: tuple[Callable[[Part, tuple[Drug, ...], Words], Iterator[str]], ...] = (
    _strange_sites,
    _lone_products,
    _poured_out,
)
