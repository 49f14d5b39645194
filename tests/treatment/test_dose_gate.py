"""What was in place at the beginning is asked again before a dose."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest

from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.screening import actions as screening
from sojourn.treatment import queries
from sojourn.treatment.models import DoseGiven
from tests.factories import NOW
from tests.treatment.stage import after, dose, readings


def declined(stage, minute):
    """The provider takes the decision back."""
    screening.decide(
        patient=stage.patient,
        outcome="declined",
        reasons="An allergy came to light.",
        evaluated_on=NOW.date(),
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


def test_a_booster_waits_for_the_decision_and_for_a_pressure_below_the_stop(running):
    dose(running)
    readings(running, minute=18, point="+10", systolic=170, diastolic=98)
    assert dose(running, minute=19, mg=D("5")).is_booster
    readings(running, minute=20, point="+10", systolic=181, diastolic=98)
    with pytest.raises(Refused, match="181/98 is too high for another dose"):
        dose(running, minute=21, mg=D("5"))
    readings(running, minute=22, point="", systolic=150, diastolic=90, spo2=85)
    with pytest.raises(Refused, match="SpO₂ 85 %"):
        dose(running, minute=23, mg=D("5"))
    readings(running, minute=24, point="")
    declined(running, 25)
    with pytest.raises(Refused):
        dose(running, minute=26, mg=D("5"))


def test_a_correction_of_a_given_dose_is_never_held(running):
    wrong = dose(running)
    declined(running, 12)
    readings(running, minute=13, point="", systolic=220, diastolic=130)
    right = dose(running, minute=14, mg=D("35"), supersedes=wrong, note="Stopped at their word.")
    assert queries.chart_of(running.session, after(15)).total_mg == right.mg == D("35")
    assert right.observed_at - wrong.observed_at == timedelta(minutes=4)
