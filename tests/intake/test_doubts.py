"""Each rule of doubt on its own: which words of a part it names, and which it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.content import drugs
from sojourn.content.doubt_words import NO_DOUBTS, load_doubts
from sojourn.intake.belonging import DrugSoFar, belongs, goes_on, named, remember
from sojourn.intake.doubts import doubts, reactions
from sojourn.intake.line_parts import Part, parts_of
from sojourn.intake.printed_lines import without_print
from sojourn.intake.strange_forms import unlike_forms
from sojourn.intake.word_kinds import is_poured, sorted_words

FOLDER = Path(drugs.__file__).parent / "library" / "drugs"
TABLE = drugs.load(FOLDER)
WORDS = TABLE.words


def part_of(text: str) -> Part:
    (part,) = parts_of(text, TABLE)
    return part


def of(text: str, beside: str = "") -> list[str]:
    part = part_of(text)
    named_before = part_of(beside).names if beside else part.names
    return doubts(part, [drug for name in named_before for drug in name.drugs], WORDS)


def reacting(text: str) -> list[str]:
    part = part_of(text)
    return reactions(part, [drug for name in part.names for drug in name.drugs], WORDS)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zoloft other", ["other"]),
        ("zoloft every other day", []),
        ("zoloft every other", []),
        ("zoloft other days", []),
        ("other zoloft", ["other"]),
        ("zoloft day other", ["other"]),
        ("zoloft other every", ["other", "every"]),
        ("zoloft not daily", ["not"]),
        ("zoloft not every day", []),
        ("zoloft every not", ["not"]),
        ("zoloft off", ["off"]),
        ("zoloft 12 h off", []),
        ("without zoloft", ["without"]),
        ("zoloft without food", []),
        ("zoloft change", ["change"]),
        ("zoloft change every 3 days", []),
    ],
)
def test_some_words_need_their_company(text: str, named: list[str]) -> None:
    assert of(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zoloft before prozac", ["before"]),
        ("zoloft before", ["before"]),
        ("zoloft before the", ["before"]),
        ("zoloft before my prozac", ["before"]),
        ("zoloft before bed", []),
        ("zoloft before my bed", []),
        ("zoloft before my i bed", []),
        ("from zoloft to prozac", ["from", "to"]),
        ("zoloft if i need it", []),
        ("zoloft since", ["since"]),
        ("before bed zoloft", []),
        ("zoloft before coffee", []),
        ("zoloft before cannabis", ["before"]),
        ("generic for zoloft", []),
        ("for generic zoloft", []),
        ("generic 20 for zoloft", ["for"]),
        ("zoloft for sleep before", ["before"]),
    ],
)
def test_what_leads_somewhere_leads_to_no_name(text: str, named: list[str]) -> None:
    assert of(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zoloft 0", ["0"]),
        ("zoloft 0 mg", ["0"]),
        ("zoloft 0mg", ["0mg"]),
        ("zoloft 0.0 mg", ["0.0"]),
        ("zoloft 0.5 mg", []),
        ("zoloft .5 mg", []),
        ("zoloft 10 mg", []),
        ("zoloft 50,000", []),
        ("zoloft q0h", []),
    ],
)
def test_nothing_of_it_is_not_taken(text: str, named: list[str]) -> None:
    parts = parts_of(text, TABLE)
    assert [
        word for part in parts for word in doubts(part, part.names[0].drugs if part.names else (), WORDS)
    ] == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zoloft in 2015", ["2015"]),
        ("zoloft 2015", ["2015"]),
        ("zoloft 1999", ["1999"]),
        ("zoloft 1899", []),
        ("zoloft 2115", []),
        ("zoloft 2015-2018", ["2015", "2018"]),
        ("zoloft 2000", []),
        ("zoloft 2050", []),
        ("zoloft in 2000", ["2000"]),
        ("zoloft 2015 mg", []),
        ("zoloft since 2015", []),
        ("started zoloft in 2015", []),
        ("zoloft years ago", ["ago"]),
        ("started zoloft 3 weeks ago", []),
        ("zoloft in march", ["march"]),
        ("zoloft march", []),
        ("zoloft since march", []),
        ("zoloft in the 90s", ["90s"]),
        ("zoloft 1990s", ["1990s"]),
        ("zoloft 15s", []),
    ],
)
def test_a_year_and_ago_tell_when_it_began(text: str, named: list[str]) -> None:
    assert of(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("iron 12 low", ["low"]),
        ("iron at night high", ["high"]),
        ("iron 12 low dose", []),
        ("zoloft 50 high blood pressure", []),
    ],
)
def test_a_level_is_no_direction(text: str, named: list[str]) -> None:
    assert of(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zoloft one of my three pills", ["one"]),
        ("zoloft 2 of ten", ["2"]),
        ("zoloft half of a tablet", []),
        ("zoloft half of the tablet", []),
        ("zoloft 1 of a tablet", []),
        ("zoloft one of an", []),
        ("zoloft 0.5 of my pills", []),
        ("zoloft one of", []),
        ("zoloft una de tres", ["una"]),
        ("zoloft one daily", []),
    ],
)
def test_one_of_many_is_no_half_of_one(text: str, named: list[str]) -> None:
    assert of(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zoloft my doctor", ["doctor"]),
        ("my psychiatrist zoloft", ["psychiatrist"]),
        ("zoloft by my doctor", []),
        ("zoloft by my own good doctor", ["doctor"]),
        ("zoloft from my old psychiatrist", []),
        ("zoloft doctor by", ["doctor"]),
        ("by my doctor zoloft", []),
    ],
)
def test_who_prescribes_stands_behind_a_by(text: str, named: list[str]) -> None:
    assert of(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zoloft for heart 2 for sleep", ["2"]),
        ("zoloft for anxiety 2 pills for sleep", ["2", "pills"]),
        ("zoloft for anxiety 50 mg for sleep", ["50", "mg"]),
        ("zoloft for anxiety 2 pills", []),
        ("zoloft 2 pills for sleep", []),
        ("zoloft for anxiety 3 times a day for sleep", []),
        ("zoloft for anxiety for sleep", []),
        ("2 pills for sleep zoloft for anxiety", []),
        ("for heart 2 zoloft for sleep", []),
        ("zoloft for pain 1 for sleep 2 for heart", ["1", "2"]),
    ],
)
def test_what_is_counted_serves_one_reason(text: str, named: list[str]) -> None:
    assert of(text) == named


@pytest.mark.parametrize(
    ("text", "beside", "named"),
    [
        ("zoloft eyes", "", ["eyes"]),
        ("eyes daily", "zoloft", ["eyes"]),
        ("eyes daily", "latanoprost", []),
        ("ears daily", "latanoprost", []),
        ("ears daily", "flonase", ["ears"]),
        ("nose daily", "flonase", []),
        ("for my eyes", "zoloft", []),
        ("topical for skin", "zoloft", ["topical"]),
        ("skin", "fish oil", []),
        ("iv", "fish oil", ["iv"]),
        ("iv", "ketamine", []),
        ("iv", "humira", []),
        ("2 gummies", "zoloft", ["gummies"]),
        ("2 gummies", "melatonin", []),
        ("carbonate at night", "zoloft", ["carbonate"]),
        ("zoloft carbonate", "", []),
        ("prescription at night", "zoloft", ["prescription"]),
        ("prescription", "zoloft", []),
        ("zoloft prescription at night", "", []),
        ("a glass at dinner", "zoloft", ["glass"]),
        ("a glass of water", "zoloft", []),
        ("glass water", "zoloft", []),
        ("a glass", "alcohol", []),
        ("a glass", "coffee", []),
        ("zoloft a glass of sleep", "", ["glass"]),
    ],
)
def test_what_goes_where_the_drug_does_not(text: str, beside: str, named: list[str]) -> None:
    assert of(text, beside) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("codeine allergy", ["allergy"]),
        ("codeine: hives", ["hives"]),
        ("codeine for hives", []),
        ("codeine hives for pain", ["hives"]),
        ("zyrtec allergy", []),
        ("zyrtec swelling", ["swelling"]),
        ("flonase rash", []),
        ("codeine headache", []),
        ("cannabis headache", ["headache"]),
        ("caffeine headaches", ["headaches"]),
        ("headache caffeine", []),
        ("cannabis for headache", []),
        ("cannabis zoloft headache", []),
        ("cannabis daily", []),
    ],
)
def test_what_a_drug_does_to_somebody(text: str, named: list[str]) -> None:
    assert reacting(text) == named


def test_each_word_is_named_once() -> None:
    assert of("zoloft in 2015 other 2015 other") == ["other", "2015"]


@pytest.mark.parametrize(
    ("said", "unlike"),
    [
        (["tab", "tablet"], []),
        (["tab", "pill"], []),
        (["tab", "capsule"], ["capsule", "tab"]),
        (["gummies", "tab", "cap"], ["cap", "gummies", "tab"]),
        ([], []),
    ],
)
def test_forms_that_stand_side_by_side(said: list[str], unlike: list[str]) -> None:
    assert unlike_forms(said, WORDS) == unlike


@pytest.mark.parametrize(
    ("text", "poured"),
    [
        ("glass of water", True),
        ("glass water", True),
        ("glass of wine", False),
        ("glass", False),
        ("water glass", False),
    ],
)
def test_only_water_and_its_like_are_poured(text: str, poured: bool) -> None:
    said = [each for word in text.split() for each in sorted_words(word, WORDS)]
    assert any(is_poured(said, at, WORDS) for at in range(len(said))) is poured


def so_far(text: str) -> DrugSoFar:
    first, *rest = parts_of(text, TABLE)
    drug = named(first, WORDS)
    for part in (first, *rest):
        remember(drug, [each for word in part.words for each in sorted_words(word, WORDS)], WORDS)
    return drug


def added(text: str) -> tuple[Part, list]:
    part = parts_of(f"zoloft {text}", TABLE)[-1]
    return part, [each for word in part.words for each in sorted_words(word, WORDS)]


@pytest.mark.parametrize(
    ("before", "more", "fits"),
    [
        ("zoloft 100 mg", "and 50 mg at night", True),
        ("zoloft 100 mg", "and 20 mg at night", True),
        ("zoloft 100 mg", "and 19 mg at night", False),
        ("zoloft 100 mg", "and 500 mg at night", True),
        ("zoloft 100 mg", "and 501 mg at night", False),
        ("zoloft 100 mg", "and 50 mcg at night", False),
        ("zoloft 100 mg", "and 50 mg", False),
        ("zoloft 100 mg, 20 mg at night", "and 5 mg at noon", True),
        ("zoloft", "and 50 mg at night", False),
        ("zoloft 1 tab", "and one at night", True),
        ("zoloft 100 mg", "and one at night", False),
        ("zoloft 1 tab", "and one for sleep", False),
    ],
)
def test_more_of_the_same_is_of_its_size(before: str, more: str, fits: bool) -> None:
    part, said = added(more)
    assert belongs(part, said, so_far(before), WORDS) is fits


@pytest.mark.parametrize(
    ("before", "more", "begins", "fits"),
    [
        ("zoloft 150 mg", "+ 75 mg", False, True),
        ("zoloft 150 mg", "+ 75 mg", True, False),
        ("zoloft 150 mg", "+ 1 mg", False, False),
        ("zoloft 150 mg", "+ 75 mcg", False, False),
        ("zoloft 150 mg", "+ 75 mg for sleep", False, False),
        ("zoloft 150 mg", "+ 75 mg clinic", False, False),
        ("zoloft 1 tab", "and half a tab at night", False, True),
        ("zoloft 1 tab", "and half a tab at night", True, True),
        ("zoloft 1 tab", "and a puff", False, False),
        ("zoloft", "and one for sleep", False, False),
        ("zoloft", "with food", False, True),
        ("zoloft", "and for sleep", False, False),
        ("zoloft", ", 50 mg", False, True),
        ("zoloft 50 mg daily", ". 80 mg daily", False, False),
    ],
)
def test_a_field_adds_more_of_the_same(before: str, more: str, begins: bool, fits: bool) -> None:
    part, said = added(more)
    assert goes_on(part, said, so_far(before), WORDS, begins=begins) is fits


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("zoloft #30", "zoloft"),
        ("zoloft # 30 tablets daily", "zoloft daily"),
        ("tylenol #3", "tylenol #3"),
        ("zoloft qty: 30 caps", "zoloft"),
        ("zoloft Disp #30 RF 2", "zoloft"),
        ("zoloft refill 1/2", "zoloft refill 1/2"),
        ("zoloft 0 refills", "zoloft"),
        ("zoloft NO REFILLS", "zoloft"),
        ("zoloft sig: daily", "zoloft daily"),
        ("zoloft 2 (two) daily", "zoloft 2 daily"),
        ("zoloft 3 (two) daily", "zoloft 3 (two) daily"),
        ("zoloft 12 (two) daily", "zoloft 12 (two) daily"),
        ("zoloft max 40 mg/day", "zoloft"),
        ("zoloft max. of 40 mg in 24 hours", "zoloft"),
        ("zoloft max 40 mg", "zoloft max 40 mg"),
        ("zoloft, 50 mg daily", "zoloft, 50 mg daily"),
    ],
)
def test_what_a_pharmacy_prints_says_nothing(text: str, left: str) -> None:
    assert " ".join(without_print(text, WORDS.doubts).replace(" ,", "").split()) == left
    assert without_print(text, NO_DOUBTS) == text or "max" in text or "#" in text


def test_the_words_of_doubt_are_read_from_their_file() -> None:
    found = load_doubts(FOLDER / "doubts.yaml")
    assert found == WORDS.doubts
    assert found.second_dose_within == 5
    assert found.sites["eyes"] == found.sites["eye"] == {"dripped", "on_the_skin"}
    assert found.only_beside["off"] == ({"h", "hr", "hrs", "hour", "hours"}, frozenset())


def test_a_word_of_doubt_that_may_pass_is_known_to_the_reader() -> None:
    found = WORDS.doubts
    known = WORDS.around
    assert found.only_beside.keys() - known == set()
    assert found.reacting - known == set()
    assert found.sites.keys() - known - {"ojos"} == set()
    assert found.vessels - known == set()
