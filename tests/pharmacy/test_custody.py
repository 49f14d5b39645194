"""A patient's own medicine is custody: brought, used, taken home or destroyed by themselves; never stock."""

from decimal import Decimal as D
from uuid import uuid4

import pytest

from sojourn.core.decisions import Refused
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import SecondSignature, Vial
from tests.factories import NOW, a_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(nurse):
    facts = {"patient": a_patient(), "visit": uuid4(), "by": nurse, "now": NOW}
    actions.take_into_custody(
        description="Troches 100 mg", quantity=D(4), unit="troches", label_matches=True, **facts
    )
    return facts


def test_own_medicine_is_custody_and_never_stock(box):
    actions.use_own(quantity=D(2), **box)
    actions.return_own(quantity=D(2), **box)
    held = queries.custody_of(box["visit"])
    assert (held.brought, held.used, held.returned, held.held) == (4, 2, 2, 0)
    assert not Vial.objects.exists()
    with pytest.raises(Refused, match="Only 0"):
        actions.use_own(quantity=D(1), **box)


def test_a_corrected_dose_corrects_what_was_used(box):
    dose = uuid4()
    actions.use_own(quantity=D(3), dose=dose, **box)
    wrong = queries.used_for_dose(dose, box["visit"])
    actions.use_own(quantity=D(4), dose=uuid4(), instead_of=wrong, **box)
    held = queries.custody_of(box["visit"])
    assert (held.used, held.held) == (4, 0)
    assert queries.used_for_dose(dose, box["visit"]) is None


def test_what_is_spoilt_is_destroyed_by_the_patient_before_two_of_us(box, nurse, provider):
    with pytest.raises(Refused, match="what happened"):
        actions.destroy_own(quantity=D(1), note=" ", **box)
    line = actions.destroy_own(quantity=D(1), note="Fell to the floor", **box)
    assert queries.custody_of(box["visit"]).held == 3
    how = SecondSignature.How.AT_THE_TABLET
    with pytest.raises(Refused, match="somebody else"):
        actions.sign_own_medicine(line=line, how=how, by=nurse, now=NOW)
    actions.sign_own_medicine(line=line, how=how, by=provider, now=NOW)
    assert queries.destroyed_line(line.pk).signature.by == provider


def test_every_box_that_is_not_empty_is_found(box):
    assert [(each.patient, each.custody.held) for each in queries.held_now(NOW)] == [(box["patient"], 4)]
    actions.return_own(quantity=D(4), **box)
    assert queries.held_now(NOW) == []


def test_medicine_that_was_not_checked_at_the_door_is_not_taken(nurse):
    with pytest.raises(Refused, match="checked at the door"):
        actions.use_own(visit=uuid4(), patient=a_patient(), quantity=D(1), by=nurse, now=NOW)
