"""What was in place at the beginning is asked again before a dose."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest

from sojourn.content import library
from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.prescribing import actions as prescribing
from sojourn.screening import actions as screening
from sojourn.treatment import actions, queries
from sojourn.treatment.models import DoseGiven
from sojourn.treatment.rules.dose_gate import may_give_booster
from sojourn.treatment.rules.readiness import POINTS, PointState, ReadinessPoint
from sojourn.treatment.rules.vitals import Reading
from tests.factories import NOW
from tests.stories import all_seen
from tests.treatment.stage import after, dose, readings


def declined(stage, minute):
    """The provider takes the decision back."""
    screening.decide(
        patient=stage.patient,
        outcome="declined",
        reasons="An allergy came to light.",
        seen=all_seen(stage.patient),
        evaluated_on=NOW.date(),
        visits={NOW.date()},
        by=stage.provider,
        now=after(minute),
    )


def test_a_decision_taken_back_after_the_beginning_holds_the_first_dose(running):
    declined(running, 3)
    with pytest.raises(Refused) as refused:
        dose(running)
    assert "eligibility" in {each.code for each in refused.value.decision.blocking}
    assert not DoseGiven.objects.exists()
    running.vial.refresh_from_db()
    assert running.vial.balance_mg == D("500")


def test_a_medicine_told_after_the_beginning_is_checked_before_the_first_dose(running):
    intake.add_medication(
        patient=running.patient, as_written="Something unheard of", by=running.nurse, now=after(2)
    )
    with pytest.raises(Refused) as refused:
        dose(running)
    assert "interactions" in {each.code for each in refused.value.decision.blocking}


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        ({"systolic": 220, "diastolic": 130}, "220/130 at rest is too high"),
        ({"systolic": 150, "diastolic": 92}, "a provider decides"),
        ({"spo2": 80}, "SpO₂ 80 %, urgent: see to this and measure again"),
        ({"moaas": 2}, "MOAA/S 2, urgent"),
    ],
)
def test_a_reading_after_the_beginning_holds_the_first_dose_until_it_is_better(running, reading, sentence):
    readings(running, minute=5, point="before", **reading)
    with pytest.raises(Refused, match=sentence):
        dose(running)
    readings(running, minute=8, point="before")
    assert dose(running)


def test_a_dose_charted_late_is_not_held_by_what_was_read_after_it(running):
    readings(running, minute=20, point="+10", systolic=190, diastolic=104)
    assert dose(running, observed_at=after(10), now=after(21))


def test_a_booster_waits_for_a_pressure_below_the_stop_and_readings_in_band(running):
    dose(running)
    readings(running, minute=20, point="+10", systolic=181, diastolic=98)
    with pytest.raises(Refused, match="181/98 is too high for another dose"):
        dose(running, minute=21, mg=D("5"), checked_by=running.provider, note="I looked at it.")
    readings(running, minute=22, point="", systolic=150, diastolic=90, spo2=85)
    with pytest.raises(Refused, match="SpO₂ 85 %"):
        dose(running, minute=23, mg=D("5"))
    readings(running, minute=24, point="")
    assert dose(running, minute=25, mg=D("5")).is_booster


def test_a_raised_pressure_holds_a_booster_until_a_provider_says_why(running):
    dose(running)
    readings(running, minute=18, point="+10", systolic=170, diastolic=98)
    for without in ({}, {"note": "Calm."}, {"checked_by": running.provider}):
        with pytest.raises(Refused, match="has reached 160/100") as held:
            dose(running, minute=19, mg=D("5"), **without)
        assert [each.field for each in held.value.decision.blocking] == ["note"]
    assert dose(running, minute=19, mg=D("5"), checked_by=running.provider, note="Calm; it fell since.").note


@pytest.mark.parametrize(
    ("taken", "missing"),
    [
        (None, "Systolic pressure, Diastolic pressure, SpO₂, MOAA/S"),
        ({"spo2": None}, "SpO₂"),
        ({"moaas": None}, "MOAA/S"),
        ({"systolic": None, "diastolic": None}, "Systolic pressure, Diastolic pressure"),
    ],
)
def test_a_booster_waits_for_readings_since_the_last_dose(running, taken, missing):
    dose(running)
    if taken is not None:
        readings(running, minute=18, point="+10", **taken)
    with pytest.raises(Refused, match=f"Measure first: {missing}. Since the last dose"):
        dose(running, minute=19, mg=D("5"))


def test_readings_of_a_quarter_of_an_hour_ago_are_too_old_for_a_booster(running):
    dose(running)
    readings(running, minute=18, point="+10")
    with pytest.raises(Refused, match="within 15 minutes"):
        dose(running, minute=34, mg=D("5"))
    assert dose(running, minute=33, mg=D("5"))


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("eligibility", "eligibility"),
        ("interactions", "interactions"),
        ("prescription", "order"),
        ("consents", "consents"),
        ("substances", "substances"),
    ],
)
def test_what_can_have_changed_since_the_first_dose_is_asked_before_a_booster(running, what, code):
    dose(running)
    _changes(running, what, 17)
    readings(running, minute=18, point="+10")
    with pytest.raises(Refused) as held:
        dose(running, minute=19, mg=D("5"))
    assert code in {each.code for each in held.value.decision.blocking}


@pytest.mark.parametrize("code", [each.code for each in POINTS])
@pytest.mark.parametrize("state", PointState)
def test_every_point_but_what_the_beginning_settled_holds_a_booster(code, state):
    point = ReadinessPoint(code, code, state, "Not in place.", "nurse", "here", False)
    told = {"systolic": 128, "diastolic": 82, "spo2": 98, "moaas": 5}
    decision = may_give_booster([point], Reading(**told), library().monitoring)
    settled = code in {"identity", "age", "weight", "fasting", "escort", "blood_pressure", "airway_kit"}
    assert decision.allowed is (settled or state.is_ready)


def _changes(stage, code, minute):
    """Somebody tells or decides in the middle of the session what speaks against another dose."""
    patient, who = stage.patient, {"by": stage.provider, "now": after(minute)}
    if code == "eligibility":
        declined(stage, minute)
    elif code == "interactions":
        intake.add_medication(patient=patient, as_written="Lamictal 200 mg", **who)
    elif code == "prescription":
        prescribing.void_prescription(prescription=patient.prescriptions.get(), reason="Wrong.", **who)
    elif code == "consents":
        signed = patient.consents.filter(consent="ketamine-treatment").get()
        intake.withdraw_consent(signature=signed, reason="No more.", **who)
    else:
        actions.answer_readiness(session=stage.session, code=code, value="yes", **who)


def test_what_is_settled_at_the_beginning_is_not_asked_again(running):
    dose(running)
    actions.answer_readiness(
        session=running.session, code="airway_kit", value="no", by=running.nurse, now=after(17)
    )
    readings(running, minute=18, point="+10")
    assert dose(running, minute=19, mg=D("5")).is_booster


def test_a_correction_of_a_given_dose_is_never_held(running):
    wrong = dose(running)
    declined(running, 12)
    readings(running, minute=13, point="", systolic=220, diastolic=130)
    right = dose(running, minute=14, mg=D("35"), supersedes=wrong, note="Stopped at their word.")
    assert queries.chart_of(running.session, after(15)).total_mg == right.mg == D("35")
    assert right.observed_at - wrong.observed_at == timedelta(minutes=4)
