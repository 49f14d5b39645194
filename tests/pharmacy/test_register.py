"""Vial to vein: the balance moves only with a line, and never below zero."""

from datetime import date
from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.models import CannotRewrite
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import RegisterEntry, Vial
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse():
    return a_user(Role.NURSE)


@pytest.fixture
def vial(nurse):
    return receive(nurse)


def receive(by, number="V-0412", **changes):
    facts = {"lot": "24K118", "strength_mg_per_ml": 100, "volume_ml": D("5"), "expires_on": date(2027, 3, 31)}
    return actions.receive_vial(number=number, by=by, now=NOW, **{**facts, **changes})


def test_receiving_a_vial_writes_its_first_line(vial):
    vial.refresh_from_db()
    line = vial.entries.get()
    assert vial.balance_mg == line.balance_mg == D("500")
    assert Event.objects.get(kind="register.received").subject_id == str(line.pk)


def test_the_same_vial_is_not_received_twice(vial, nurse):
    with pytest.raises(Refused, match="already in the register"):
        receive(nurse)


def test_a_receipt_sent_twice_counts_once(nurse):
    entry = uuid4()
    assert receive(nurse, entry_id=entry) == receive(nurse, entry_id=entry)
    assert RegisterEntry.objects.count() == 1


def test_the_front_desk_keeps_no_register():
    with pytest.raises(Refused, match="does not keep the register"):
        receive(a_user(Role.FRONT_DESK))


def test_a_dose_leaves_the_vial_and_names_the_patient(vial, nurse):
    patient = a_patient()
    line = actions.record_given(vial=vial, mg=D("40"), patient=patient, by=nurse, now=NOW)
    assert (line.mg, line.balance_mg, line.patient) == (D("-40"), D("460"), patient)
    assert queries.totals(queries.register()).given == D("40")


def test_a_vial_never_gives_more_than_it_holds(vial, nurse):
    with pytest.raises(Refused, match="holds 500 mg by the register"):
        actions.record_given(vial=vial, mg=D("500.1"), patient=a_patient(), by=nurse, now=NOW)


def test_the_database_itself_keeps_the_balance_above_zero(vial):
    with pytest.raises(IntegrityError), transaction.atomic():
        Vial.objects.filter(pk=vial.pk).update(balance_mg=-1)


def test_waste_is_seen_by_another(vial, nurse):
    other = a_user(Role.PROVIDER)
    line = actions.waste(vial=vial, mg=D("5"), reason="left in the syringe", by=nurse, witness=other, now=NOW)
    assert (line.witness, line.balance_mg) == (other, D("495"))
    with pytest.raises(Refused, match="second person"):
        actions.waste(vial=vial, mg=D("5"), reason="same", by=nurse, witness=nurse, now=NOW)


def test_the_database_wants_the_second_person_too(vial, nurse):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.create(
            vial=vial, kind="wasted", mg=-5, balance_mg=495, by=nurse, witness=nurse, at=NOW
        )


def test_a_count_that_differs_moves_the_balance_with_its_reason(vial, nurse):
    with pytest.raises(Refused, match="10 mg short"):
        actions.count(vial=vial, counted_mg=D("490"), by=nurse, now=NOW)
    line = actions.count(vial=vial, counted_mg=D("490"), reason="left in needles", by=nurse, now=NOW)
    assert (line.mg, line.balance_mg) == (D("-10"), D("490"))


def test_a_line_is_never_changed(vial):
    line = vial.entries.get()
    line.mg = 1
    with pytest.raises(CannotRewrite):
        line.save()


def test_own_medicine_is_custody_and_never_stock(nurse):
    patient, visit = a_patient(), uuid4()
    facts = {"patient": patient, "visit": visit, "by": nurse, "now": NOW}
    actions.take_into_custody(
        description="Troches 100 mg", quantity=D(4), unit="troches", label_matches=True, **facts
    )
    actions.use_own(quantity=D(2), **facts)
    actions.return_own(quantity=D(2), **facts)
    held = queries.custody_of(visit)
    assert (held.brought, held.used, held.returned, held.held) == (4, 2, 2, 0)
    assert not Vial.objects.exists()
    with pytest.raises(Refused, match="Only 0"):
        actions.use_own(quantity=D(1), **facts)


def test_medicine_that_was_not_checked_at_the_door_is_not_taken(nurse):
    with pytest.raises(Refused, match="checked at the door"):
        actions.use_own(visit=uuid4(), patient=a_patient(), quantity=D(1), by=nurse, now=NOW)
