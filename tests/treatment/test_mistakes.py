"""What never happened is taken back: it counts no more and stays in the log; a dose gives its mg back."""

from __future__ import annotations

from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.audit.queries import verify
from sojourn.core.decisions import Refused
from sojourn.outcomes.queries import doses_of
from sojourn.pharmacy.models import RegisterEntry, Vial
from sojourn.treatment import actions, queries
from sojourn.treatment.actions.entries import Conflict
from sojourn.treatment.models import DoseGiven, Remark, SideEffect, VitalSigns
from sojourn.treatment.queries.note_draft import facts_for_note
from tests.factories import a_user
from tests.treatment.stage import after, dose, readings

pytestmark = pytest.mark.django_db
WHY = "Meant for the seat beside."


@pytest.fixture
def stage(running):
    return running


def take_back(stage, wrong, *, minute=30, note=WHY, **changes):
    facts = {"entry_id": uuid4(), "by": stage.nurse, "now": after(minute), **changes}
    return actions.take_back(session=stage.session, wrong=wrong, note=note, **facts)


def chart(stage, minute=31):
    return queries.chart_of(stage.session, after(minute))


def felt(stage, minute=15, **changes):
    facts = {"entry_id": uuid4(), "observed_at": after(minute), "by": stage.nurse, "now": after(minute)}
    said = {"kind": "nausea", "severity": "mild", **facts, **changes}
    return actions.record_side_effect(session=stage.session, **said)


def line(stage, minute=16, **changes):
    facts = {"entry_id": uuid4(), "observed_at": after(minute), "by": stage.nurse, "now": after(minute)}
    return actions.remark(session=stage.session, **{"text": "Asks for water.", **facts, **changes})


class TestWhatCounts:
    def test_a_reading_under_the_wrong_name_is_due_again_and_asks_for_no_answer(self, stage):
        dose(stage, minute=10)
        point = chart(stage, 20).due
        wrong = readings(stage, point=point.code, minute=20, spo2=84)
        assert chart(stage).unanswered
        take_back(stage, wrong)
        now = chart(stage)
        assert wrong not in now.vitals and not now.unanswered
        assert now.due.code == point.code

    def test_a_touch_of_nausea_that_was_none(self, stage):
        take_back(stage, felt(stage))
        assert not chart(stage).side_effects and not chart(stage).ongoing

    def test_an_end_that_was_none_leaves_the_side_effect_going_on(self, stage):
        nausea = felt(stage)
        facts = {"entry_id": uuid4(), "observed_at": after(18), "by": stage.nurse, "now": after(18)}
        over = actions.end_side_effect(session=stage.session, kind="nausea", **facts)
        assert not chart(stage).ongoing
        take_back(stage, over)
        assert chart(stage).ongoing == (nausea,)

    def test_an_answer_that_was_for_another_leaves_the_reading_open(self, stage):
        dose(stage, minute=10)
        low = readings(stage, point="", minute=20, spo2=84)
        facts = {"entry_id": uuid4(), "observed_at": after(21), "by": stage.nurse, "now": after(21)}
        answer = actions.respond(session=stage.session, reading=low.pk, action="oxygen", **facts)
        take_back(stage, answer)
        assert [each.reading for each in chart(stage).unanswered] == [low]

    def test_an_emergency_called_by_a_wrong_touch_is_over(self, stage):
        called = line(stage, kind="emergency", text="Call for help")
        assert chart(stage).is_emergency
        take_back(stage, called)
        assert not chart(stage).is_emergency

    def test_a_dose_nobody_had_is_in_no_sum_and_its_mg_are_in_the_vial(self, stage):
        given = dose(stage, minute=10)
        take_back(stage, given)
        assert chart(stage).total_mg == 0 and not chart(stage).doses
        assert not doses_of(stage.patient)
        assert Vial.objects.get(pk=stage.vial.pk).balance_mg == D(500)
        undone = RegisterEntry.objects.filter(kind="given").order_by("number").last()
        assert (undone.mg, undone.reason) == (D(40), "Charted by mistake: never given")

    def test_after_a_dose_nobody_had_the_first_is_given_on_the_same_order(self, stage):
        take_back(stage, dose(stage, minute=10), minute=11)
        assert not dose(stage, minute=12).is_booster


class TestTheLog:
    def test_both_lines_stay_and_say_why(self, stage):
        wrong = line(stage)
        entry = take_back(stage, wrong)
        lines = {each.entry_id: each for each in chart(stage).log}
        assert lines[wrong.pk].replaced == "undone"
        assert lines[entry.pk].sentence == f"Never happened: Asks for water. {WHY}"
        assert lines[entry.pk].at == wrong.observed_at and not lines[entry.pk].takes_back

    def test_the_trail_names_who_and_why(self, stage):
        take_back(stage, line(stage), by=stage.provider)
        event = Event.objects.filter(kind="session.mistake").get()
        assert (event.reason, event.sentence) == (WHY, "Never happened: Asks for water.")
        assert verify().intact

    def test_the_note_drafts_without_it(self, stage):
        take_back(stage, line(stage, text="Sees a heron."))
        assert "heron" not in str(facts_for_note(chart(stage), after(40)))


class TestRefusals:
    def test_without_a_reason(self, stage):
        with pytest.raises(Refused, match="what was wrong"):
            take_back(stage, line(stage), note=" ")

    def test_twice_but_the_same_touch_counts_once(self, stage):
        wrong, entry = line(stage), uuid4()
        assert take_back(stage, wrong, entry_id=entry) == take_back(stage, wrong, entry_id=entry)
        with pytest.raises(Conflict, match="already"):
            take_back(stage, wrong)

    def test_what_took_back_is_not_taken_back(self, stage):
        with pytest.raises(Conflict, match="already"):
            take_back(stage, take_back(stage, line(stage)))

    def test_what_was_corrected_is_taken_back_as_corrected(self, stage):
        wrong = line(stage)
        right = line(stage, text="Asks for tea.", supersedes=wrong, note="Heard it wrong.")
        with pytest.raises(Conflict, match="already"):
            take_back(stage, wrong)
        take_back(stage, right)
        assert not chart(stage).remarks

    def test_what_was_taken_back_is_not_corrected(self, stage):
        wrong = line(stage)
        taken = take_back(stage, wrong)
        for each in (wrong, taken):
            with pytest.raises(Conflict, match="already"):
                line(stage, text="Asks for tea.", supersedes=each, note="Heard it wrong.")

    @pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.THERAPIST, Role.OWNER])
    def test_a_dose_is_taken_back_only_by_who_may_give_one(self, stage, role):
        given = dose(stage, minute=10)
        with pytest.raises(Refused):
            take_back(stage, given, by=a_user(role))
        assert chart(stage).doses == [given]

    def test_the_database_knows_no_mistake_of_its_own(self, stage):
        entry = line(stage)
        rows = {each.attname: getattr(entry, each.attname) for each in Remark._meta.concrete_fields}
        with pytest.raises(DatabaseError), transaction.atomic():
            Remark.objects.create(**{**rows, "id": uuid4(), "entered_in_error": True})


@pytest.mark.parametrize("model", [VitalSigns, DoseGiven, SideEffect, Remark])
def test_every_kind_can_say_that_it_never_happened(model):
    assert model._meta.get_field("entered_in_error").default is False
