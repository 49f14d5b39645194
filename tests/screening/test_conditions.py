"""A yes with conditions: kept as rows, said in the letter, and a letter that is awaited keeps the gate closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.core.models import CannotRewrite
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.scheduling.queries.gates import gate
from sojourn.screening import actions, letter_queries, queries
from sojourn.screening.condition_rules import Condition, Kept
from sojourn.screening.models import Clearance, DecisionCondition
from sojourn.timeline.queries import entries_of, whole_record
from tests.factories import NOW, a_user, the_clinic
from tests.stories import a_patient_with_a_plan, a_prescriber, all_seen, answer_questionnaire, seen

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = NOW + timedelta(hours=1)
PRESSURE = Condition(kind="blood_pressure", systolic=135, diastolic=85)
LETTER = Condition(
    kind="letter", asked_of="Neurology", what="A letter that nothing speaks against it", due_on=TODAY
)
SCORE = Condition(kind="measured", subject="score:phq-9", side="below", limit=20)
ALT = Condition(kind="measured", subject="reading:alt", side="below", limit=120)
ESCORT = Condition(kind="escort")


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber().user


@pytest.fixture
def patient(provider):
    return a_patient_with_a_plan(provider)


def decide(patient, by, *conditions, now=LATER, **changes):
    told = {
        "outcome": "eligible",
        "reasons": "Nothing speaks against it.",
        "evaluated_on": TODAY,
        "visits": {TODAY},
        **changes,
    }
    return actions.decide(
        patient=patient,
        set_conditions=conditions,
        by=by,
        now=now,
        **{"seen": all_seen(patient, now=now), **told},
    )


def now_of(patient):
    return {
        each.condition.kind: each.kept for each in queries.screening_of(patient, today=TODAY).conditions_now
    }


def test_every_condition_is_a_row_and_none_of_them_is_ever_changed(provider, patient):
    decision = decide(patient, provider, PRESSURE, LETTER, SCORE, ESCORT, conditions="No travel on the day")
    rows = list(decision.set_conditions.all())
    assert [each.kind for each in rows] == ["blood_pressure", "letter", "measured", "escort"]
    assert (
        Event.objects.filter(kind="screening.decided")
        .last()
        .data["conditions"][0]
        .endswith("135/85 on the day")
    )
    with pytest.raises(CannotRewrite):
        rows[0].save()


def test_the_letter_says_them_in_plain_words(provider, patient):
    letter = decide(
        patient, provider, PRESSURE, LETTER, SCORE, ESCORT, conditions="No travel on the day"
    ).letter
    assert (
        "- Your blood pressure at rest is below 135/85 on the day. We measure it when you arrive.\n" in letter
    )
    assert "- We have this from Neurology before your first session: A letter that nothing speaks" in letter
    assert "- Your latest PHQ-9 is below 20.\n" in letter
    assert "- No travel on the day. We go through this with you in person.\n" in letter
    assert "Nothing beyond what we always ask" in decide(patient, provider).letter


def test_without_a_measurement_none_is_kept(provider, patient):
    decide(patient, provider, PRESSURE, LETTER, ALT)
    assert set(now_of(patient).values()) == {Kept.UNKNOWN}


def test_scores_and_names_on_file_keep_theirs(provider, patient):
    decide(patient, provider, SCORE, ESCORT)
    answer_questionnaire(patient, "phq-9", 1, now=LATER)
    people.set_contact(
        patient=patient,
        kind="escort",
        name="Rosa Hale",
        relationship="",
        phone="503 555 0100",
        by=provider,
        now=NOW,
    )
    assert now_of(patient) == {"measured": Kept.MET, "escort": Kept.MET}


def test_a_lab_over_its_limit_is_open_and_a_newer_one_decides(provider, patient):
    decide(patient, provider, ALT)
    for value, kept in (("150", Kept.OPEN), ("80", Kept.MET)):
        intake.record_readings(
            patient=patient, values={"alt": value}, taken_at=LATER, source="Lab", client_id=new_id(), by=provider,
            now=LATER,
        )  # fmt: skip
        assert now_of(patient) == {"measured": kept}


def test_an_awaited_letter_keeps_the_gate_closed_until_it_cleared(provider, patient):
    assert gate(patient, "session", LATER).allowed
    decide(patient, provider, LETTER)
    for closed in (queries.is_eligible(patient, today=TODAY), gate(patient, "session", LATER)):
        assert "Not on file yet" in closed.sentence and "Neurology" in closed.sentence
    (asked,) = letter_queries.clearances_waiting()
    assert asked.asked_in.patient == patient
    answer(asked, provider, "cleared")
    assert queries.is_eligible(patient, today=TODAY).allowed and gate(patient, "session", LATER).allowed
    assert not letter_queries.clearances_waiting().exists()


def test_a_letter_that_does_not_clear_asks_for_a_new_decision(provider, patient):
    answer(decide(patient, provider, LETTER).set_conditions.get().clearance, provider, "not_cleared")
    assert "did not clear" in queries.is_eligible(patient, today=TODAY).sentence
    settle_the_refusal(patient, provider)
    assert "did not clear" in queries.is_eligible(patient, today=TODAY).sentence
    decide(patient, provider, now=LATER + timedelta(hours=1))
    assert queries.is_eligible(patient, today=TODAY).allowed


def test_deciding_again_does_not_answer_a_letter_that_did_not_clear(provider, patient):
    answer(decide(patient, provider, LETTER).set_conditions.get().clearance, provider, "not_cleared")
    for _ in range(2):
        with pytest.raises(Refused, match="Neurology answered “not cleared”: A letter that nothing"):
            decide(patient, provider, now=LATER + timedelta(hours=1))
        decide(patient, provider, outcome="not_now", now=LATER + timedelta(minutes=30))
    settle_the_refusal(patient, provider)
    decide(patient, provider, now=LATER + timedelta(hours=2))
    assert queries.is_eligible(patient, today=TODAY).allowed


def test_a_letter_on_its_way_or_cleared_is_no_refusal(provider, patient):
    asked = decide(patient, provider, LETTER).set_conditions.get().clearance
    assert not refused_letters(patient)
    answer(asked, provider, "cleared")
    assert not refused_letters(patient)


def test_only_a_provider_settles_a_letter_that_did_not_clear(provider, patient):
    answer(decide(patient, provider, LETTER).set_conditions.get().clearance, provider, "not_cleared")
    with pytest.raises(Refused, match="provider"):
        settle_the_refusal(patient, a_user("nurse"))


def test_the_letter_of_an_earlier_decision_no_longer_waits(provider, patient):
    decide(patient, provider, LETTER)
    decide(patient, provider, LETTER, now=LATER + timedelta(hours=1))
    assert letter_queries.clearances_waiting().count() == 1


def test_its_answer_counts_once_and_is_a_providers(provider, patient):
    asked = decide(patient, provider, LETTER).set_conditions.get().clearance
    with pytest.raises(Refused, match="provider"):
        answer(asked, a_user("nurse"), "cleared")
    answer(asked, provider, "cleared")
    with pytest.raises(Refused, match="already"):
        answer(asked, provider, "cleared")


def test_other_conditions_keep_nobody_from_booking(provider, patient):
    decide(patient, provider, PRESSURE, SCORE, ESCORT)
    assert queries.is_eligible(patient, today=TODAY).allowed


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (replace(PRESSURE, systolic=85, diastolic=135), "upper number comes first"),
        (replace(SCORE, limit=90), "between 0 and 27"),
        (replace(LETTER, asked_of=""), "who is asked"),
    ],
)
def test_an_impossible_condition_refuses_the_decision(provider, patient, condition, sentence):
    before = patient.decisions.count()
    with pytest.raises(Refused, match=sentence):
        decide(patient, provider, condition)
    assert patient.decisions.count() == before


def test_a_no_has_no_conditions(provider, patient):
    with pytest.raises(Refused, match="go with “eligible”"):
        decide(patient, provider, PRESSURE, outcome="not_now")


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "blood_pressure", "systolic": 90, "diastolic": 140},
        {"kind": "blood_pressure", "systolic": 140},
        {"kind": "blood_pressure", "systolic": 140, "diastolic": 0},
        {"kind": "measured", "subject": "score:phq-9", "side": "below"},
        {"kind": "measured", "subject": "score:phq-9", "side": "below", "limit": 0},
        {"kind": "measured", "subject": "score:phq-9", "side": "near", "limit": 3},
        {"kind": "measured", "side": "below", "limit": 3},
        {"kind": "escort", "systolic": 140, "diastolic": 90},
        {"kind": "weather"},
    ],
)
def test_the_database_refuses_limits_that_cannot_be(provider, patient, facts):
    decision = decide(patient, provider)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionCondition.objects.create(decision=decision, position=9, **facts)


def test_a_clearance_belongs_to_a_finding_or_to_a_condition(provider, patient):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.create(asked_of="Neurology", what="A letter", due_on=TODAY)


def test_history_and_record_name_them(provider, patient):
    decide(patient, provider, PRESSURE, LETTER)
    assert any("Asked of Neurology" in each.title for each in entries_of(patient))
    record = whole_record(patient)["screening"]
    assert len(record["conditions"]) == 2 and record["clearances"][0]["asked_of"] == "Neurology"


def refused_letters(patient):
    found = queries.screening_of(patient, today=TODAY).judged
    return [each.finding.code for each in found if each.finding.code.startswith("letter_not_cleared:")]


def settle_the_refusal(patient, by):
    (code,) = refused_letters(patient)
    actions.resolve_finding(
        patient=patient,
        code=code,
        kind="accepted",
        reason="Spoke with neurology.",
        seen=seen(patient, code),
        by=by,
        now=LATER,
    )


def answer(asked, by, outcome):
    return actions.record_clearance_result(
        clearance=asked, outcome=outcome, note="Letter of 1 March.", seen="", by=by, now=LATER
    )
