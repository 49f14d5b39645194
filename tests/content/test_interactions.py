"""The interaction library: every rule has sources, and its own cases hold."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from sojourn.content import interactions
from sojourn.content.errors import ContentError
from sojourn.core.decisions import Severity
from sojourn.intake.matching import read_medication
from tests.intake.test_matching import LIBRARY, TABLE

CLASSES = frozenset(name for drug in TABLE.drugs.values() for name in drug.classes)
RULES = interactions.load(LIBRARY / "interactions", CLASSES)
BY_ID = {rule.id: rule for rule in RULES}
WEIGHED_BEFORE = {
    "alcohol": "decide",
    "alpha2_and_beta_blocker": "information",
    "anti_inflammatory": "none",
    "antiemetic": "information",
    "benzodiazepine": "decide",
    "cyp2b6_inhibitor": "caution",
    "cyp3a4_inhibitor": "caution",
    "gabapentinoid": "caution",
    "inducer": "information",
    "ketamine_already": "decide",
    "lamotrigine": "caution",
    "maoi": "caution",
    "muscle_relaxant": "caution",
    "naloxone": "information",
    "naltrexone": "decide",
    "nmda": "caution",
    "opioid": "decide",
    "other_cns_depressant": "caution",
    "psychedelic": "caution",
    "snri": "information",
    "ssri": "information",
    "stimulant": "caution",
    "street_stimulant": "decide",
    "strong_sedative": "decide",
    "sympathomimetic": "caution",
    "theophylline": "stop",
    "thyroid_hormone": "caution",
    "tricyclic": "information",
}
CASES = [(rule, case) for rule in RULES for case in rule.cases]


@pytest.mark.parametrize(
    ("rule", "case"), CASES, ids=lambda each: getattr(each, "id", None) or each.medication
)
def test_each_worked_case_holds(rule, case):
    drugs = read_medication(case.medication, TABLE).drugs
    assert drugs
    applies = any(rule.applies_to(drug.ingredient, drug.classes) for drug in drugs)
    assert (rule.level if applies else None) == case.level


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_words_for_both_readers(rule):
    assert rule.for_clinician and rule.for_patient
    assert all(name in TABLE.drugs for name in rule.ingredients)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_hears_the_clinic_the_label_and_the_literature_once_each(rule):
    assert sorted(voice.voice for voice in rule.voices) == ["clinic", "label", "literature"]
    for voice in rule.voices:
        assert voice.text
        assert voice.silent or (voice.level and voice.source)
        assert all(citation.dated_words for citation in voice.citations)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_silent_voice_neither_counts_as_safe_nor_lowers_the_level(rule):
    assert all(voice.level is None for voice in rule.voices if voice.silent)
    spoken = [voice.level.weight for voice in rule.voices if not voice.silent]
    assert rule.level.weight == max(spoken)


@pytest.mark.parametrize(("name", "level"), WEIGHED_BEFORE.items())
def test_no_rule_weighs_less_than_before_all_three_voices_stood_in_it(name, level):
    assert BY_ID[name].level.weight >= Severity(level).weight


def test_nobody_of_the_clinic_has_read_the_rules_yet_and_each_says_so():
    assert {rule.review for rule in RULES} == {interactions.NOT_REVIEWED}


def test_a_review_names_its_reader_and_day():
    read = msgspec.structs.replace(BY_ID["opioid"], reviewed_by="Dr Ada Quill", reviewed_on=date(2026, 11, 3))
    assert read.review == "Reviewed by Dr Ada Quill, 3 Nov 2026."


@pytest.mark.parametrize(
    ("dated", "words"),
    [
        ("2018", "2018"),
        ("2024-10", "Oct 2024"),
        ("2022-10-24", "24 Oct 2022"),
        ("2024-03-01", "1 Mar 2024"),
        ("unknown", "date not given"),
    ],
)
def test_the_date_of_a_source_in_words(dated, words):
    assert interactions.Citation(source="A label", dated=dated).dated_words == words


def test_every_class_the_field_knows_is_covered():
    covered = {name for rule in RULES for name in rule.classes} | {
        name for rule in RULES for drug in rule.ingredients for name in TABLE.drugs[drug].classes
    }
    reviewed = """ssri snri_other_antidepressant maoi tca muscle_relaxant nsaid_analgesic opioid opioid_antagonist
        benzodiazepine other_cns_depressant lamotrigine gabapentinoid xanthine sympathomimetic_vasopressor stimulant
        cyp3a4_inhibitor cyp2b6_inhibitor cyp_inducer alpha2_agonist thyroid_hormone nmda_glutamate antiemetic_rescue
        target_drug"""
    assert set(reviewed.split()) <= covered


def test_the_clinic_and_the_label_differ_on_opioids_and_the_careful_one_wins():
    opioid = BY_ID["opioid"]
    assert opioid.disagrees
    assert opioid.level is Severity.DECIDE
    assert dict(opioid.levels) == {"clinic": "caution", "label": "decide", "literature": "information"}


def test_one_voice_alone_does_not_disagree_with_two_silent_ones():
    assert [voice.silent for voice in BY_ID["theophylline"].voices] == [True, False, True]
    assert not BY_ID["theophylline"].disagrees


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("level: stop", "level: unknown"), "voices[1]"),
        (("    level: stop\n", ""), "voices[1]"),
        (("    level: stop", "    level: stop\n    silent: true"), "voices[1]"),
        (("voice: literature", "voice: label"), "voices"),
        (('"No study is cited here."', '" "'), "voices[2]"),
        (('source: "Ketalar label, section 7.1"', 'source: ""'), "voices[1]"),
        (("url: https:", "url: http:"), "voices[1]"),
        (('dated: "2024-10"', 'dated: "10/2024"'), "voices[1]"),
        (('dated: "2024-10"', 'dated: "2024-13"'), "voices[1]"),
        (('source: "Ketamax label (Philippines), interactions"', "url: https://example.org"), "voices[1]"),
        (("reviewed_by: null\n", ""), "reviewed_by"),
        (("reviewed_by: null", "reviewed_by: Dr Ada Quill"), "reviewed_by"),
        (("reviewed_on: null", "reviewed_on: 2026-11-03"), "reviewed_by"),
        (("id: theophylline", "id: other"), "id"),
        (("classes: [xanthine]", "classes: []"), "classes"),
        (("classes: [xanthine]", "classes: [xantine]"), "classes.xantine"),
        (("level: stop", "level: fatal"), "voices[1].level"),
    ],
)
def test_a_rule_with_an_error_is_refused_with_file_and_key(tmp_path, change, key):
    error = refused(tmp_path, lambda text: text.replace(*change))
    assert error.key == key
    assert error.file.name == "theophylline.yaml"


def refused(folder, change):
    text = (LIBRARY / "interactions" / "theophylline.yaml").read_text(encoding="utf-8")
    assert change(text) != text
    (folder / "theophylline.yaml").write_text(change(text), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        interactions.load(folder, CLASSES)
    return error.value


def test_a_missing_voice_is_asked_for_by_name(tmp_path):
    error = refused(tmp_path, lambda text: re.sub(r"  - voice: clinic\n(    .*\n)+", "", text))
    assert error.key == "voices"
    assert "missing: clinic" in error.reason


def test_a_voice_that_stands_twice_is_named(tmp_path):
    again = '  - {voice: label, level: caution, text: "Again.", source: "Another label"}\nreviewed_by'
    error = refused(tmp_path, lambda text: text.replace("reviewed_by", again))
    assert "more than once: label" in error.reason


def test_three_silent_voices_are_no_rule(tmp_path):
    error = refused(tmp_path, lambda text: text.replace("    level: stop", "    silent: true"))
    assert error.reason == "at least one voice speaks, otherwise there is no rule"
