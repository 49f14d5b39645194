"""Several prescriptions of one patient count together, and a fill waits until the one before it is used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection

from sojourn.content.dosing import EarlyFill
from sojourn.core.decisions import Refused
from sojourn.prescribing import actions
from sojourn.prescribing.models import Prescription
from sojourn.prescribing.rules import Dispensed, InForce, Standing, check_early, days_early, together
from tests.factories import NOW, a_user, the_clinic
from tests.stories import a_prescriber, a_prescription, an_eligible_patient

TODAY = date(2026, 3, 2)
LIMITS = EarlyFill(soft_days=3, hard_days=14)


def day(number: int) -> date:
    """So many days after today."""
    return TODAY + timedelta(days=number)


def a_standing(**changes: Any) -> Standing:
    return Standing(**{"issued_on": TODAY, "fill_mg": D(300), "days": 30, "fills_left": 3, **changes})


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ([], (0, 0, 0)),
        ([a_standing()], (300, 900, 30)),
        ([a_standing(), a_standing(fills_left=1)], (600, 1200, 60)),
        ([a_standing(fills_left=2, fills=(Dispensed(day(-10), 30),))], (300, 900, 20)),
        ([a_standing(fills_left=1, fills=(Dispensed(day(0), 30), Dispensed(day(0), 30)))], (600, 900, 60)),
        ([a_standing(fills_left=0, fills=(Dispensed(day(-29), 30),))], (300, 300, 1)),
        ([a_standing(fills_left=0, fills=(Dispensed(day(-30), 30),))], (0, 0, 0)),
        ([a_standing(days=0, fills_left=1, fill_mg=D(6000))], (6000, 6000, 0)),
    ],
)
def test_what_is_in_hand_and_what_is_still_to_come(
    standing: list[Standing], expected: tuple[int, int, int]
) -> None:
    found = together(standing, TODAY)
    assert (found.at_once_mg, found.all_fills_mg, found.days) == expected


def test_how_much_nobody_knows_is_named_while_it_counts() -> None:
    unknown = a_standing(fill_mg=None)
    assert together([unknown], TODAY) == InForce(days=30, unknown=(TODAY,))
    assert together([a_standing(fill_mg=None, fills_left=0)], TODAY) == InForce()


@pytest.mark.parametrize(
    ("before", "on", "early"),
    [
        ([], 0, 0),
        ([0], 30, 0),
        ([0], 29, 1),
        ([0], 0, 30),
        ([0, 0], 0, 60),
        ([0, 20], 60, 0),
        ([0, 20], 59, 1),
        ([0, 60], 31, 1),
        ([30], 0, 0),
        ([30], 1, 1),
    ],
)
def test_by_how_many_days_a_fill_comes_early_or_makes_a_later_one_so(
    before: list[int], on: int, early: int
) -> None:
    assert days_early([Dispensed(day(each), 30) for each in before], Dispensed(day(on), 30)) == early


@pytest.mark.parametrize(
    ("days", "reason", "by_prescriber", "allowed"),
    [
        (3, "", False, True),
        (4, "", False, False),
        (4, " ", True, False),
        (4, "Holiday.", False, True),
        (14, "Holiday.", False, True),
        (15, "Holiday.", False, False),
        (15, "", True, False),
        (15, "Holiday.", True, True),
    ],
)
def test_early_is_asked_why_and_much_too_early_is_a_prescribers(
    days: int, reason: str, by_prescriber: bool, allowed: bool
) -> None:
    decision = check_early(days=days, limits=LIMITS, reason=reason, by_prescriber=by_prescriber)
    assert decision.allowed is allowed
    assert {each.field for each in decision.blocking} <= {"reason"}


@pytest.fixture
def provider(db: None) -> Any:
    the_clinic()
    return a_prescriber().user


@pytest.fixture
def patient(provider: Any) -> Any:
    return an_eligible_patient(provider)


def prescribe(patient: Any, provider: Any, **changes: Any) -> Prescription:
    troches = {"setting": "pharmacy", "preparation": "troche-100", "quantity": 10, "refills": 2}
    facts = a_prescription(**{**troches, **changes})
    return actions.prescribe(patient=patient, by=provider, now=NOW, **facts)


def fill(prescription: Prescription, by: Any, on: date = TODAY, **told: Any) -> Any:
    at = NOW + (on - TODAY)
    return actions.record_fill(prescription=prescription, filled_on=on, by=by, now=at, **told)


def test_many_prescriptions_are_no_way_past_the_limits_of_one(patient: Any, provider: Any) -> None:
    first = prescribe(patient, provider)
    with pytest.raises(Refused, match="1000 mg, with the other prescriptions 2000 mg") as asked:
        prescribe(patient, provider)
    assert [each.field for each in asked.value.decision.blocking] == ["quantity_reason"]
    for _ in range(2):
        prescribe(patient, provider, quantity_reason="Lost on the way.")
    with pytest.raises(Refused, match="12000 mg, and the limit is 9000 mg.*take back a prescription"):
        prescribe(patient, provider, quantity_reason="Lost on the way.")
    actions.void_prescription(prescription=first, reason="Lost.", by=provider, now=NOW)
    assert prescribe(patient, provider, quantity_reason="Lost on the way.")


def test_what_was_dispensed_is_out_although_the_prescription_is_taken_back(
    patient: Any, provider: Any
) -> None:
    first = prescribe(patient, provider, refills=0)
    fill(first, provider)
    actions.void_prescription(prescription=first, reason="Not needed.", by=provider, now=NOW)
    with pytest.raises(Refused, match="with the other prescriptions 2000 mg"):
        prescribe(patient, provider, refills=0)


def test_one_of_an_unknown_amount_keeps_the_gate_closed(patient: Any, provider: Any) -> None:
    first = prescribe(patient, provider, quantity=1, refills=0, days_supply=1)
    kept = {each.name: getattr(first, each.name) for each in Prescription._meta.fields if each.name != "id"}
    of_old = Prescription.objects.create(**{**kept, "amount": None, "unit": ""})
    with pytest.raises(Refused, match="prescription of 2 March 2026 holds"):
        prescribe(patient, provider, quantity=1, refills=0, days_supply=1)
    actions.void_prescription(prescription=of_old, reason="Replaced.", by=provider, now=NOW)
    assert prescribe(patient, provider, quantity=1, refills=0, days_supply=1)


def test_six_months_are_not_filled_on_one_day(patient: Any, provider: Any) -> None:
    nurse, written = a_user("nurse"), prescribe(patient, provider, quantity=5, refills=5)
    fill(written, nurse)
    with pytest.raises(Refused, match="still lasts 30 days.*A provider looks into it"):
        fill(written, nurse, reason="They asked for it.")
    with pytest.raises(Refused, match="say why it was filled early") as asked:
        fill(written, provider)
    assert [each.field for each in asked.value.decision.blocking] == ["reason"]
    assert fill(written, provider, reason="A fire at home.").reason == "A fire at home."
    assert written.fills.count() == 2


def test_a_few_days_early_is_as_usual_and_more_is_said_why(patient: Any, provider: Any) -> None:
    nurse, written = a_user("nurse"), prescribe(patient, provider)
    fill(written, nurse)
    with pytest.raises(Refused, match="still lasts 4 days"):
        fill(written, nurse, day(26))
    assert fill(written, nurse, day(27)).reason == ""


def test_a_second_prescription_is_no_way_to_a_second_fill(patient: Any, provider: Any) -> None:
    fill(prescribe(patient, provider, quantity=5, refills=0), provider)
    other = prescribe(patient, provider, quantity=5, refills=0, quantity_reason="Two places.")
    with pytest.raises(Refused, match="still lasts 30 days"):
        fill(other, provider)


def test_a_corrected_day_is_held_against_the_other_fills(patient: Any, provider: Any) -> None:
    nurse, written = a_user("nurse"), prescribe(patient, provider)
    fill(written, nurse)
    second, at = fill(written, nurse, day(30)), NOW + timedelta(days=30)
    with pytest.raises(Refused, match="A provider looks into it"):
        actions.correct_fill(fill=second, filled_on=day(1), reason="Wrong day.", by=nurse, now=at)
    assert actions.correct_fill(fill=second, filled_on=day(28), reason="Wrong day.", by=nurse, now=at)


def test_two_written_at_one_moment_see_each_other(own_database: str) -> None:
    the_clinic()
    provider = a_prescriber().user
    patient = an_eligible_patient(provider)

    def write(_: int) -> str:
        try:
            return prescribe(patient, provider).unit
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pens:
        kept, refused = sorted(pens.map(write, range(2)), key=len)
    assert kept == "troche" and "with the other prescriptions 2000 mg" in refused
