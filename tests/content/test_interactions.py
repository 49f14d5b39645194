"""The interaction library: every rule has sources, and its own cases hold."""

from __future__ import annotations

import pytest

from sojourn.content import interactions
from sojourn.content.errors import ContentError
from sojourn.core.decisions import Severity
from sojourn.intake.matching import read_medication
from tests.intake.test_matching import LIBRARY, TABLE

CLASSES = frozenset(name for drug in TABLE.drugs.values() for name in drug.classes)
RULES = interactions.load(LIBRARY / "interactions", CLASSES)
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
def test_every_rule_has_sources_and_words_for_both_readers(rule):
    assert all(voice.source and voice.text for voice in rule.voices)
    assert rule.for_clinician and rule.for_patient
    assert all(name in TABLE.drugs for name in rule.ingredients)


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
    opioid = next(rule for rule in RULES if rule.id == "opioid")
    assert opioid.disagrees
    assert opioid.level is Severity.DECIDE


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("level: stop", "level: unknown"), "voices"),
        (("id: theophylline", "id: other"), "id"),
        (("classes: [xanthine]", "classes: []"), "classes"),
        (("classes: [xanthine]", "classes: [xantine]"), "classes.xantine"),
        (("level: stop", "level: fatal"), "voices[0].level"),
    ],
)
def test_a_rule_with_an_error_is_refused_with_file_and_key(tmp_path, change, key):
    text = (LIBRARY / "interactions" / "theophylline.yaml").read_text(encoding="utf-8")
    (tmp_path / "theophylline.yaml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        interactions.load(tmp_path, CLASSES)
    assert error.value.key == key
    assert error.value.file.name == "theophylline.yaml"
