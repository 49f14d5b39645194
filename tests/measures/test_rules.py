"""Scores, alerts, change and what is due, as the clinic speaks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn import content
from sojourn.content.instruments import Instrument, InstrumentCase
from sojourn.measures import rules

SHEETS = content.library().instruments
CASES = [
    pytest.param(sheet, case, id=f"{sheet.id}: {case.name}")
    for sheet in SHEETS.values()
    for case in sheet.cases
]


def _answers(sheet: Instrument, case: InstrumentCase) -> dict[str, int]:
    same = {item.id: case.all for item in sheet.items if item.weight} if case.all is not None else {}
    return {**same, **case.answers}


@pytest.mark.parametrize(("sheet", "case"), CASES)
def test_worked_cases_of_every_instrument(sheet: Instrument, case: InstrumentCase) -> None:
    if case.baseline is not None and case.latest is not None:
        assert rules.change(sheet, case.baseline, case.latest).words == case.words
        return
    answers = _answers(sheet, case)
    result = rules.score(sheet, answers, sex=case.sex)
    raised = [item for item, value in answers.items() if rules.alerts_of(sheet, item, value)]
    assert tuple(raised) == case.alerts
    assert (result.total is None) is case.incomplete
    if not case.incomplete:
        assert result.total == case.total
        assert result.level == case.level
    if case.band:
        assert result.band == case.band
    if case.positive is not None:
        assert result.positive is case.positive
    assert case.parts.items() <= result.parts.items()


@given(st.data())
def test_a_complete_form_scores_within_its_range_and_an_open_one_has_no_total(data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(list(SHEETS.values())))
    answers = {
        item.id: data.draw(st.sampled_from([each.value for each in sheet.answers[item.answers]]))
        for item in sheet.items
    }
    total = rules.score(sheet, answers).total
    assert total is not None
    assert sheet.scoring.minimum <= total <= sheet.scoring.maximum
    counted = [item.id for item in rules.asked_items(sheet, answers) if item.weight]
    left_open = data.draw(st.sampled_from(counted))
    without = {item: value for item, value in answers.items() if item != left_open}
    still_asked = {item.id for item in rules.asked_items(sheet, without) if item.weight}
    assert (rules.score(sheet, without).total is None) is bool(still_asked - set(without))


@given(st.sampled_from(list(SHEETS.values())), st.integers(0, 80), st.integers(0, 80))
def test_nobody_is_better_and_worse_at_once(sheet: Instrument, baseline: int, latest: int) -> None:
    change = rules.change(sheet, baseline, latest)
    assert not (change.worsened and (change.responded or change.remitted))
    assert change.delta == latest - baseline


def test_change_from_zero_has_no_percentage() -> None:
    change = rules.change(SHEETS["phq-9"], 0, 6)
    assert change.percent is None and change.worsened


def test_somebody_who_was_never_ill_is_not_in_remission() -> None:
    assert not rules.change(SHEETS["phq-9"], 4, 2).remitted


def test_the_alert_speaks_and_silence_is_silent() -> None:
    assert "item 9" in rules.alert_sentence(SHEETS["phq-9"], "q9", 1)
    assert rules.alert_sentence(SHEETS["phq-9"], "q9", 0) == ""
    assert rules.alert_sentence(SHEETS["phq-9"], "q1", 3) == ""


@pytest.mark.parametrize(("item", "value", "is_one"), [("q1", 3, True), ("q1", 4, False), ("q10", 1, False)])
def test_only_offered_answers_are_answers(item: str, value: int, is_one: bool) -> None:
    assert rules.is_an_answer(SHEETS["phq-9"], item, value) is is_one


@dataclass(frozen=True)
class Plan:
    """One moment, as a pack says it."""

    moment: str
    instruments: tuple[str, ...]
    hours: int = 0
    weeks: tuple[int, ...] = ()


PLANS = (
    Plan("intake", ("phq-9", "gad-7", "pcl-5", "peg", "bladder")),
    Plan("before_session", ("phq-9",), hours=48),
    Plan("weekly", ("phq-9", "gad-7")),
    Plan("after_course", ("phq-9", "pcl-5"), weeks=(4, 8)),
)
START = date(2026, 3, 2)
BASELINE = dict.fromkeys(SHEETS, START - timedelta(days=10))
WEEKLY_SESSIONS = tuple(START + timedelta(weeks=n) for n in range(4))


def _due(**facts: object) -> dict[str, str]:
    found = rules.due(PLANS, SHEETS, rules.DueFacts(**facts))  # type: ignore[arg-type]
    return {each.instrument: each.occasion for each in found}


def test_before_treatment_everybody_gets_the_baseline_and_some_get_more() -> None:
    assert set(_due(today=START)) == {"phq-9", "gad-7", "bladder"}
    assert set(_due(today=START, complaints=frozenset({"ptsd"}))) == {"phq-9", "gad-7", "bladder", "pcl-5"}
    assert "peg" in _due(today=START, complaints=frozenset({"chronic_pain"}))


def test_what_was_answered_is_not_asked_again() -> None:
    assert _due(today=START, answered=BASELINE) == {}


def test_two_days_before_a_session_mood_is_asked_again_once() -> None:
    before = START - timedelta(days=2)
    assert _due(today=before, answered=BASELINE, sessions=(START,)) == {"phq-9": f"before-{START}"}
    assert _due(today=before - timedelta(days=1), answered=BASELINE, sessions=(START,)) == {}
    assert _due(today=START, answered={**BASELINE, "phq-9": before}, sessions=(START,)) == {}


def test_every_week_of_the_series() -> None:
    today = START + timedelta(days=9)
    occasion = f"week-1-from-{START}"
    due = _due(today=today, answered=BASELINE, sessions=WEEKLY_SESSIONS)
    assert due == {"phq-9": occasion, "gad-7": occasion}
    answered = {**BASELINE, "gad-7": START + timedelta(days=7)}
    assert _due(today=today, answered=answered, sessions=WEEKLY_SESSIONS) == {"phq-9": occasion}


def test_nothing_is_weekly_once_the_series_is_over() -> None:
    today = WEEKLY_SESSIONS[-1] + timedelta(days=8)
    answered = {**BASELINE, "bladder": WEEKLY_SESSIONS[-1]}
    assert _due(today=today, answered=answered, sessions=WEEKLY_SESSIONS) == {}


def test_the_bladder_is_asked_after_every_fourth_session() -> None:
    facts = {"answered": BASELINE, "sessions": WEEKLY_SESSIONS}
    assert "bladder" not in _due(today=WEEKLY_SESSIONS[2], **facts)
    assert _due(today=WEEKLY_SESSIONS[3], **facts)["bladder"] == "after-4-sessions"


def test_four_weeks_after_the_end() -> None:
    end = WEEKLY_SESSIONS[-1]
    facts = {"answered": {**BASELINE, "bladder": end}, "sessions": WEEKLY_SESSIONS, "course_end": end}
    assert _due(today=end + timedelta(weeks=4), **facts) == {"phq-9": f"4-weeks-after-{end}"}
    assert _due(today=end + timedelta(weeks=7), **facts) == {}
