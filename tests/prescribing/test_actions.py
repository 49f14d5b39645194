"""Plan, prescription and order: each written by a provider, for somebody eligible, inside the limits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from sojourn.clinic.models import StaffMember
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.prescribing import actions, queries
from sojourn.prescribing.models import PrescriptionFill
from sojourn.screening import actions as screening
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.stories import (
    a_patient_with_a_plan,
    a_prescriber,
    a_prescription,
    all_seen,
    an_eligible_patient,
)

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


def test_a_revision_answers_a_session_and_names_its_route_and_reviews(provider):
    patient, session = an_eligible_patient(provider), new_id()
    plan = {"patient": patient, "by": provider, "now": NOW}
    actions.write_plan(kind="single", sessions=1, reason="To begin with.", **plan)
    after = {"after_session": session, "route": "SL", "review_after": [4, 1]}
    revision = actions.write_plan(
        kind="series", sessions=4, reason="Slept through for once.", **after, **plan
    )
    stored = queries.current_plan(patient)
    assert stored == revision and stored.after_session == session
    assert (stored.route, stored.review_after) == ("SL", [1, 4])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "single", "sessions": 6}, "sessions"),
        ({"per_week": 3}, "per_week"),
        ({"route": "IV"}, "route"),
        ({"review_after": [9]}, "review_after"),
        ({"reason": " "}, "reason"),
    ],
)
def test_an_impossible_plan_is_refused_beside_its_field(provider, change, field):
    facts = {"kind": "series", "sessions": 4, "reason": "To begin with.", **change}
    patient = an_eligible_patient(provider)
    with pytest.raises(Refused) as refused:
        actions.write_plan(patient=patient, by=provider, now=NOW, **facts)
    assert [each.field for each in refused.value.decision.blocking] == [field]
    assert queries.current_plan(patient) is None


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


def test_a_prescription_names_what_the_library_knows_and_who_saw_the_patient(provider):
    patient = an_eligible_patient(provider)
    facts = a_prescription(quantity=2, seen_on=date(2026, 2, 27))
    prescription = actions.prescribe(patient=patient, by=provider, now=NOW, **facts)
    named = (prescription.drug, prescription.strength, prescription.form, prescription.quantity)
    assert named == ("Ketamine hydrochloride", "100 mg/mL", "solution for injection", "2 vials of 5 mL")
    assert (prescription.amount, prescription.unit) == (2, "vial of 5 mL")
    assert (prescription.seen_on, prescription.seen_by) == (date(2026, 2, 27), provider.staff.signature)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"refills": 6}, "refills"),
        ({"issued_on": date(2026, 3, 1)}, "day it is signed"),
        ({"pdmp_finding": " "}, "monitoring"),
        ({"pdmp_checked_at": NOW - timedelta(days=365)}, "older than 7 days"),
        ({"pdmp_checked_at": NOW + timedelta(minutes=1)}, "in the future"),
        ({"directions": ""}, "irections"),
        ({"preparation": "Sugar"}, "from the list"),
        ({"quantity": 0}, "whole number"),
        ({"seen_on": None}, "seen in person"),
        ({"seen_on": date(2026, 3, 3)}, "in the future"),
    ],
)
def test_an_incomplete_prescription_is_refused_with_the_reason(provider, change, why):
    patient = an_eligible_patient(provider)
    with pytest.raises(Refused, match=why):
        actions.prescribe(patient=patient, by=provider, now=NOW, **a_prescription(**change))
    assert not patient.prescriptions.exists()


@pytest.mark.parametrize(
    ("number", "why"),
    [({"dea_number": "AB1234564"}, "DEA"), ({"npi": "1234567890"}, "NPI"), ({"npi": ""}, "NPI")],
)
def test_a_prescription_needs_numbers_that_pass_their_check(provider, number, why):
    patient = an_eligible_patient(provider)
    other = a_prescriber()
    StaffMember.objects.filter(pk=other.pk).update(**number)
    with pytest.raises(Refused, match=why):
        actions.prescribe(patient=patient, by=other.user, now=NOW, **a_prescription())


def test_a_paper_stays_as_it_was_when_people_move_and_change_their_names(provider):
    patient = a_patient_with_a_plan(provider)
    before = patient.legal_name, patient.address, provider.staff.signature
    people.update_details(patient=patient, last_name="Other", address="Elsewhere", by=provider, now=NOW)
    StaffMember.objects.filter(user=provider).update(display_name="Dr Other", npi="", dea_number="")
    kept = patient.prescriptions.get()
    assert (kept.patient_name, kept.patient_address, kept.prescriber_name) == before
    assert kept.patient_birth_date == patient.birth_date
    assert kept.prescriber_address
    assert (kept.dea_number, kept.npi) == ("AB1234563", "1234567893")


def test_a_prescription_runs_six_months_and_stops_when_voided(provider):
    patient = a_patient_with_a_plan(provider)
    (prescription,) = queries.in_office_on(patient, TODAY)
    assert prescription.expires_on == date(2026, 9, 2)
    assert queries.in_office_on(patient, date(2026, 9, 2))
    assert not queries.in_office_on(patient, date(2026, 9, 3))
    actions.void_prescription(prescription=prescription, reason="Wrong strength.", by=provider, now=NOW)
    assert not queries.in_office_on(patient, TODAY)


def _dispensed(provider, **changes):
    patient = an_eligible_patient(provider)
    facts = {"setting": "pharmacy", "preparation": "troche-50", "quantity": 6, "refills": 5, **changes}
    return actions.prescribe(patient=patient, by=provider, now=NOW, **a_prescription(**facts))


def _fill(prescription, on, by, **more):
    noon = datetime(on.year, on.month, on.day, 20, tzinfo=NOW.tzinfo)
    return actions.record_fill(prescription=prescription, filled_on=on, by=by, now=noon, **more)


def test_a_prescription_is_filled_once_and_refilled_five_times(provider):
    prescription, nurse = _dispensed(provider), a_user("nurse")
    months = [TODAY + timedelta(days=30 * each) for each in range(6)]
    numbers = [_fill(prescription, on, nurse, pharmacy="Hill Pharmacy").number for on in months]
    assert numbers == [0, 1, 2, 3, 4, 5]
    with pytest.raises(Refused, match="No refills are left"):
        _fill(prescription, months[-1], nurse)
    with pytest.raises(Refused, match="provider or a nurse"):
        _fill(prescription, TODAY, a_user("front_desk"))


def test_a_fill_on_the_last_day_of_six_months_counts_and_the_day_after_is_too_late(provider):
    prescription = _dispensed(provider)
    _fill(prescription, date(2026, 9, 2), provider)
    with pytest.raises(Refused, match="until 2 September 2026"):
        _fill(prescription, date(2026, 9, 3), provider)
    with pytest.raises(Refused, match="not issued yet"):
        _fill(prescription, date(2026, 3, 1), provider)


def test_a_fill_sent_twice_is_one(provider):
    prescription, fill = _dispensed(provider), new_id()
    assert _fill(prescription, TODAY, provider, client_id=fill) == _fill(
        prescription, TODAY, provider, client_id=fill
    )
    assert PrescriptionFill.objects.count() == 1


def test_nothing_is_filled_from_stock_nor_on_a_void_prescription_nor_tomorrow(provider):
    prescription = _dispensed(provider)
    with pytest.raises(Refused, match="in the future"):
        actions.record_fill(
            prescription=prescription, filled_on=TODAY + timedelta(days=1), by=provider, now=NOW
        )
    actions.void_prescription(prescription=prescription, reason="Lost.", by=provider, now=NOW)
    with pytest.raises(Refused, match="void"):
        _fill(prescription, TODAY, provider)
    with pytest.raises(Refused, match="register"):
        _fill(_dispensed(provider, setting="office", preparation="vial-100", refills=0), TODAY, provider)


def _order(patient, provider, *, days=0, **changes):
    facts = {"mg_per_kg": Decimal("0.75"), "strength_mg_per_ml": 100, **changes}
    return actions.order_dose(patient=patient, by=provider, now=NOW + timedelta(days=days, hours=1), **facts)


@pytest.mark.parametrize(("strength", "ml"), [(100, "0.60"), (50, "1.20")])
def test_an_order_says_mg_ml_and_mg_per_kg_with_the_weighing(provider, strength, ml):
    patient = a_patient_with_a_plan(provider)
    actions.prescribe(patient=patient, by=provider, now=NOW, **a_prescription(preparation=f"vial-{strength}"))
    weighed = people.note_weight(patient=patient, kg=80, by=provider, now=NOW + timedelta(minutes=5))
    order = _order(patient, provider, strength_mg_per_ml=strength)
    assert (order.mg, order.ml, order.weight_kg) == (Decimal(60), Decimal(ml), Decimal(80))
    assert order.weighed_at == weighed.measured_at


def test_an_order_draws_on_the_vials_its_prescription_names(provider):
    patient = a_patient_with_a_plan(provider)
    with pytest.raises(Refused, match="prescription is for 100 mg/mL, and this order for 50 mg/mL"):
        _order(patient, provider, strength_mg_per_ml=50)
    at_home = a_prescription(setting="pharmacy", preparation="troche-50", quantity=6)
    actions.prescribe(patient=patient, by=provider, now=NOW + timedelta(minutes=1), **at_home)
    assert _order(patient, provider).prescription.setting == "office"


def test_what_a_pharmacy_dispenses_is_nothing_to_order_from(provider):
    patient = an_eligible_patient(provider)
    people.note_weight(patient=patient, kg=80, by=provider, now=NOW)
    at_home = a_prescription(setting="pharmacy", preparation="troche-50", quantity=6)
    actions.prescribe(patient=patient, by=provider, now=NOW, **at_home)
    with pytest.raises(Refused, match="no valid prescription to give from stock"):
        _order(patient, provider)


def test_no_dose_rests_on_a_weight_the_patient_told(provider):
    patient = an_eligible_patient(provider)
    actions.prescribe(patient=patient, by=provider, now=NOW, **a_prescription())
    with pytest.raises(Refused, match="what the patient told"):
        _order(patient, provider)
    people.note_weight(patient=patient, kg=80, by=provider, now=NOW)
    people.note_weight(
        patient=patient, kg=90, by=None, now=NOW + timedelta(minutes=5), source="told by the patient"
    )
    assert _order(patient, provider).weight_kg == Decimal(80)


def test_a_weight_counts_for_the_packs_days_and_then_they_are_weighed_again(provider):
    patient = a_patient_with_a_plan(provider)
    assert _order(patient, provider, days=30)
    with pytest.raises(Refused, match="31 days old.*weighs them again"):
        _order(patient, provider, days=31)


@pytest.mark.parametrize(
    ("outcome", "why"), [("declined", "decision is “declined”"), ("not_now", "decision is “not now”")]
)
def test_no_dose_is_ordered_for_somebody_who_is_not_to_be_treated(provider, outcome, why):
    patient = a_patient_with_a_plan(provider)
    screening.decide(
        patient=patient,
        outcome=outcome,
        reasons="Told of psychosis.",
        seen=all_seen(patient),
        by=provider,
        now=NOW,
    )
    with pytest.raises(Refused, match=why):
        _order(patient, provider)


def test_no_dose_is_ordered_for_somebody_nobody_decided_about(provider):
    patient = a_patient()
    people.note_weight(patient=patient, kg=80, by=provider, now=NOW)
    with pytest.raises(Refused, match="No provider has decided"):
        _order(patient, provider)


def test_no_dose_is_ordered_after_what_the_decision_stood_on_has_changed(provider):
    patient = a_patient_with_a_plan(provider)
    intake.add_medication(patient=patient, as_written="Nardil 45 mg", by=None, now=NOW)
    with pytest.raises(Refused, match="Since the decision. New on the list: Nardil 45 mg"):
        _order(patient, provider)


@pytest.mark.parametrize(
    ("mg_per_kg", "booster", "why"),
    [
        (Decimal("2.1"), Decimal(0), "2 mg/kg"),
        (Decimal("2.1"), Decimal(0), "No order is taken above it"),
        (Decimal("1.9"), Decimal("20"), "2 mg/kg"),
        (Decimal("1.6"), Decimal(0), "above 1.5 mg/kg. Write why"),
        (Decimal("0.01"), Decimal(0), "below 0.1 mg/kg. Is the decimal point where"),
        (Decimal("-1"), Decimal(0), "above zero"),
    ],
)
def test_a_dose_beyond_the_limits_is_refused(provider, mg_per_kg, booster, why):
    patient = a_patient_with_a_plan(provider)
    with pytest.raises(Refused, match=why):
        _order(patient, provider, mg_per_kg=mg_per_kg, booster_mg=booster)
