"""The interaction check at its edges: sentences, entries nobody read, holds of several rules, the exact shape."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from sojourn.core.decisions import Severity
from sojourn.intake.matching import read_medication
from sojourn.screening.interaction_rules import NO_RULE, NOT_READ, check_medications
from tests.content.test_interactions import RULES
from tests.intake.test_matching import TABLE
from tests.screening.test_interaction_rules import check

BY_ID = {rule.id: rule for rule in RULES}


def test_an_entry_nobody_read_says_so_before_anything_else():
    (unread,) = check("xyzol").drugs
    assert unread.sentence == NOT_READ
    (partly,) = check("oxycodone and xyzol").drugs
    assert partly.sentence == f"{NOT_READ} {BY_ID['opioid'].for_clinician}"


def test_what_was_written_beside_it_and_when_it_was_last_taken_come_along():
    reading = replace(read_medication("omeprazole", TABLE), beside=("none",), last_taken_on=date(2026, 2, 1))
    (drug,) = check_medications([reading], RULES).drugs
    assert (drug.beside, drug.last_taken_on, drug.totals) == (("none",), date(2026, 2, 1), ())


def test_a_drug_no_rule_names_says_that():
    (drug,) = check("omeprazole").drugs
    assert drug.sentence == NO_RULE


def test_the_sentences_of_several_rules_stand_together():
    (drug,) = check("Contrave").drugs
    assert drug.sentence == " ".join(BY_ID[name].said_of(drug.ingredients) for name in ("naltrexone", "snri"))


def test_a_combination_speaks_first_of_what_weighs_most():
    (drug,) = check("Percocet").drugs
    assert drug.sentence.startswith(BY_ID["opioid"].for_clinician)
    assert BY_ID["anti_inflammatory"].for_clinician in drug.sentence


@pytest.mark.parametrize(
    ("medicine", "other", "word"),
    [
        ("quetiapine", "hydroxyzine", "Antipsychotics"),
        ("phenobarbital", "Xyrem", "Barbiturates"),
        ("acetaminophen", "ibuprofen", "acetaminophen"),
        ("clopidogrel", "ticlopidine", "Clopidogrel"),
        ("tizanidine", "baclofen", "Tizanidine"),
        ("baclofen", "tizanidine", "Baclofen"),
        ("bupropion", "venlafaxine", "Bupropion"),
    ],
)
def test_nothing_is_said_of_a_class_the_drug_is_not_of(medicine, other, word):
    mine, another = check(medicine, other).drugs
    assert word in mine.sentence and word not in another.sentence


def test_the_entries_nobody_could_read():
    report = check("Zoloft", "xyzol", "prozac and xyzol")
    assert [drug.input for drug in report.not_checked] == ["xyzol", "prozac and xyzol"]
    assert check("Zoloft").not_checked == ()


def test_only_drugs_with_hours_are_held():
    assert [drug.input for drug in check("Zoloft", "Lamictal", "xyzol").held] == ["Lamictal"]


def test_of_several_holds_the_longer_hours_count_on_each_side():
    import msgspec

    lamotrigine = BY_ID["lamotrigine"]
    longer = msgspec.structs.replace(
        lamotrigine,
        id="another",
        hold_hours=msgspec.structs.replace(lamotrigine.hold_hours, before=8.5, after=2),
    )
    report = check_medications([read_medication("Lamictal", TABLE)], [lamotrigine, longer])
    assert (report.drugs[0].hold.before, report.drugs[0].hold.after) == (8.5, 6)
    assert json.dumps(report.as_json()["drugs"][0]["hold_hours"]) == '{"before": 8.5, "after": 6}'


def test_the_most_careful_voice_speaks_first():
    (drug,) = check("oxycodone").drugs
    assert [voice.level for voice in drug.voices] == [Severity.DECIDE, Severity.CAUTION, Severity.INFORMATION]


def test_silent_voices_stand_last_and_are_no_source():
    (drug,) = check("theophylline").drugs
    assert [(voice.voice, voice.level) for voice in drug.voices] == [
        ("label", Severity.STOP),
        ("clinic", None),
        ("literature", None),
    ]
    assert drug.sources == "Ketalar label, section 7.1 (Oct 2024)"


def test_of_several_rules_the_heaviest_is_read_first():
    (drug,) = check("Percocet").drugs
    assert [rule.id for rule in drug.heaviest_first] == ["opioid", "anti_inflammatory"]


def test_a_review_is_told_to_scripts():
    import msgspec

    read = msgspec.structs.replace(
        BY_ID["theophylline"], reviewed_by="Dr Ada Quill", reviewed_on=date(2026, 11, 3)
    )
    (told,) = check_medications([read_medication("Theo-24", TABLE)], [read]).as_json()["drugs"][0]["rules"]
    assert (told["reviewed_by"], told["reviewed_on"]) == ("Dr Ada Quill", "2026-11-03")


def voice_json(rule, name):
    voice = next(each for each in rule.voices if each.voice == name)
    dated = {"unknown": None}
    return {
        "voice": name,
        "level": voice.level.value if voice.level else None,
        "text": voice.text,
        "source": voice.source,
        "url": voice.url or None,
        "dated": dated.get(voice.dated, voice.dated),
        "silent": voice.silent,
        "also": [
            {"source": each.source, "url": each.url or None, "dated": dated.get(each.dated, each.dated)}
            for each in voice.also
        ],
    }


def test_the_exact_shape():
    report = check("Lamictal 100 mg").as_json()
    lamotrigine = BY_ID["lamotrigine"]
    drug = TABLE.drugs["lamotrigine"]
    assert json.loads(json.dumps(report)) == {
        "level": "caution",
        "drugs": [
            {
                "input": "Lamictal 100 mg",
                "status": "checked",
                "ingredients": [{"name": "lamotrigine", "rxcui": drug.rxcui, "classes": list(drug.classes)}],
                "level": "caution",
                "voices": [voice_json(lamotrigine, name) for name in ("clinic", "literature", "label")],
                "hold_hours": {"before": 6, "after": 6},
                "rules": [
                    {
                        "id": "lamotrigine",
                        "title": "Lamotrigine",
                        "level": "caution",
                        "disagree": True,
                        "reviewed_by": None,
                        "reviewed_on": None,
                    }
                ],
            }
        ],
    }
