"""The interaction check at its edges: sentences, entries nobody read, holds of several rules, the exact shape."""

from __future__ import annotations

import json

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


def test_a_drug_no_rule_names_says_that():
    (drug,) = check("omeprazole").drugs
    assert drug.sentence == NO_RULE


def test_the_sentences_of_several_rules_stand_together():
    (drug,) = check("Contrave").drugs
    assert drug.sentence == " ".join(BY_ID[name].for_clinician for name in ("naltrexone", "snri"))


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
                "voices": [
                    {"voice": v.voice.value, "level": v.level.value, "text": v.text, "source": v.source}
                    for v in lamotrigine.voices
                ],
                "hold_hours": {"before": 6, "after": 6},
            }
        ],
    }
