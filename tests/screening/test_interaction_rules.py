"""The interaction check over whole lists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.core.decisions import Severity
from sojourn.intake.matching import read_medication
from sojourn.screening.interaction_rules import check_medications
from tests.content.test_interactions import RULES
from tests.intake.test_matching import TABLE

ANY_TEXT = st.sampled_from([*sorted(TABLE.drugs), "xyzol", "blue pill", "sertaline"])


def check(*texts):
    return check_medications([read_medication(text, TABLE) for text in texts], RULES)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Zoloft 50", Severity.INFORMATION),
        ("Fioricet", Severity.DECIDE),
        ("xyzol", Severity.UNKNOWN),
        ("Contrave", Severity.DECIDE),
        ("oxycodone and xyzol", Severity.UNKNOWN),
        ("theophylline and xyzol", Severity.STOP),
        ("omeprazole", Severity.NONE),
    ],
)
def test_one_entry(text, level):
    report = check(text)
    assert report.level == report.drugs[0].level == level


def test_contrave_is_both_of_its_drugs():
    assert {rule.id for rule in check("Contrave").drugs[0].rules} == {"naltrexone", "snri"}


def test_an_empty_list_weighs_nothing():
    assert check().level is Severity.NONE


def test_the_hold_of_lamotrigine_is_reported():
    (drug,) = check("Lamictal 100").held
    assert (drug.hold.before, drug.hold.after) == (6, 6)


def test_the_shape_for_scripts():
    report = check("Zoloft 50 mg", "Lamictal 100 mg", "xyzol").as_json()
    assert report["level"] == "unknown"
    zoloft, lamictal, unread = report["drugs"]
    assert zoloft["ingredients"] == [{"name": "sertraline", "rxcui": "36437", "classes": ["ssri"]}]
    assert {"voice", "level", "text", "source", "url", "dated", "silent"} <= set(zoloft["voices"][0])
    assert "rules" not in unread
    assert lamictal["hold_hours"] == {"before": 6, "after": 6}
    assert (unread["status"], unread["level"], unread["hold_hours"]) == ("not checked", "unknown", None)


@settings(deadline=None)
@given(st.lists(ANY_TEXT, max_size=5), ANY_TEXT)
def test_adding_a_drug_never_lowers_the_level(texts, another):
    assert check(*texts, another).level.weight >= check(*texts).level.weight


@settings(deadline=None)
@given(st.lists(ANY_TEXT, max_size=5), st.randoms())
def test_order_and_duplicates_change_nothing(texts, random):
    shuffled = texts * 2
    random.shuffle(shuffled)
    assert check(*shuffled).level == check(*texts).level
    assert set(check(*shuffled).drugs) == set(check(*texts).drugs)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_what_is_not_checked_is_never_lighter_than_decide(text):
    (drug,) = check(text).drugs
    assert drug.status == "checked" or drug.level.weight >= Severity.DECIDE.weight


@settings(deadline=None)
@given(st.sampled_from([drug for drug in TABLE.drugs.values() if drug.brands]))
def test_a_brand_weighs_what_its_ingredient_weighs(drug):
    for brand in drug.brands:
        assert check(brand).level == check(drug.ingredient).level
