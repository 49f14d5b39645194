"""Slips of the hand and ways around: what the session room refuses even when the form is not the clinic's own."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from sojourn.accounts.roles import Role
from sojourn.billing.actions import finish_visit
from sojourn.core.decisions import Refused
from sojourn.people import actions as people
from sojourn.prescribing import actions as prescribing
from sojourn.prescribing.models import Prescription
from sojourn.treatment import actions, queries
from sojourn.treatment.queries.readiness import current_order
from tests.factories import NOW, a_patient, a_user
from tests.treatment.stage import after, checked_in, dose, readings

TODAY = NOW.date()


def test_a_count_of_own_medicine_is_no_way_past_order_and_limits(running):
    with pytest.raises(Refused, match="Own medicine is for groups"):
        dose(running, mg=D("300"), own_quantity=D("1"))
    running.vial.refresh_from_db()
    assert running.vial.balance_mg == D("500")


def test_many_small_boosters_are_no_way_past_the_ordered_one(running):
    dose(running)
    readings(running, minute=19, point="+10")
    dose(running, minute=20, mg=D("20"))
    readings(running, minute=29, point="2:+10")
    with pytest.raises(Refused, match="allows 60 mg in all"):
        dose(running, minute=30, mg=D("10"))


def test_the_first_dose_is_corrected_by_the_order_also_after_a_booster(running):
    first = dose(running)
    readings(running, minute=19, point="+10")
    dose(running, minute=20, mg=D("10"))
    right = dose(running, minute=21, mg=D("38"), supersedes=first, note="Two were left in the syringe.")
    assert not right.is_booster
    assert queries.chart_of(running.session, after(22)).total_mg == D("48")


def test_a_dose_is_not_dated_back_to_before_the_beginning(running):
    with pytest.raises(Refused, match="before the session began"):
        dose(running, observed_at=after(-8), now=after(5))


@pytest.mark.parametrize("phase", ["", "flying", "discharged"])
def test_a_phase_nobody_knows_is_refused_with_a_sentence(running, phase):
    with pytest.raises(Refused, match="does not come after"):
        actions.move_phase(session=running.session, phase=phase, by=running.nurse, now=after(5))


def test_the_front_desk_answers_its_own_points_alone(stage):
    checked_in(stage)
    desk = a_user(Role.FRONT_DESK)
    facts = {"session": stage.session, "by": desk, "now": after(-5)}
    actions.answer_readiness(code="identity", value="yes", **facts)
    for code, value in (("airway_kit", "yes"), ("substances", "no"), ("pregnancy", "negative")):
        with pytest.raises(Refused, match="chart in the session room"):
            actions.answer_readiness(code=code, value=value, **facts)


@pytest.mark.parametrize("kg", ["NaN", "Infinity", "1e309", "-80", "19.9", "401"])
def test_a_weight_nobody_has_is_refused(running, kg):
    with pytest.raises(Refused, match="cannot be right"):
        people.note_weight(patient=running.patient, kg=D(kg), by=running.nurse, now=after(1))


def test_an_order_ends_with_its_prescription_and_no_older_one_steps_in(stage):
    patient = stage.patient
    newest = patient.dose_orders.first()
    assert current_order(patient, TODAY) == newest
    assert current_order(patient, newest.prescription.expires_on + timedelta(days=1)) is None
    later = NOW + timedelta(minutes=5)
    old = newest.prescription
    second = prescribing.prescribe(
        patient=patient,
        setting=old.setting,
        preparation="vial-100",
        quantity=1,
        directions=old.directions,
        refills=0,
        issued_on=TODAY,
        pdmp_checked_at=NOW,
        pdmp_finding="Nothing.",
        seen_on=TODAY,
        visits={TODAY},
        by=stage.provider,
        now=later,
    )
    prescribing.order_dose(
        patient=patient, mg_per_kg=D("0.25"), strength_mg_per_ml=100, by=stage.provider, now=later
    )
    prescribing.void_prescription(prescription=second, reason="Too early.", by=stage.provider, now=later)
    assert current_order(patient, TODAY) is None
    assert Prescription.objects.count() == 2


def test_a_list_nobody_spoke_of_keeps_the_gate_closed(stage):
    somebody = a_patient(birth_date=date(1980, 1, 1))
    stage.appointment.patient = somebody
    points = {each.code: each.state for each in queries.readiness_before(stage.appointment, after(-30))}
    assert (points["interactions"], points["holds"]) == ("unknown", "unknown")


def test_a_session_is_not_finished_at_the_desk_while_somebody_is_in_it(running):
    dose(running)
    readings(running, minute=20, point="+10")
    with pytest.raises(Refused, match="have not gone home"):
        finish_visit(appointment=running.appointment, by=running.nurse, now=after(30))
    running.appointment.refresh_from_db()
    assert running.appointment.state == "in_room"
