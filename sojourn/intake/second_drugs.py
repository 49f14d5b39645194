"""Does what is said beside a name belong to it, or to a drug that nobody named? Then the line is not checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from sojourn.content.drug_words import Words, words_of
from sojourn.intake.amounts import (
    COUNTED,
    dosed_again,
    doses_in,
    how_many_doses,
    how_many_drugs,
    how_many_medicines,
    is_small,
    longest_joint,
)
from sojourn.intake.line_parts import Part
from sojourn.intake.other_products import lone_letters, other_products, unnamed_substances
from sojourn.intake.strange_forms import given_at_times, strange_forms
from sojourn.intake.word_kinds import Said, Sort, is_plain, sort_of, sorted_words

_SWALLOWED = "swallowed"
_SAYING_NOTHING = {Sort.CONNECTIVE, Sort.OTHER, Sort.TIME, Sort.SPAN}
_PASSING = (Sort.CONNECTIVE, Sort.INTRODUCING, Sort.TIME, Sort.SPAN, Sort.JOINT)


@dataclass
class _Drug:
    """What has been said so far about the drug named last."""

    named: bool = False
    how_many: int = 0
    medicines: int = 0
    units: set[str] = field(default_factory=set)
    doses: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    counted: bool = False
    reason: bool = False
    reason_introduced: bool = False
    reason_last: bool = False
    directed: bool = False


def unread_of(parts: Iterable[Part], words: Words) -> tuple[str, ...]:
    """The words nobody understood, and those that point to a drug nobody named."""
    drug = _Drug()
    unread: list[str] = []
    for part in parts:
        said = [each for word in part.words for each in sorted_words(word, words)]
        unread += [word for word in part.words if not is_plain(word, words)]
        if part.names:
            unread += _weighed_twice(part, said, words) or dosed_again(part, words)
            unread += [*other_products(part, words), *_of_another(part, words)]
            drug = _named(part, words)
        elif _is_left_open(part, said, words):
            unread += part.words
        elif not _belongs(part, said, drug, words):
            unread += [word for word in part.words if _is_content(word, words)]
        unread += [word for word in part.words if word in words.beside_a_name and not part.names]
        unread += unnamed_substances(part, words)
        _remember(drug, said, words)
    return tuple(dict.fromkeys(unread))


def _named(part: Part, words: Words) -> _Drug:
    return _Drug(
        named=True,
        how_many=how_many_drugs(part.names),
        medicines=how_many_medicines(part.names),
        forms=_forms_in_names(part, words),
    )


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


def added_doses(fields: Iterable[Iterable[Part]], begun: set[str], words: Words) -> list[str]:
    """In the fields beside a name a dose may be added in the unit of the one before ("150 mg + 75 mg"). One that is
    added to nothing, in another unit, or somewhere else, is a dose of what nobody named: "1000 IU + 80 mg at clinic".

    ``begun``: the units said with the name.
    """
    unread: list[str] = []
    units = set(begun)
    for parts in fields:
        for at, part in enumerate(parts):
            found = strengths_in(part, words)
            if (
                found
                and not part.names
                and part.adds
                and (at == 0 or not found <= units or _is_elsewhere(part, words))
            ):
                unread += [word for word in part.words if _is_content(word, words)]
            units |= found
    return unread


def strengths_in(part: Part, words: Words) -> set[str]:
    """The units of its strengths."""
    said = (each for word in part.words for each in sorted_words(word, words))
    return {each.about for each in said if each.sort is Sort.STRENGTH}


def _is_elsewhere(part: Part, words: Words) -> bool:
    return any(word in words.elsewhere for word in part.words)


def _of_somebody(part: Part, said: list[Said], words: Words) -> list[str]:
    """ "and one of my friend's pills": what is added is counted, and told of in words of every day."""
    is_more = part.adds and _has(said, Sort.NUMBER, Sort.FORM, Sort.STRENGTH)
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


def _forms_in_names(part: Part, words: Words) -> set[str]:
    """ "fentanyl patch" is a name that says its form."""
    spoken = (word for name in part.names for word in words_of(name.text))
    return {words.forms[word] for word in spoken if word in words.forms}


def _belongs(part: Part, said: list[Said], drug: _Drug, words: Words) -> bool:
    """True when everything this part says can be about the drug before it."""
    return (
        _forms_belong(part, said, drug)
        and _strengths_belong(part, said, drug, words)
        and _doses_belong(part, said, drug, words)
        and _counts_belong(part, said, drug)
        and _reasons_belong(part, said, drug, words)
        and not _is_a_sentence_of_its_own(part, said, drug)
    )


def _forms_belong(part: Part, said: list[Said], drug: _Drug) -> bool:
    forms = [each for each in said if each.sort is Sort.FORM]
    if not forms:
        return True
    usual = {_SWALLOWED} if not drug.forms else drug.forms
    fits = drug.named and all(each.about in usual for each in forms) and _are_counted(said)
    if part.adds or any(each.sort is Sort.NUMBER and each.word.isalpha() for each in said):
        fits = fits and not _has(said, Sort.REASON)
    return fits and (drug.counted or not part.adds)


def _are_counted(said: list[Said]) -> bool:
    """Before every form stands how many or how strong: "1 tablet", "half a tablet", "50 mg oral tablet"."""
    kept = [each for each in said if each.sort is not Sort.OTHER and each.word not in ("a", "of", "de")]
    return kept[0].sort is not Sort.FORM and all(
        earlier.sort in (Sort.NUMBER, Sort.STRENGTH)
        for earlier, each in pairwise(kept)
        if each.sort is Sort.FORM
    )


def _strengths_belong(part: Part, said: list[Said], drug: _Drug, words: Words) -> bool:
    units = {each.about for each in said if each.sort is Sort.STRENGTH}
    if not units:
        return True
    again = units <= drug.units and (_has(said, Sort.TIME, Sort.SPAN) or part.after_slash)
    if part.adds:
        return drug.named and again and not _has(said, Sort.REASON) and not _is_elsewhere(part, words)
    return drug.named and (not drug.units or again)


def _doses_belong(part: Part, said: list[Said], drug: _Drug, words: Words) -> bool:
    """ "and 50 mg at night" is more of the same; "15 mg at night" behind "81 mg in the morning" is another drug, and so
    is "5 at night" behind one dose of a combination."""
    before, doses = how_many_doses(drug.doses), how_many_doses({*drug.doses, *doses_in(said, words)})
    allowed = drug.how_many if drug.medicines > 1 or not before else before
    return part.adds or doses <= max(before, allowed)


def _counts_belong(part: Part, said: list[Said], drug: _Drug) -> bool:
    """ "one for sleep" is one of something else; "one at night" needs another one before it."""
    bare = [at for at in range(len(said)) if _is_bare_count(said, at)]
    if not bare:
        return True
    if part.adds:
        return drug.counted and not _has(said, Sort.REASON) and all(is_small(said[at].word) for at in bare)
    return drug.named and not any(_is_for_something(said, at) for at in bare)


def _is_bare_count(said: list[Said], at: int) -> bool:
    following = said[at + 1].sort if at + 1 < len(said) else Sort.UNKNOWN
    return said[at].sort is Sort.NUMBER and following not in COUNTED


def _is_for_something(said: list[Said], at: int) -> bool:
    following = said[at + 1] if at + 1 < len(said) else None
    return is_small(said[at].word) and following is not None and following.sort is Sort.INTRODUCING


def _is_a_sentence_of_its_own(part: Part, said: list[Said], drug: _Drug) -> bool:
    """ "vitamin D; 5 mg prn panic", "vitamin D daily. 80 mg at the clinic": a new strength for something else."""
    return part.after_stop and _has(said, Sort.STRENGTH) and (_has(said, Sort.REASON) or drug.directed)


def _reasons_belong(part: Part, said: list[Said], drug: _Drug, words: Words) -> bool:
    if not _has(said, Sort.REASON):
        return True
    if drug.reason and _has(said, Sort.STRENGTH, Sort.FORM):
        return False
    goes_on = drug.reason_last and (drug.reason_introduced or part.after_slash)
    introduced = _is_introduced(said)
    if part.adds:
        is_alone = said[0].word in words.because and not drug.reason
        return goes_on or (said[0].sort is Sort.INTRODUCING and not is_alone)
    return goes_on or introduced


def _is_introduced(said: list[Said]) -> bool:
    sorts = [each.sort for each in said]
    return Sort.INTRODUCING in sorts[: sorts.index(Sort.REASON)]


def _has(said: list[Said], *sorts: Sort) -> bool:
    return any(each.sort in sorts for each in said)


def _remember(drug: _Drug, said: list[Said], words: Words) -> None:
    drug.doses |= set(doses_in(said, words))
    drug.units |= {each.about for each in said if each.sort is Sort.STRENGTH}
    drug.forms |= {each.about for each in said if each.sort is Sort.FORM}
    drug.directed = drug.directed or _has(said, Sort.TIME, Sort.SPAN)
    drug.counted = drug.counted or any(_is_count(said, at) for at in range(len(said)))
    telling = [each for each in said if each.sort not in (Sort.CONNECTIVE, Sort.OTHER)]
    if telling:
        drug.reason_last = telling[-1].sort is Sort.REASON
    if _has(said, Sort.REASON):
        drug.reason = True
        drug.reason_introduced = drug.reason_introduced or _is_introduced(said)


def _is_count(said: list[Said], at: int) -> bool:
    following = said[at + 1].sort if at + 1 < len(said) else Sort.UNKNOWN
    is_of_pieces = following not in (Sort.STRENGTH, Sort.SPAN)
    return said[at].sort is Sort.NUMBER and is_of_pieces and is_small(said[at].word)
