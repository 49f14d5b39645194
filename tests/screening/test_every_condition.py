"""Every condition that the sources name, with its level: for yes, no, "I don’t know" and no answer at all.

Not knowing is never less than a question somebody has to settle. What only a measurement can tell is silent before it
was taken; the session's own list asks for it on the day.
"""

from __future__ import annotations

import pytest

from sojourn.core.decisions import Severity
from sojourn.screening.rules import ScreeningFacts, screen
from tests.content.test_screening_rules_content import RULES
from tests.screening.test_rules import HEALTHY, TODAY, check, person

BY_ID = {rule.id: rule for rule in RULES}
STOP, DECIDE, CAUTION, UNKNOWN = Severity.STOP, Severity.DECIDE, Severity.CAUTION, Severity.UNKNOWN
NONE = Severity.NONE
OPENED_BY = {
    "coronary_unstable": "coronary_disease",
    "heart_failure_unstable": "heart_failure",
    "preeclampsia": "could_become_pregnant",
    "pregnant": "could_become_pregnant",
    "psychosis_now": "psychosis",
    "mania_now": "bipolar",
    "liver_severe": "liver_disease",
    "ketamine_cystitis": "ketamine_past",
    "ketamine_regular_use": "ketamine_past",
}

ASKED = [
    ("Allergy to ketamine or esketamine", "ketamine_allergy", "allergy_ketamine", STOP),
    ("Aneurysm", "aneurysm", "aneurysm", STOP),
    ("Arteriovenous malformation", "arteriovenous_malformation", "arteriovenous_malformation", STOP),
    ("Past bleed in the brain", "brain_bleed", "brain_bleed", STOP),
    ("Pre-eclampsia or eclampsia", "preeclampsia", "preeclampsia", STOP),
    ("Pregnancy", "pregnancy", "pregnant", STOP),
    ("Breastfeeding", "breastfeeding", "breastfeeding", DECIDE),
    ("Unstable or severe coronary disease", "coronary_unstable", "coronary_unstable", STOP),
    ("Recent heart attack", "heart_attack", "recent_heart_attack", STOP),
    ("Decompensated heart failure", "heart_failure_unstable", "heart_failure_unstable", STOP),
    ("Recent stroke", "stroke", "recent_stroke", STOP),
    ("Schizophrenia or psychosis", "psychosis", "psychosis", STOP),
    ("Psychosis now", "psychosis_now", "psychosis_now", STOP),
    ("Current mania", "mania", "mania_now", DECIDE),
    ("Raised pressure or a mass in the head", "brain_pressure", "raised_brain_pressure", DECIDE),
    ("Glaucoma or an open eye", "eye_pressure", "glaucoma", DECIDE),
    ("Severe liver disease", "liver_severe", "liver_severe", DECIDE),
    ("Alcohol use disorder", "substance_use", "alcohol_problem", DECIDE),
    ("Another substance use disorder", "substance_use", "substance_problem", DECIDE),
    ("Ketamine used outside care", "substance_use", "ketamine_regular_use", DECIDE),
    ("Acute intoxication", "acute_intoxication", "substances_today", DECIDE),
    ("Seizure disorder", "seizure", "seizure", DECIDE),
    ("Urinary symptoms", "urinary", "urinary_symptoms", DECIDE),
    ("Past ketamine cystitis", "urinary", "ketamine_cystitis", DECIDE),
    ("Sleep apnea", "airway", "sleep_apnea", CAUTION),
    ("Severe lung disease", "airway", "lung_disease", CAUTION),
    ("Difficult airway", "airway", "anesthesia_trouble", CAUTION),
    ("Suicidal plan or intent", "suicidal_plan", "suicidal_plan_now", DECIDE),
]
"""What the source names, the rule that finds it, the question it rests on, and its level."""

TOGETHER = [
    (
        "Overactive thyroid, untreated",
        "overactive_thyroid",
        {"thyroid_overactive": "yes"},
        "thyroid_treated",
        "no",
        STOP,
    ),
    (
        "High pressure, uncontrolled",
        "hypertension_uncontrolled",
        {"hypertension": "yes"},
        "hypertension_controlled",
        "no",
        DECIDE,
    ),
    (
        "Bipolar without stabilizer",
        "bipolar_without_stabilizer",
        {"bipolar": "yes", "mania_now": "no"},
        "mood_stabilizer",
        "no",
        DECIDE,
    ),
    (
        "No contraception plan",
        "contraception",
        {"could_become_pregnant": "yes"},
        "contraception",
        "no",
        CAUTION,
    ),
    ("Nobody to go home with", "escort", {}, "escort_available", "no", CAUTION),
]
"""Those that rest on the other answer: what opens them, the question, the answer that finds it."""

MEASURED = [
    ("Resting pressure, systolic", "blood_pressure_very_high", {"vitals": {"systolic": 181}}, STOP),
    ("Resting pressure, diastolic", "blood_pressure_very_high", {"vitals": {"diastolic": 101}}, STOP),
    ("High pressure as measured", "hypertension_uncontrolled", {"vitals": {"systolic": 141}}, DECIDE),
    ("Pregnancy test", "pregnancy", {"labs": {"pregnancy_test": "positive"}}, STOP),
    ("Liver values", "liver_values", {"labs": {"alt": "121"}}, DECIDE),
    ("Suicidal thoughts", "suicidal_thoughts", {"measures": {"phq-9": {"q9": 1, "total": 1}}}, DECIDE),
    ("Suicidal plan in the screener", "suicidal_plan", {"measures": {"c-ssrs": {"q5": 1}}}, DECIDE),
]

