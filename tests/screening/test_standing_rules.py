"""What a decision stood on, and what has changed since: told in sentences, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sojourn.core.decisions import Severity
from sojourn.intake.matching import read_medication
from sojourn.screening.interaction_rules import check_medications
from sojourn.screening.resolution_rules import interaction_findings
from sojourn.screening.standing_rules import Decided, StoodOn, changes, decision_is_current, stands_on
from tests.content.test_interactions import RULES as INTERACTIONS
from tests.intake.test_matching import TABLE
from tests.screening.test_rules import TODAY, found, person


def ground(*medicines, **facts):
    """``medicines`` are (text, dose, frequency) or a text; the answers of a healthy person but for ``facts``."""
    readings = []
    for number, each in enumerate(medicines):
        text, dose, frequency = (each, "", "") if isinstance(each, str) else each
        line = f"line-{text.split()[0]}-{number if text == 'xyzol' else ''}"
        readings.append(replace(read_medication(text, TABLE), dose=dose, frequency=frequency, line=line))
    report = check_medications(readings, INTERACTIONS)
    return stands_on((*found(person(**facts)), *interaction_findings(report)), report)


def decided_on(stood_on, **changed):
    return Decided(**{"fingerprint": stood_on.fingerprint, "stood_on": stood_on, **changed})


ZOLOFT = ("Zoloft 50 mg", "50 mg", "daily")


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ([ZOLOFT], [ZOLOFT], []),
        ([ZOLOFT], [ZOLOFT, "oxycodone"], ["New on the list: oxycodone."]),
        ([ZOLOFT, "xyzol"], [ZOLOFT], ["No longer on the list: xyzol."]),
        (
            [("oxycodone", "5 mg", "daily")],
            [("oxycodone", "80 mg", "four times a day")],
            ["Changed on the list: oxycodone, 5 mg, daily is now oxycodone, 80 mg, four times a day."],
        ),
    ],
)
def test_what_changed_on_the_list_is_said(before, now, told):
    assert list(changes(ground(*before), ground(*now))) == told


def test_a_new_and_a_vanished_finding_are_said():
    well, ill = ground(), ground(answers={"seizure": "yes"})
    (new,), (gone,) = changes(well, ill), changes(ill, well)
    assert new.startswith("New: ") and gone.startswith("No longer so: ")


def test_another_answer_behind_the_same_finding_is_a_change():
    coronary = ground(answers={"coronary_disease": "yes"})
    both = ground(answers={"coronary_disease": "yes", "heart_failure": "yes"})
    assert coronary.fingerprint != both.fingerprint
    assert any("differently" in each or each.startswith("New") for each in changes(coronary, both))


def test_a_new_reading_that_finds_the_same_changes_nothing():
    high, higher = ground(vitals={"systolic": 150}), ground(vitals={"systolic": 155})
    assert high.findings and high.fingerprint == higher.fingerprint
    assert changes(high, higher) == ()


def test_order_and_duplicates_change_nothing():
    assert ground("Zoloft", "Advil").fingerprint == ground("Advil", "Zoloft", "Zoloft").fingerprint


def test_what_was_kept_comes_back_the_same():
    stood_on = ground(ZOLOFT, "xyzol", answers={"seizure": "yes"})
    assert StoodOn.from_json(stood_on.as_json()) == stood_on


@pytest.mark.parametrize(
    ("decision", "now", "codes"),
    [
        (decided_on(ground(ZOLOFT)), ground(ZOLOFT), []),
        (decided_on(ground(ZOLOFT)), ground(ZOLOFT, "oxycodone"), ["decision_stale"]),
        (decided_on(ground(ZOLOFT), valid_until=TODAY), ground(ZOLOFT), []),
        (
            decided_on(ground(ZOLOFT), valid_until=TODAY - timedelta(days=1)),
            ground(ZOLOFT),
            ["decision_ended"],
        ),
        (
            decided_on(ground(ZOLOFT), valid_until=date(2020, 1, 1)),
            ground("Advil"),
            ["decision_ended", "decision_stale", "decision_stale"],
        ),
        (None, ground(ZOLOFT), ["undecided"]),
    ],
)
def test_a_decision_stands_until_something_changes(decision, now, codes):
    verdict = decision_is_current(decision, now=now, today=TODAY)
    assert [each.code for each in verdict.blocking] == codes
    assert all(each.severity is Severity.UNKNOWN for each in verdict.blocking)


def test_a_decision_whose_grounds_were_not_kept_is_stale_all_the_same():
    old = Decided(fingerprint="of another time")
    (finding,) = decision_is_current(old, now=ground(ZOLOFT), today=TODAY).blocking
    assert finding.message == "Something the decision stood on has changed since."
