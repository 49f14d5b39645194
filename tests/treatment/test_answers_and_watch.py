"""A reading out of band asks for an answer, a side effect has an end, a seat has somebody who watches it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.content import library
from sojourn.content.bedside import ResponseChoice
from sojourn.content.monitoring import Concern
from sojourn.core.decisions import Refused
from sojourn.treatment import actions, queries
from sojourn.treatment.actions.entries import Conflict
from sojourn.treatment.models import Response, SeatWatch, SideEffectGone
from sojourn.treatment.rules.responses import may_answer
from sojourn.treatment.rules.vitals import Reading, out_of_band
from tests.factories import a_user
from tests.treatment.stage import after, dose, readings

CONCERNS = {
    "watch": out_of_band(Reading(spo2=92), library().monitoring),
    "urgent": out_of_band(Reading(spo2=85), library().monitoring),
    "emergency": out_of_band(Reading(moaas=0), library().monitoring),
    "none": (),
}
LIGHT = ResponseChoice(code="l", words="Watching", short="Watching", answers_up_to=Concern.WATCH)
FULL = ResponseChoice(code="f", words="Oxygen", short="Oxygen")
OTHER = ResponseChoice(code="o", words="Else", short="Else", says_what=True)


@pytest.mark.parametrize(
    ("choice", "note", "concern", "codes"),
    [
        (LIGHT, "", "watch", set()),
        (LIGHT, "", "urgent", {"not_enough"}),
        (LIGHT, "", "emergency", {"not_enough"}),
        (FULL, "", "emergency", set()),
        (OTHER, " ", "urgent", {"note"}),
        (OTHER, "Cooled.", "urgent", set()),
        (None, "", "watch", {"action"}),
        (FULL, "", "none", {"reading"}),
    ],
)
def test_the_heavier_the_reading_the_less_is_enough(choice, note, concern, codes):
    decision = may_answer(choice, note, CONCERNS[concern])
    assert {each.code for each in decision.blocking} == codes


def answer(stage, reading, *, action="oxygen", minute=21, **changes):
    facts = {"entry_id": uuid4(), "by": stage.nurse, "now": after(minute), "observed_at": after(minute)}
    return actions.respond(session=stage.session, reading=reading.pk, action=action, **{**facts, **changes})


def open_readings(stage, minute=22):
    return [each.reading for each in queries.chart_of(stage.session, after(minute)).unanswered]


def test_an_out_of_band_reading_is_open_until_it_is_answered(running):
    calm = readings(running, minute=18, point="")
    low = readings(running, minute=20, point="", spo2=88)
    watched = readings(running, minute=21, point="", spo2=93)
    assert open_readings(running) == [low, watched]
    with pytest.raises(Refused, match="alone is not enough"):
        answer(running, low, action="watching")
    with pytest.raises(Refused, match="Say what was done"):
        answer(running, low, action="other")
    with pytest.raises(Refused, match="asks for no answer"):
        answer(running, calm)
    entry = uuid4()
    assert answer(running, low, entry_id=entry) == answer(running, low, entry_id=entry)
    assert open_readings(running) == [watched]
    answer(running, watched, action="watching")
    assert open_readings(running) == []
    chart = queries.chart_of(running.session, after(22))
    assert any("88 %" in line.sentence and "Oxygen given" in line.sentence for line in chart.log)
    assert Event.objects.filter(kind="session.response").count() == 2


@pytest.mark.parametrize(
    ("point", "begins"),
    [
        ("", "Answered the extra reading 184/112, 74,"),
        ("+20", "Answered the +20 reading 184/112, 74,"),
        ("2:+20", "Answered the +20 reading 184/112, 74,"),
        ("before", "Answered the reading before the dose 184/112, 74,"),
    ],
)
def test_the_log_says_which_reading_was_answered(running, point, begins):
    high = readings(running, minute=20, point=point, systolic=184, diastolic=112)
    answer(running, high, action="provider")
    said = next(
        each.sentence for each in queries.chart_of(running.session, after(22)).log if each.kind == "response"
    )
    assert said.startswith(begins) and said.endswith(": Provider called to the room")


def test_a_corrected_reading_no_longer_asks_and_its_correction_may(running):
    slip = readings(running, minute=20, point="", spo2=88)
    readings(running, minute=21, point="", spo2=98, supersedes=slip, note="Probe was loose.")
    assert open_readings(running) == []


def test_an_answer_waits_for_its_reading_and_stays_in_its_chart(running):
    class Absent:
        pk = uuid4()

    with pytest.raises(Conflict, match="not arrived yet"):
        answer(running, Absent)
    low = readings(running, minute=20, point="", spo2=88)
    with pytest.raises(Refused, match="not come yet"):
        answer(running, low, observed_at=after(21) + timedelta(hours=1))
    with pytest.raises(Refused):
        answer(running, low, by=a_user(Role.FRONT_DESK))
    assert not Response.objects.exists()


def felt(stage, kind="nausea", minute=20):
    facts = {"entry_id": uuid4(), "by": stage.nurse, "now": after(minute), "observed_at": after(minute)}
    return actions.record_side_effect(session=stage.session, kind=kind, severity="mild", **facts)


def gone(stage, kind="nausea", minute=30, **changes):
    facts = {"entry_id": uuid4(), "by": stage.nurse, "now": after(minute), "observed_at": after(minute)}
    return actions.end_side_effect(session=stage.session, kind=kind, **{**facts, **changes})


def test_a_side_effect_has_a_beginning_and_an_end(running):
    with pytest.raises(Refused, match="not noted before"):
        gone(running)
    felt(running)
    felt(running, "headache")
    entry = uuid4()
    assert gone(running, entry_id=entry) == gone(running, entry_id=entry)
    chart = queries.chart_of(running.session, after(31))
    assert [each.kind for each in chart.ongoing] == ["headache"]
    assert chart.log[0].sentence == "Nausea or vomiting, gone"
    felt(running, minute=40)
    assert {each.kind for each in queries.chart_of(running.session, after(41)).ongoing} == {
        "headache",
        "nausea",
    }
    assert SideEffectGone.objects.count() == 1


def test_a_hand_over_names_both_and_counts_once(running):
    watch = {"sessions": [running.session], "by": running.nurse}
    [first] = actions.take_watch(watcher=running.nurse, now=after(5), **watch)
    assert first.handed_over_by is None
    [second] = actions.take_watch(watcher=running.other, now=after(20), note="Left arm only.", **watch)
    assert (second.watcher, second.handed_over_by) == (running.other, running.nurse)
    assert actions.take_watch(watcher=running.other, now=after(21), **watch) == []
    chart = queries.chart_of(running.session, after(22))
    assert chart.watch == second
    assert "Caspian Rowe watches, taken over from Tamsin Brook. Left arm only." in [
        line.sentence for line in chart.log
    ]
    assert Event.objects.filter(kind="session.watch").count() == 2


def test_only_those_who_chart_watch_and_nobody_watches_an_empty_seat(running):
    watch = {"sessions": [running.session], "by": running.nurse, "now": after(5)}
    with pytest.raises(Refused, match="Only clinical staff"):
        actions.take_watch(watcher=a_user(Role.FRONT_DESK), **watch)
    with pytest.raises(Refused, match="Nobody sits there"):
        actions.take_watch(watcher=running.nurse, **{**watch, "sessions": []})
    with pytest.raises(Refused, match="at most 300"):
        actions.take_watch(watcher=running.nurse, note="x" * 301, **watch)
    assert not SeatWatch.objects.exists()


def test_the_database_keeps_all_three_as_they_were_written(running):
    low = readings(running, minute=20, point="", spo2=88)
    felt(running)
    rows = [
        answer(running, low),
        gone(running),
        actions.take_watch(
            sessions=[running.session], watcher=running.nurse, by=running.nurse, now=after(31)
        )[0],
    ]
    for row in rows:
        table = type(row).objects.filter(pk=row.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            table._raw_delete(table.db)
        assert table.exists()


def test_an_emergency_lasts_until_somebody_writes_that_it_is_over(running):
    def line(kind, minute):
        actions.remark(
            entry_id=uuid4(),
            session=running.session,
            kind=kind,
            text="Called for help",
            observed_at=after(minute),
            by=running.nurse,
            now=after(minute),
        )
        return queries.chart_of(running.session, after(minute)).is_emergency

    dose(running)
    assert line("comfort", 12) is False
    assert line("emergency", 13) is True
    assert line("observation", 14) is True
    assert line("emergency_over", 15) is False