CODED = [
    ("I71.4", "aneurysm", STOP),
    ("Q28.2", "arteriovenous_malformation", STOP),
    ("I61.9", "brain_bleed", STOP),
    ("O14.90", "preeclampsia", STOP),
    ("Z33.1", "pregnancy", STOP),
    ("Z39.1", "breastfeeding", DECIDE),
    ("I20.0", "coronary_unstable", STOP),
    ("I21.9", "heart_attack", STOP),
    ("I25.2", "heart_attack", STOP),
    ("I50.23", "heart_failure_unstable", STOP),
    ("I63.9", "stroke", STOP),
    ("G45.9", "stroke", STOP),
    ("F20.9", "psychosis", STOP),
    ("F19.959", "psychosis", STOP),
    ("G93.2", "brain_pressure", DECIDE),
    ("H40.9", "eye_pressure", DECIDE),
    ("K74.60", "liver_severe", DECIDE),
    ("F10.20", "substance_use", DECIDE),
    ("G40.909", "seizure", DECIDE),
    ("N30.10", "urinary", DECIDE),
    ("G47.33", "airway", CAUTION),
]


def level(rule, answers, **facts):
    found = screen(person(answers=answers, **facts), [BY_ID[rule]], minimum_age=18)
    return found[0].severity if found else NONE


def around(key):
    """The answers beside it: a healthy person who is asked this question."""
    told = {"sex_at_birth": "female"} if key == "breastfeeding" else {}
    return told | ({OPENED_BY[key]: "yes"} if key in OPENED_BY else {})


@pytest.mark.parametrize(("name", "rule", "key", "expected"), ASKED, ids=lambda each: str(each))
def test_what_is_asked(name, rule, key, expected):
    told = around(key)
    assert BY_ID[rule].level is expected and BY_ID[rule].source
    assert level(rule, told | {key: "yes"}) is expected
    assert level(rule, told | {key: "no"}) is NONE
    assert level(rule, told | {key: "unknown"}) is UNKNOWN
    assert level(rule, told | {key: None}) is UNKNOWN


@pytest.mark.parametrize(("key", "opened_by"), OPENED_BY.items())
def test_a_question_that_hangs_on_another_is_open_while_that_one_is(key, opened_by):
    rules = {rule for _, rule, asked, _ in ASKED if asked == key}
    for rule in rules:
        assert level(rule, {opened_by: "unknown", key: None}) is UNKNOWN
        assert level(rule, {opened_by: None, key: None}) is UNKNOWN


@pytest.mark.parametrize(
    ("name", "rule", "beside", "key", "finds", "expected"), TOGETHER, ids=lambda each: str(each)[:40]
)
def test_what_rests_on_the_other_answer(name, rule, beside, key, finds, expected):
    assert level(rule, beside | {key: finds}) is expected
    assert level(rule, beside | {key: "yes"}) is NONE
    assert level(rule, beside | {key: "unknown"}) is UNKNOWN
    assert level(rule, beside | {key: None}) is UNKNOWN
    for opening in set(beside) - {"mania_now"}:
        assert level(rule, beside | {opening: "unknown", key: None}) is UNKNOWN


@pytest.mark.parametrize(("name", "rule", "facts", "expected"), MEASURED, ids=lambda each: str(each)[:40])
def test_what_is_measured(name, rule, facts, expected):
    assert level(rule, {}, **facts) is expected
    assert level(rule, {}) is NONE


@pytest.mark.parametrize(("code", "rule", "expected"), CODED)
def test_what_stands_on_the_problem_list_weighs_more_than_a_no_in_the_form(code, rule, expected):
    assert level(rule, {}, problems={code: "as listed"}) is expected


@pytest.mark.parametrize("code", ["E05.90", "I10", "F31.9", "I25.10", "I50.9"])
def test_a_listed_condition_whose_question_nobody_answered_is_open(code):
    asked = {"thyroid_treated", "hypertension_controlled", "mood_stabilizer", "mania_now"}
    answers = dict.fromkeys(asked | {"coronary_unstable", "heart_failure_unstable"})
    found = screen(person(answers=answers, problems={code: "as listed"}), RULES, minimum_age=18)
    assert any(each.severity is UNKNOWN and each.at_stake.blocks for each in found)


@pytest.mark.parametrize("medicine", ["theophylline", "aminophylline"])
def test_what_is_never_given_beside_ketamine(medicine):
    assert check(medicine).level is STOP


def test_age_and_body_mass():
    assert level("body_mass", {"weight_lb": 320}) is CAUTION
    assert level("body_mass", {"weight_lb": None}) is UNKNOWN
    (unborn,) = screen(ScreeningFacts(today=TODAY), [BY_ID["age"]], minimum_age=18)
    assert (unborn.severity, unborn.at_stake) == (UNKNOWN, STOP)


def test_nothing_at_all_is_never_green_for_any_condition_that_is_asked():
    silent = {each.code for each in screen(ScreeningFacts(today=TODAY), RULES, minimum_age=18)}
    asked = {rule for _, rule, *_ in (*ASKED, *TOGETHER)}
    assert {f"{rule}:not_answered" for rule in asked} <= silent
    assert all(each in HEALTHY for _, _, each, _ in ASKED)
