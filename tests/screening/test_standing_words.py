"""What is kept with a decision, and what somebody reads when it no longer stands, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sojourn.content.drugs import Drug
from sojourn.core.decisions import Finding, Severity
from sojourn.intake.matching import ReadingStatus
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport
from sojourn.screening.standing_rules import (
    Decided,
    Ground,
    Seen,
    StoodOn,
    as_seen,
    changes,
    decision_is_current,
    stands_on,
)
from tests.screening.test_rules import TODAY

SEIZURE = Finding(
    code="seizure", message="A seizure.", severity=Severity.DECIDE, evidence="answer:seizure = yes"
)
PRESSURE = Finding(
    code="pressure",
    message="Blood pressure is high.",
    severity=Severity.CAUTION,
    evidence="vital:systolic = 150, answer:treated = no",
)
OF_A_DRUG = Finding(code="interaction:line-1", message="Decide about Norco.", severity=Severity.DECIDE)
NORCO = DrugCheck(
    "Norco",
    ReadingStatus.CHECKED,
    (Drug("acetaminophen"), Drug("hydrocodone")),
    Severity.DECIDE,
    (),
    line="line-1",
    dose="5/325",
    frequency="daily",
)
XYZOL = DrugCheck("xyzol", ReadingStatus.NOT_CHECKED, (), Severity.UNKNOWN, ())


def standing(findings=(), drugs=()):
    return stands_on(findings, InteractionReport(Severity.NONE, tuple(drugs)))


def not_current(code, message):
    return Finding(code=code, message=message, severity=Severity.UNKNOWN, owner="provider")


def test_a_decision_stands_on_findings_and_on_medicines_each_told_once():
    assert standing([SEIZURE, OF_A_DRUG, PRESSURE], [XYZOL, NORCO]) == StoodOn(
        findings=(
            Ground("pressure", "Blood pressure is high.", "caution|vital:systolic, answer:treated = no"),
            Ground("seizure", "A seizure.", "decide|answer:seizure = yes"),
        ),
        medicines=(
            Ground(
                "interaction:line-1",
                "Norco, 5/325, daily",
                "Norco, 5/325, daily|acetaminophen,hydrocodone|checked|decide",
            ),
            Ground("interaction:xyzol", "xyzol", "xyzol||not_checked|unknown"),
        ),
    )


def test_what_is_told_beside_a_medicine_is_part_of_it():
    report = InteractionReport(Severity.NONE, (NORCO, XYZOL))
    before = stands_on([], report, {"line-1": "reason: back pain"})
    after = stands_on([], report, {"line-1": "reason: back pain, took 40 mg last night"})
    assert before.fingerprint != after.fingerprint
    assert changes(before, after) == (
        "Changed on the list: Norco, 5/325, daily (reason: back pain) is now "
        "Norco, 5/325, daily (reason: back pain, took 40 mg last night).",
    )
    assert stands_on([], report, {"line-1": ""}) == stands_on([], report)


def test_what_is_kept_with_a_decision_can_be_read_in_years():
    assert standing([SEIZURE], [XYZOL]).as_json() == {
        "findings": [["seizure", "A seizure.", "decide|answer:seizure = yes"]],
        "medicines": [["interaction:xyzol", "xyzol", "xyzol||not_checked|unknown"]],
        "lately": [],
    }


@pytest.mark.parametrize(
    ("kept", "stood_on"),
    [
        ({}, StoodOn()),
        ({"findings": [["a", "b", "c"]]}, StoodOn(findings=(Ground("a", "b", "c"),))),
        ({"medicines": [["a", "b", "c"]]}, StoodOn(medicines=(Ground("a", "b", "c"),))),
    ],
)
def test_what_was_not_kept_was_not_stood_on(kept, stood_on):
    assert StoodOn.from_json(kept) == stood_on


def test_everything_that_changed_is_told_medicines_first():
    before = standing([SEIZURE, PRESSURE], [NORCO, XYZOL])
    answered = replace(SEIZURE, evidence="answer:seizure = unknown")
    aneurysm = Finding(code="aneurysm", message="An aneurysm.")
    after = standing([answered, aneurysm], [replace(NORCO, dose="10/325"), replace(XYZOL, input="oxycodone")])
    assert changes(before, after) == (
        "Changed on the list: Norco, 5/325, daily is now Norco, 10/325, daily.",
        "New on the list: oxycodone.",
        "No longer on the list: xyzol.",
        "New: An aneurysm.",
        "Answered or measured differently: A seizure.",
        "No longer so: Blood pressure is high.",
    )


def test_without_a_decision_nobody_relies_on_one():
    assert decision_is_current(None, now=StoodOn(), today=TODAY).findings == (
        not_current("undecided", "No provider has decided about treatment yet."),
    )


@pytest.mark.parametrize(("days", "ended"), [(-1, True), (0, False), (1, False)])
def test_a_decision_holds_through_its_last_day(days, ended):
    now = standing([SEIZURE], [NORCO])
    decision = Decided(fingerprint=now.fingerprint, stood_on=now, valid_until=TODAY + timedelta(days=days))
    said = (not_current("decision_ended", "The decision was for a period that has ended."),)
    assert decision_is_current(decision, now=now, today=TODAY).findings == (said if ended else ())


@pytest.mark.parametrize("kept", [True, False])
def test_what_changed_since_the_decision_is_said_where_it_was_kept(kept):
    before = standing(drugs=[NORCO])
    decision = Decided(fingerprint=before.fingerprint, stood_on=before if kept else None)
    said = (
        "Since the decision. New on the list: xyzol."
        if kept
        else "Something the decision stood on has changed since."
    )
    now = standing(drugs=[NORCO, XYZOL])
    assert decision_is_current(decision, now=now, today=TODAY).findings == (
        not_current("decision_stale", said),
    )


def off(line, words, mark="1"):
    return Ground(f"medicine:{line}", words, f"off|{mark}")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (StoodOn(), StoodOn(lately=(off("a", "Norco"),)), ("Off the list again, and taken lately: Norco.",)),
        (StoodOn(lately=(off("a", "Norco"),)), StoodOn(), ()),
        (
            StoodOn(lately=(off("a", "Norco"),)),
            StoodOn(lately=(off("a", "Norco 5 mg", "2"),)),
            ("Off the list, and read differently: Norco 5 mg.",),
        ),
        (StoodOn(lately=(off("a", "Norco"),)), StoodOn(lately=(off("a", "Norco"),)), ()),
        (
            StoodOn(medicines=(Ground("medicine:a", "Norco", "1"),)),
            StoodOn(lately=(off("a", "Norco"),)),
            ("No longer on the list: Norco.",),
        ),
    ],
)
def test_what_left_the_list_and_still_counts(before, after, told):
    assert changes(before, after) == told


class TestOffTheListAndStillCounting:
    NORCO_OFF = replace(NORCO, last_taken_on=TODAY)

    def test_a_decision_stands_on_it_beside_the_list(self):
        listed, taken_off = standing(drugs=[NORCO]), standing(drugs=[self.NORCO_OFF])
        (ground,) = taken_off.lately
        assert not taken_off.medicines and not listed.lately
        assert ground.code == listed.medicines[0].code
        assert ground.mark.startswith(f"off|{ground.words}|acetaminophen,hydrocodone|")

    def test_it_is_kept_and_comes_back(self):
        taken_off = standing(drugs=[self.NORCO_OFF])
        assert StoodOn.from_json(taken_off.as_json()) == taken_off

    def test_that_it_stops_counting_changes_nothing(self):
        before = StoodOn(lately=(off("a", "Norco"), off("b", "Xanax")))
        now = StoodOn(lately=(off("b", "Xanax", "2"),))
        assert before.without_what_ended(now) == StoodOn(lately=(off("b", "Xanax"),))
        assert before.without_what_ended(StoodOn()) == StoodOn()

    def test_a_decision_on_it_stands_after_it_ended(self):
        stood_on = standing([SEIZURE], [self.NORCO_OFF])
        decision = Decided(fingerprint=stood_on.fingerprint, stood_on=stood_on)
        assert decision_is_current(decision, now=standing([SEIZURE]), today=TODAY).allowed

    def test_what_it_was_taken_for_is_part_of_it(self):
        report = InteractionReport(Severity.NONE, (self.NORCO_OFF, replace(XYZOL, last_taken_on=TODAY)))
        pain, plain = stands_on((), report, {"line-1": "for pain"}).lately
        assert "(for pain)" in pain.words and plain.words == XYZOL.as_taken


class TestWhatAPageCarried:
    def test_it_comes_back_as_it_was(self):
        seen = Seen(standing([SEIZURE], [NORCO]), "decision-1")
        assert Seen.from_json(seen.as_json()) == seen
        assert Seen.from_json({}) == Seen(StoodOn(), "")

    def test_another_decision_and_another_ground_are_told(self):
        now = Seen(standing([SEIZURE, PRESSURE], [NORCO, XYZOL]), "decision-2")
        found = as_seen(Seen(standing([SEIZURE], [NORCO]), "decision-1"), now, latest="Eligible, today.")
        assert found.findings == (
            Finding(
                code="changed_since",
                message="This has changed since you opened the page: somebody else has decided. "
                "Eligible, today. Please look again.",
            ),
            Finding(
                code="changed_since",
                message="This has changed since you opened the page: New on the list: xyzol. "
                "New: Blood pressure is high. Please look again.",
            ),
        )

    def test_to_whom_nothing_was_shown_all_of_it_is_new(self):
        found = as_seen(Seen(), Seen(standing([SEIZURE])), latest="")
        assert found.sentence == (
            "This has changed since you opened the page: what a decision stands on. Please look again."
        )
        assert as_seen(Seen(), Seen(), latest="").allowed
