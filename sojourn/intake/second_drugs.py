"""Does what is said beside a name belong to it, or to a drug that nobody named? Then the line is not checked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from sojourn.content.drug_words import Words
from sojourn.intake.amounts import dosed_again, doses_in, how_many_drugs, longest_joint
from sojourn.intake.belonging import DrugSoFar, belongs, goes_on, has, is_told_again, named, remember
from sojourn.intake.doubts import doubts, reactions
from sojourn.intake.line_parts import Part
from sojourn.intake.other_products import lone_letters, other_products, unnamed_substances
from sojourn.intake.strange_forms import given_at_times, strange_forms, unlike_forms
from sojourn.intake.word_kinds import Said, Sort, is_plain, sort_of, sorted_words

_SAYING_NOTHING = {Sort.CONNECTIVE, Sort.OTHER, Sort.TIME, Sort.SPAN}
_PASSING = (Sort.CONNECTIVE, Sort.INTRODUCING, Sort.TIME, Sort.SPAN, Sort.JOINT)


def unread_of(parts: Iterable[Part], words: Words) -> tuple[str, ...]:
    """The words nobody understood, and those that point to a drug nobody named."""
    drug = DrugSoFar()
    unread: list[str] = []
    for part in parts:
        said = [each for word in part.words for each in sorted_words(word, words)]
        unread += [word for word in part.words if not is_plain(word, words)]
        if part.names:
            unread += _weighed_twice(part, said, words) or dosed_again(part, words)
            unread += [*other_products(part, words), *_of_another(part, words)]
            drug = named(part, words)
            unread += [*lone_letters(said, words), *reactions(part, drug.drugs, words)]
        elif _is_left_open(part, said, words):
            unread += part.words
        elif not belongs(part, said, drug, words):
            unread += [word for word in part.words if _is_content(word, words)]
        unread += [word for word in part.words if word in words.beside_a_name and not part.names]
        unread += [*unnamed_substances(part, words), *doubts(part, drug.drugs, words)]
        remember(drug, said, words)
        unread += unlike_forms(drug.form_words, words)
    return tuple(dict.fromkeys(unread))


def directions_unread(part: Part, words: Words) -> list[str]:
    """The same of words that can only be directions: the fields "how much" and "how often" beside a name."""
    said = [each for word in part.words for each in sorted_words(word, words)]
    strange = [word for word in part.words if not is_plain(word, words) and word not in words.directing]
    return [
        *strange,
        *_of_another(part, words),
        *unnamed_substances(part, words),
        *(part.words if part.words and _is_left_open(part, said, words) else ()),
        *_of_somebody(part, said, words),
        *_of_a_combination(part, said, words),
    ]


def _of_a_combination(part: Part, said: list[Said], words: Words) -> list[str]:
    """ "20/12.5" beside "lisinopril" is the strength of something with two ingredients."""
    strengths = longest_joint(said, words)
    return strengths if part.names and len(strengths) > how_many_drugs(part.names) else []


def added_unread(fields: Iterable[Iterable[Part]], line: Iterable[Part], words: Words) -> list[str]:
    """In the fields beside a name more of the same may be added ("150 mg + 75 mg", "1 tab and half a tab at night"),
    never something else: in another unit, form or size, for another reason, somewhere else, or to nothing.

    ``line``: the parts of the line that holds the name.
    """
    drug, unread, told = DrugSoFar(named=True), list[str](), set[str]()
    for part in line:
        remember(drug, [each for word in part.words for each in sorted_words(word, words)], words)
    drug.reason = drug.reason_last = drug.counted = False
    for parts in fields:
        for at, part in enumerate(parts):
            said = [each for word in part.words for each in sorted_words(word, words)]
            goes = goes_on(part, said, drug, words, begins=at == 0) and not is_told_again(said, told, words)
            if not part.names and not goes:
                unread += [word for word in part.words if _is_content(word, words)]
            told |= set(doses_in(said, words))
            remember(drug, said, words)
            unread += unlike_forms(drug.form_words, words)
    return unread


def _of_somebody(part: Part, said: list[Said], words: Words) -> list[str]:
    """ "and one of my friend's pills": what is added is counted, and told of in words of every day."""
    is_more = part.adds and has(said, Sort.NUMBER, Sort.FORM, Sort.STRENGTH)
    return [word for word in part.words if is_more and word in words.everyday]


def _of_another(part: Part, words: Words) -> list[str]:
    """Words beside a name that can only be about a drug with another one."""
    if not part.names:
        return []
    return [*_named_for_a_reason(part, words), *given_at_times(part, words), *strange_forms(part, words)]


def _is_content(word: str, words: Words) -> bool:
    """Not just a connective or a time."""
    return any(each.sort not in _PASSING for each in sorted_words(word, words))


def _named_for_a_reason(part: Part, words: Words) -> list[str]:
    """ "blood pressure pill" beside a name, without a comma, is a drug of its own."""
    plain = [piece if isinstance(piece, str) else "" for piece in part.pieces]
    kept = [word for word in plain if not word or sort_of(word, words) is not Sort.OTHER]
    return [
        word
        for pair in pairwise(kept)
        if pair[0] in words.reasons and pair[1] in words.forms
        for word in pair
    ]


def _weighed_twice(part: Part, said: list[Said], words: Words) -> list[str]:
    """Milligrams and micrograms beside one drug are the strengths of two."""
    units = {each.about for each in said if each.about in words.weights}
    is_one = sum(len(name.drugs) for name in part.names) == 1
    return [each.word for each in said if each.about in units] if is_one and len(units) > 1 else []


def _is_left_open(part: Part, said: list[Said], words: Words) -> bool:
    """ "and", "plus the", "+ h" with nothing behind it, "and daily dose": something was left out."""
    if lone_letters(said, words):
        return True
    sorts = {each.sort for each in said}
    is_vague = sorts <= _SAYING_NOTHING and any(
        word in words.other - words.connectives for word in part.words
    )
    return part.adds and (sorts <= {Sort.CONNECTIVE} or is_vague)
