"""What has been said of the drug named last, and whether what is said next can be about it too. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from sojourn.content.drug_words import Words, words_of
from sojourn.content.drugs import Drug
from sojourn.intake.amounts import (
    COUNTED,
    doses_in,
    how_many_doses,
    how_many_drugs,
    how_many_medicines,
    is_small,
)
from sojourn.intake.line_parts import Part
from sojourn.intake.word_kinds import Said, Sort, is_poured

_SWALLOWED = "swallowed"


@dataclass
class DrugSoFar:
    """What has been said so far about the drug named last."""

    named: bool = False
    drugs: tuple[Drug, ...] = ()
    how_many: int = 0
    medicines: int = 0
    units: set[str] = field(default_factory=set)
    doses: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    form_words: set[str] = field(default_factory=set)
    counted: bool = False
    reason: bool = False
    reason_introduced: bool = False
    reason_last: bool = False
    directed: bool = False


def named(part: Part, words: Words) -> DrugSoFar:
    """A drug of which only its name was said."""
    return DrugSoFar(
        named=True,
        drugs=tuple(dict.fromkeys(each for name in part.names for each in name.drugs)),
        how_many=how_many_drugs(part.names),
        medicines=how_many_medicines(part.names),
        forms=_forms_in_names(part, words),
    )


def _forms_in_names(part: Part, words: Words) -> set[str]:
    """ "fentanyl patch" is a name that says its form."""
    spoken = (word for name in part.names for word in words_of(name.text))
    return {words.forms[word] for word in spoken if word in words.forms}


def goes_on(part: Part, said: list[Said], drug: DrugSoFar, words: Words, *, begins: bool) -> bool:
    """True when this part of a field adds nothing, or more of the same."""
    if not part.adds:
        return _counts_belong(part, said, drug) and not _is_a_sentence_of_its_own(part, said, drug)
    units = {each.about for each in said if each.sort is Sort.STRENGTH}
    more = (
        not begins and units <= drug.units and not has(said, Sort.REASON) and not _is_elsewhere(part, words)
    )
    return (
        (not units or (more and _is_near(doses_in(said, words), drug.doses, words)))
        and _forms_belong(part, said, drug, words)
        and _counts_belong(part, said, drug)
        and _reasons_belong(part, said, drug, words)
    )


def _is_elsewhere(part: Part, words: Words) -> bool:
    return any(word in words.elsewhere for word in part.words)


def belongs(part: Part, said: list[Said], drug: DrugSoFar, words: Words) -> bool:
    """True when everything this part says can be about the drug before it."""
    return (
        _forms_belong(part, said, drug, words)
        and _strengths_belong(part, said, drug, words)
        and _doses_belong(part, said, drug, words)
        and _counts_belong(part, said, drug)
        and _reasons_belong(part, said, drug, words)
        and not _is_a_sentence_of_its_own(part, said, drug)
    )


def _forms_belong(part: Part, said: list[Said], drug: DrugSoFar, words: Words) -> bool:
    said = [each for at, each in enumerate(said) if not is_poured(said, at, words)]
    forms = [each for each in said if each.sort is Sort.FORM]
    if not forms:
        return True
    usual = {_SWALLOWED} if not drug.forms else drug.forms
    fits = drug.named and all(each.about in usual for each in forms) and _are_counted(said)
    if part.adds or any(each.sort is Sort.NUMBER and each.word.isalpha() for each in said):
        fits = fits and not has(said, Sort.REASON)
    return fits and (drug.counted or not part.adds)


def _are_counted(said: list[Said]) -> bool:
    """Before every form stands how many or how strong: "1 tablet", "half a tablet", "50 mg oral tablet"."""
    kept = [each for each in said if each.sort is not Sort.OTHER and each.word not in ("a", "of", "de")]
    return kept[0].sort is not Sort.FORM and all(
        earlier.sort in (Sort.NUMBER, Sort.STRENGTH)
        for earlier, each in pairwise(kept)
        if each.sort is Sort.FORM
    )


def _strengths_belong(part: Part, said: list[Said], drug: DrugSoFar, words: Words) -> bool:
    units = {each.about for each in said if each.sort is Sort.STRENGTH}
    if not units:
        return True
    again = units <= drug.units and (has(said, Sort.TIME, Sort.SPAN) or part.after_slash)
    again = again and _is_near(doses_in(said, words), drug.doses, words)
    if part.adds:
        return drug.named and again and not has(said, Sort.REASON) and not _is_elsewhere(part, words)
    return drug.named and (not drug.units or again)


def _doses_belong(part: Part, said: list[Said], drug: DrugSoFar, words: Words) -> bool:
    """ "and 50 mg at night" is more of the same; "15 mg at night" behind "81 mg in the morning" is another drug, and so
    is "5 at night" behind one dose of a combination."""
    before, doses = how_many_doses(drug.doses), how_many_doses({*drug.doses, *doses_in(said, words)})
    allowed = drug.how_many if drug.medicines > 1 or not before else before
    return part.adds or doses <= max(before, allowed)


def _counts_belong(part: Part, said: list[Said], drug: DrugSoFar) -> bool:
    """ "one for sleep" is one of something else; "one at night" needs another one before it."""
    bare = [at for at in range(len(said)) if _is_bare_count(said, at)]
    if not bare:
        return True
    if part.adds:
        return drug.counted and not has(said, Sort.REASON) and all(is_small(said[at].word) for at in bare)
    return drug.named and not any(_is_for_something(said, at) for at in bare)


def _is_bare_count(said: list[Said], at: int) -> bool:
    following = said[at + 1].sort if at + 1 < len(said) else Sort.UNKNOWN
    return said[at].sort is Sort.NUMBER and following not in COUNTED


def _is_for_something(said: list[Said], at: int) -> bool:
    following = said[at + 1] if at + 1 < len(said) else None
    return is_small(said[at].word) and following is not None and following.sort is Sort.INTRODUCING


def _is_a_sentence_of_its_own(part: Part, said: list[Said], drug: DrugSoFar) -> bool:
    """ "vitamin D; 5 mg prn panic", "vitamin D daily. 80 mg at the clinic": a new strength for something else."""
    return part.after_stop and has(said, Sort.STRENGTH) and (has(said, Sort.REASON) or drug.directed)


def _reasons_belong(part: Part, said: list[Said], drug: DrugSoFar, words: Words) -> bool:
    if not has(said, Sort.REASON):
        return True
    if drug.reason and has(said, Sort.STRENGTH, Sort.FORM):
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


def has(said: list[Said], *sorts: Sort) -> bool:
    """Whether one of them is of one of these kinds."""
    return any(each.sort in sorts for each in said)


def remember(drug: DrugSoFar, said: list[Said], words: Words) -> None:
    """Keep what this part says."""
    drug.doses |= set(doses_in(said, words))
    drug.units |= {each.about for each in said if each.sort is Sort.STRENGTH}
    drug.forms |= {each.about for each in said if each.sort is Sort.FORM}
    drug.form_words |= {each.word for each in said if each.sort is Sort.FORM}
    drug.directed = drug.directed or has(said, Sort.TIME, Sort.SPAN)
    drug.counted = drug.counted or any(_is_count(said, at) for at in range(len(said)))
    telling = [each for each in said if each.sort not in (Sort.CONNECTIVE, Sort.OTHER)]
    if telling:
        drug.reason_last = telling[-1].sort is Sort.REASON
    if has(said, Sort.REASON):
        drug.reason = True
        drug.reason_introduced = drug.reason_introduced or _is_introduced(said)


def _is_count(said: list[Said], at: int) -> bool:
    following = said[at + 1].sort if at + 1 < len(said) else Sort.UNKNOWN
    is_of_pieces = following not in (Sort.STRENGTH, Sort.SPAN)
    return said[at].sort is Sort.NUMBER and is_of_pieces and is_small(said[at].word)


def is_told_again(said: list[Said], told: set[str], words: Words) -> bool:
    """True when a field gives another dose than it gave before, of another size or for a reason of its own.

    ``told``: the doses in the fields so far. The strengths of a combination stand joined and are one dose.
    """
    doses = list(doses_in(said, words))
    if not doses or has(said, Sort.JOINT):
        return False
    known = told or {doses[0]}
    return (bool(told) and has(said, Sort.REASON)) or not all(
        _has_the_size(each, known, words) for each in doses
    )


def _has_the_size(dose: str, known: Iterable[str], words: Words) -> bool:
    """Compared with those in the same unit, or where one has none."""
    unit, one = _amount(dose)
    alike = [each for other, each in map(_amount, known) if other == unit or not (other and unit)]
    widest = words.doubts.second_dose_within
    return not alike or any(widest * min(one, each) >= max(one, each) for each in alike)


def _is_near(doses: Iterable[str], before: Iterable[str], words: Words) -> bool:
    """ "100 mg and 50 mg at night"; 2 mg behind 100 mg are of another drug."""
    known = [_amount(dose) for dose in before]
    widest = words.doubts.second_dose_within
    return all(
        any(unit == other and widest * min(one, each) >= max(one, each) for other, each in known)
        for unit, one in map(_amount, doses)
    )


def _amount(dose: str) -> tuple[str, float]:
    number, _, unit = dose.partition(" ")
    return unit, float(number)
