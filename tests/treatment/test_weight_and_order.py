"""An order is milligrams for one weight: at another weight it is another dose, and the newest weight counts."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from sojourn.core.decisions import Refused
from sojourn.people import actions as people
from sojourn.prescribing import actions as prescribing
from sojourn.treatment.queries.readiness import readiness_before
from sojourn.treatment.rules.readiness import ReadinessPoint
from tests.treatment.stage import after, begun, dose


def weigh(stage: Any, kg: str, minute: float) -> None:
    people.note_weight(patient=stage.patient, kg=D(kg), by=stage.nurse, now=after(minute), confirmed=True)


def order(stage: Any, mg_per_kg: str, minute: float, reason: str = "") -> None:
    prescribing.order_dose(
        patient=stage.patient,
        mg_per_kg=D(mg_per_kg),
        strength_mg_per_ml=100,
        reason=reason,
        by=stage.provider,
        now=after(minute),
    )


def order_point(stage: Any, minute: float) -> ReadinessPoint:
    points = readiness_before(stage.appointment, after(minute))
    return next(each for each in points if each.code == "order")


def test_an_order_for_twice_the_weight_is_open_until_there_is_a_new_one(stage: Any) -> None:
    weigh(stage, "120", -50)
    order(stage, "1.4", -50)
    assert order_point(stage, -49).state == "met"
    weigh(stage, "60", -48)
    point = order_point(stage, -47)
    assert (point.state, point.may_override) == ("open", False)
    assert "written for 120 kg, and the latest weight is 60 kg" in point.sentence
    order(stage, "1.4", -46)
    assert order_point(stage, -45).state == "met"


def test_small_steps_add_up_from_the_weight_of_the_order(stage: Any) -> None:
    for minute, kg, state in ((-40, "73", "met"), (-39, "67.9", "open"), (-38, "80", "met")):
        weigh(stage, kg, minute)
        assert order_point(stage, minute + 0.5).state == state


def test_what_the_patient_tells_is_no_newer_weight(stage: Any) -> None:
    people.note_weight(
        patient=stage.patient, kg=D("60"), by=None, now=after(-40), source="told by the patient"
    )
    assert order_point(stage, -39).state == "met"


def test_no_dose_is_given_on_an_order_for_another_weight(stage: Any) -> None:
    begun(stage)
    weigh(stage, "60", 2)
    with pytest.raises(Refused, match="written for 80 kg, and the latest weight is 60 kg"):
        dose(stage)


def test_within_the_allowed_difference_the_limits_are_asked_by_the_newest_weight(stage: Any) -> None:
    order(stage, "1.4", -50)
    begun(stage)
    weigh(stage, "70", 2)
    with pytest.raises(Refused, match=r"1\.60 mg/kg, above 1\.5\. A second person checks"):
        dose(stage, mg=D("112"))
    given = dose(stage, mg=D("112"), checked_by=stage.other)
    assert given.mg_per_kg == D("1.60")
