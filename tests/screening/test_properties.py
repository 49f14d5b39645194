"""What holds for everybody: one more condition never lowers the level, and order and duplicates change nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn import content
from sojourn.intake.allergy_reading import read_allergy
from sojourn.intake.matching import ReadingStatus
from sojourn.screening.allergy_rules import allergic, given_here
from sojourn.screening.line_rules import ToldLine, began_on, not_read, problem_line
from sojourn.screening.rules import overall, screen
from tests.screening.test_every_condition import ASKED, OPENED_BY
from tests.screening.test_rules import person

LIBRARY = content.library()
ORDINARY = settings(deadline=None, max_examples=60)
WORDS = [
    "a wobbly knee",
    "I71.4 and a knee",
    "had a stroke in June",
    "blood clot in my head",
    "I71.4",
    "I20",
    "zzz",
    "",
    "3",
]
DAYS = st.one_of(st.none(), st.sampled_from([date(2003, 12, 31), date(2026, 11, 1)]))
CODED = st.builds(
    lambda known, began: problem_line(
        known.code, known.label, known.code, codes=LIBRARY.codes, rules=LIBRARY.screening, began=began
    ),
    st.sampled_from(LIBRARY.codes.conditions),
    DAYS,
)
IN_OWN_WORDS = st.builds(
    lambda words, began: problem_line(
        words, words, "", codes=LIBRARY.codes, rules=LIBRARY.screening, began=began
    ),
    st.one_of(st.sampled_from(WORDS), st.text(max_size=20)),
    DAYS,
)
PROBLEM = st.one_of(CODED, IN_OWN_WORDS)


def _allergy(text):
    ingredients, status = read_allergy(text, LIBRARY.drugs, LIBRARY.allergies)
    return ToldLine(text, text, ingredients, to_the_end=status is ReadingStatus.CHECKED)


ALLERGY = st.builds(
    _allergy,
    st.sampled_from(["Ketalar", "Zofran", "codeine", "latex", "tape", "moon pollen", "aspirin and ketamin"]),
)


def found(problems, allergies, **answers):
    facts = person(
        answers=answers,
        problems={code: line.words for line in problems for code in line.read_as},
        began=began_on(problems),
        allergies={name: line.words for line in allergies for name in line.read_as},
    )
    given = given_here(LIBRARY.side_effects, LIBRARY.drugs)
    return (
        *screen(facts, LIBRARY.screening, minimum_age=18),
        *not_read(problems, allergies),
        *allergic(allergies, given, LIBRARY.allergies, LIBRARY.drugs),
    )


def levels(findings):
    return {(each.code, each.severity) for each in findings}


@ORDINARY
@given(st.lists(PROBLEM, max_size=4), PROBLEM, st.lists(ALLERGY, max_size=3))
def test_one_more_line_of_the_problem_list_never_lowers_the_level(problems, more, allergies):
    before, after = found(problems, allergies), found([*problems, more], allergies)
    assert overall(after).weight >= overall(before).weight


@ORDINARY
@given(st.lists(DAYS, min_size=1, max_size=3), DAYS, st.sampled_from(["I63.9", "I25.2", "O14.90"]))
def test_one_more_line_of_the_same_condition_never_makes_it_older(days, more, code):
    before, after = (
        [ToldLine("1", code, (code,), began=day) for day in each] for each in (days, [*days, more])
    )
    assert overall(found(after, [])).weight >= overall(found(before, [])).weight


@ORDINARY
@given(st.lists(PROBLEM, max_size=3), st.lists(ALLERGY, max_size=3), ALLERGY)
def test_one_more_allergy_never_lowers_the_level(problems, allergies, more):
    before, after = found(problems, allergies), found(problems, [*allergies, more])
    assert overall(after).weight >= overall(before).weight and levels(before) <= levels(after)


@ORDINARY
@given(st.lists(PROBLEM, max_size=4), st.lists(ALLERGY, max_size=3), st.randoms())
def test_order_and_duplicates_of_lines_change_nothing(problems, allergies, random):
    shuffled = [[*lines, *lines] for lines in (problems, allergies)]
    for lines in shuffled:
        random.shuffle(lines)
    assert levels(found(*shuffled)) == levels(found(problems, allergies))


@ORDINARY
@given(
    st.dictionaries(st.sampled_from([key for *_, key, _ in ASKED]), st.sampled_from(["yes", "no"])),
    st.sampled_from([key for *_, key, _ in ASKED]),
)
def test_one_more_yes_never_lowers_the_level(answers, key):
    opened = {OPENED_BY[each]: "yes" for each in (*answers, key) if each in OPENED_BY}
    told = opened | {"sex_at_birth": "female"} | answers
    before, after = found([], [], **{**told, key: "no"}), found([], [], **{**told, key: "yes"})
    assert overall(after).weight >= overall(before).weight


@ORDINARY
@given(IN_OWN_WORDS)
def test_own_words_are_never_green(line):
    named = problem_line("1", f"{line.words} and more", "", codes=LIBRARY.codes, rules=LIBRARY.screening)
    assert overall(not_read([named], [])).blocks
    assert line.is_read or overall(not_read([line], [])).blocks


@pytest.mark.parametrize("rule", LIBRARY.screening, ids=lambda rule: rule.id)
def test_every_rule_that_can_hold_somebody_says_where_it_comes_from(rule):
    assert rule.source.strip() and rule.sentence.strip() and rule.for_patient.strip()
