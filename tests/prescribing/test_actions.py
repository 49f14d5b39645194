"""Plan, prescription and order: each written by a provider, for somebody eligible, inside the limits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from sojourn.core.decisions import Refused
from sojourn.prescribing import actions, queries
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.stories import a_patient_with_a_plan, a_prescriber, a_prescription, an_eligible_patient

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber().user


def test_a_plan_is_changed_by_a_further_revision(provider):
    patient = a_patient_with_a_plan(provider)
    actions.write_plan(
        patient=patient, kind="series", sessions=6, reason="Good response so far.", by=provider, now=NOW
    )
    assert [(each.number, each.sessions) for each in queries.plan_history(patient)] == [(2, 6), (1, 4)]


def test_no_plan_for_somebody_nobody_decided_about(provider):
    with pytest.raises(Refused, match="decided"):
        actions.write_plan(
            patient=a_patient(), kind="single", sessions=1, reason="Try.", by=provider, now=NOW
        )


def test_a_nurse_writes_no_plan(provider):
    patient = an_eligible_patient(provider)
    with pytest.raises(Refused, match="provider"):
        actions.write_plan(
            patient=patient, kind="single", sessions=1, reason="Try.", by=a_user("nurse"), now=NOW
        )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"refills": 6}, "refills"),
        ({"issued_on": date(2026, 3, 1)}, "day it is signed"),
        ({"pdmp_finding": " "}, "monitoring"),
        ({"directions": ""}, "irections"),
    ],
)
def test_an_incomplete_prescription_is_refused_with_the_reason(provider, change, why):
    patient = an_eligible_patient(provider)
    with pytest.raises(Refused, match=why):
        actions.prescribe(patient=patient, by=provider, now=NOW, **a_prescription(**change))


def test_a_prescription_needs_a_valid_dea_number(provider):
    patient = an_eligible_patient(provider)
    other = a_prescriber(dea_number="AB1234564")
    with pytest.raises(Refused, match="DEA"):
        actions.prescribe(patient=patient, by=other.user, now=NOW, **a_prescription())


def test_a_prescription_runs_six_months_and_stops_when_voided(provider):
    patient = a_patient_with_a_plan(provider)
    prescription = queries.valid_prescription(patient, TODAY)
    assert prescription.expires_on == date(2026, 9, 2)
    assert queries.valid_prescription(patient, date(2026, 9, 2))
    assert queries.valid_prescription(patient, date(2026, 9, 3)) is None
    actions.void_prescription(prescription=prescription, reason="Wrong strength.", by=provider, now=NOW)
    assert queries.valid_prescription(patient, TODAY) is None


def test_an_order_says_mg_ml_and_mg_per_kg(provider):
    patient = a_patient_with_a_plan(provider)
    order = queries.latest_order(patient)
    assert order.mg == Decimal("39.9")
    assert order.ml == Decimal("0.40")


@pytest.mark.parametrize(
    ("mg_per_kg", "booster", "why"),
    [
        (Decimal("2.1"), Decimal(0), "2 mg/kg"),
        (Decimal("1.9"), Decimal("20"), "2 mg/kg"),
        (Decimal("1.6"), Decimal(0), "usual range"),
        (Decimal("-1"), Decimal(0), "above zero"),
    ],
)
def test_a_dose_beyond_the_limits_is_refused(provider, mg_per_kg, booster, why):
    patient = a_patient_with_a_plan(provider)
    with pytest.raises(Refused, match=why):
        actions.order_dose(
            patient=patient,
            mg_per_kg=mg_per_kg,
            booster_mg=booster,
            strength_mg_per_ml=100,
            by=provider,
            now=NOW + timedelta(hours=1),
        )
