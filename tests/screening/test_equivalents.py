"""Daily doses of opioids and benzodiazepines: computed where the dose is given, never guessed where it is not."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn import content
from sojourn.core.decisions import Severity
from sojourn.intake.matching import read_medication
from sojourn.screening.equivalents import daily_total, equivalent_of, list_totals, shown
from sojourn.screening.interaction_rules import check_medications
from tests.content.test_interactions import RULES
from tests.intake.test_matching import TABLE

TABLES = content.library().equivalents
OPIOIDS, BENZODIAZEPINES = TABLES["opioids"], TABLES["benzodiazepines"]
LIMITS = content.pack().policies.large_doses
CASES = [(table, case) for table in TABLES.values() for case in table.cases]


def taking(text, dose="", frequency=""):
    return replace(read_medication(text, TABLE), dose=dose, frequency=frequency)


def check(*readings):
    return check_medications(readings, RULES, equivalents=TABLES, large_doses=LIMITS)


def total(table, *readings):
    return daily_total(line for line in (equivalent_of(each, table) for each in readings) if line)


@pytest.mark.parametrize(("table", "case"), CASES, ids=lambda each: getattr(each, "name", None) or each.id)
def test_each_worked_case_holds(table, case):
    found = total(table, *(taking(each.text, each.dose, each.frequency) for each in case.taken))
    assert (found.value, found.complete) == (case.value, case.complete)


@pytest.mark.parametrize(
    ("ingredient", "unit", "factor"),
    [
        ("codeine", "mg", "0.15"),
        ("hydrocodone", "mg", "1"),
        ("hydromorphone", "mg", "5"),
        ("methadone", "mg", "4.7"),
        ("morphine", "mg", "1"),
        ("oxycodone", "mg", "1.5"),
        ("oxymorphone", "mg", "3"),
        ("tapentadol", "mg", "0.4"),
        ("tramadol", "mg", "0.2"),
        ("levorphanol", "mg", "11"),
        ("meperidine", "mg", "0.1"),
        ("fentanyl", "mcg/h", "2.4"),
        ("fentanyl", "mg", None),
        ("buprenorphine", "mg", None),
    ],
)
def test_the_factors_of_the_cdc(ingredient, unit, factor):
    assert OPIOIDS.factor(ingredient, unit) == (factor and Decimal(factor))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("oxycodone 10 mg tid", "about 45 MME a day"),
        ("oxycodone 5 mg tid", "about 22.5 MME a day"),
        ("oxycodone", "not computed: the dose is not given, or not clear"),
        ("oxycodone and morphine 5 mg tid", "not computed: the dose is not given, or not clear"),
        ("Suboxone 8-2 film daily", "not computed: buprenorphine is not counted in morphine milligrams"),
        ("hydromorphone 1 mg iv daily", "not computed: not taken by mouth or as a patch"),
        ("fentanyl 200 mcg daily", "not computed: no factor is listed for fentanyl taken this way"),
        ("nalbuphine 10 mg daily", "not computed: no factor is listed for nalbuphine taken this way"),
        ("morphine 15000 mcg daily", "about 15 MME a day"),
    ],
)
def test_what_is_said_of_one_line(text, sentence):
    assert equivalent_of(taking(text), OPIOIDS).sentence == sentence


def test_every_field_of_an_equivalent():
    found = equivalent_of(taking("oxycodone 10 mg tid"), OPIOIDS)
    assert (found.table, found.line, found.unit) == ("opioids", "oxycodone 10 mg tid", "MME")
    assert json.dumps(found.as_json()) == '{"value": 45, "unit": "MME", "sentence": "about 45 MME a day"}'
    assert equivalent_of(taking("clorazepate 7 mg daily"), BENZODIAZEPINES).as_json()["value"] == 4.67


@pytest.mark.parametrize(
    "text", ["morphine 10 mg daily (iv)", "morphine 10 mg iv/im daily", "morphine 10 mg daily, IM."]
)
def test_the_route_is_found_beside_marks(text):
    assert equivalent_of(taking(text), OPIOIDS).sentence == OPIOIDS.sentences.other_route


def test_other_drugs_have_no_equivalent():
    assert equivalent_of(taking("Zoloft 50 mg daily"), OPIOIDS) is None
    assert equivalent_of(taking("Narcan"), OPIOIDS) is None


def test_a_route_may_stand_beside_the_text():
    assert equivalent_of(taking("morphine 10 mg", "10 mg", "daily, injection"), OPIOIDS).value is None


def test_only_a_known_package_says_which_strength_is_the_opioid():
    assert equivalent_of(taking("Percocet 5/325 bid"), OPIOIDS).value == Decimal("15.0")
    assert equivalent_of(taking("Tylenol with codeine 300/30 mg bid"), OPIOIDS).value is None
    assert equivalent_of(taking("Percocet 5 mg bid"), OPIOIDS).value is None


@pytest.mark.parametrize(
    ("texts", "large"),
    [
        (["morphine 49 mg daily"], False),
        (["morphine 50 mg daily"], True),
        (["morphine 25 mg daily", "oxycodone 10 mg bid"], True),
        (["morphine 60 mg daily", "oxycodone"], True),
        (["oxycodone"], False),
        (["lorazepam 3 mg daily"], False),
        (["lorazepam 1 mg daily", "alprazolam 1.5 mg daily"], True),
        (["diazepam 30 mg daily"], False),
        (["diazepam 30.5 mg daily"], True),
    ],
)
def test_a_large_dose_says_so_with_its_source(texts, large):
    totals = list_totals(map(taking, texts), TABLES, LIMITS)
    found = [finding for each in totals for finding in each.large]
    assert bool(found) is large
    assert all(finding.source and finding.severity is Severity.CAUTION for finding in found)
    said = " ".join(drug.sentence for drug in check(*map(taking, texts)).drugs)
    assert all(finding.message in said for finding in found)


def test_a_large_dose_is_named_by_its_table_and_told_to_the_provider():
    (morphine,) = list_totals([taking("morphine 60 mg daily")], TABLES, LIMITS)
    (finding,) = morphine.large
    assert (finding.code, finding.evidence, finding.owner) == (
        "large_dose:opioids",
        "medication list",
        "provider",
    )
    assert morphine.table == "opioids"


def test_a_limit_in_an_ingredient_without_a_factor_is_never_reached():
    (limit,) = (each for each in LIMITS if each.counted_in)
    odd = msgspec.structs.replace(limit, counted_in="midazolam")
    (found,) = list_totals([taking("diazepam 100 mg daily")], TABLES, [odd])
    assert found.large == ()


def test_an_incomplete_total_says_what_is_missing():
    list_of = map(taking, ["morphine 15 mg bid", "codeine 30 mg bid", "oxycodone", "xyzol"])
    (opioids,) = list_totals(list_of, TABLES)
    assert (opioids.total.value, opioids.total.complete) == (39, False)
    assert opioids.total.missing == ("oxycodone", "xyzol")
    assert opioids.sentence == (
        "All opioids that could be counted: about 39 MME a day. "
        "Not counted: oxycodone, xyzol. The day’s dose may be higher."
    )


@pytest.mark.parametrize(
    ("settled", "missing"),
    [
        ((), ("oxycodone", "xyzol", "moonleaf")),
        (("2",), ("oxycodone", "moonleaf")),
        (("2", "3"), ("oxycodone",)),
        (("1", "2", "3", "4"), ("oxycodone",)),
    ],
)
def test_what_a_provider_has_ruled_out_is_not_named_as_missing(settled, missing):
    texts = ("morphine 30 mg bid", "oxycodone", "xyzol", "moonleaf")
    list_of = [replace(taking(text), line=str(number)) for number, text in enumerate(texts)]
    (opioids,) = list_totals(list_of, TABLES, settled=settled)
    assert opioids.total.missing == missing


def test_of_two_lines_alike_both_have_to_be_ruled_out():
    herbs = [replace(taking("xyzol"), line=number) for number in "12"]
    for settled, named in ((("2",), ("xyzol",)), (("1",), ("xyzol",)), (("1", "2"), ())):
        (opioids,) = list_totals([taking("morphine 30 mg bid"), *herbs], TABLES, settled=settled)
        assert opioids.total.missing == named


def test_one_counted_line_needs_no_sum():
    (opioids,) = list_totals([taking("morphine 15 mg bid"), taking("oxycodone")], TABLES)
    assert (opioids.total.value, opioids.total.complete) == (30, False)
    assert opioids.sentence == "Not counted: oxycodone. The day’s dose may be higher."


def test_a_list_without_a_dose_has_no_sum():
    (opioids,) = list_totals([taking("oxycodone")], TABLES)
    assert opioids.total.value is None
    assert opioids.sentence == "Not counted: oxycodone. The day’s dose may be higher."
    assert list_totals([taking("Zoloft"), taking("xyzol")], TABLES) == ()


def test_the_same_line_twice_is_one_line():
    line = taking("morphine 30 mg bid")
    assert list_totals([line, line], TABLES)[0].total.value == 60
    assert list_totals([line, taking("morphine 30 mg bid", "2 tablets")], TABLES)[0].total.value == 180


def test_each_drug_carries_its_dose_and_the_sum_of_its_kind():
    report = check(
        taking("morphine 15 mg bid"),
        taking("Xanax 0.5 mg bid"),
        taking("Zoloft"),
        taking("codeine 30 mg bid"),
    )
    morphine, xanax, zoloft, _ = report.drugs
    assert morphine.about_the_dose == (
        "About 30 MME a day.",
        "All opioids that could be counted: about 39 MME a day.",
    )
    assert xanax.about_the_dose == ("About as much as 20 mg of diazepam a day.",)
    assert [each.table for each in xanax.totals] == ["benzodiazepines"]
    assert zoloft.about_the_dose == ()
    assert morphine.sentence.endswith("All opioids that could be counted: about 39 MME a day.")


def test_the_shape_for_scripts():
    known, unknown, other = check(
        taking("oxycodone 5 mg tid"), taking("morphine"), taking("Zoloft")
    ).as_json()["drugs"]
    assert known["daily_equivalent"]["value"] == 22.5
    assert list(known["daily_equivalent"]) == ["value", "unit", "sentence", "about"]
    assert unknown["daily_equivalent"]["value"] is None
    assert "daily_equivalent" not in other


def test_without_tables_nothing_is_said_of_doses():
    (drug,) = check_medications([taking("oxycodone 5 mg tid")], RULES).drugs
    assert (drug.daily, drug.totals, drug.about_the_dose) == ((), (), ())


@pytest.mark.parametrize(("value", "text"), [("45", "45"), ("22.50", "22.5"), ("6.666", "6.7"), (None, "")])
def test_values_are_shown_short(value, text):
    assert shown(value and Decimal(value)) == text


DOSES = st.sampled_from(["", "5 mg", "2 tablets", "0.5 mg", "1 patch"])
TIMES = st.sampled_from(["", "daily", "bid", "q6h", "as needed", "every other day"])
NAMES = st.sampled_from(
    ["oxycodone", "morphine 30 mg", "Xanax 0.5 mg", "fentanyl patch 25 mcg/h", "Zoloft", "xyzol"]
)
LINES = st.builds(taking, NAMES, DOSES, TIMES)


@settings(deadline=None)
@given(st.lists(LINES, max_size=4), LINES)
def test_another_line_never_makes_a_total_smaller_or_a_level_lighter(lines, another):
    before = {each.table: each.total.value or 0 for each in list_totals(lines, TABLES)}
    after = {each.table: each.total.value or 0 for each in list_totals([*lines, another], TABLES)}
    assert all(after[table] >= value for table, value in before.items())
    assert check(*lines, another).level.weight >= check(*lines).level.weight


@settings(deadline=None)
@given(st.lists(LINES, max_size=4))
def test_doses_change_no_level(lines):
    with_doses = [drug.level for drug in check(*lines).drugs]
    without = [drug.level for drug in check_medications(lines, RULES).drugs]
    assert with_doses == without
