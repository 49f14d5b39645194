"""A dose in the chart is a line of the register, or of the patient's own box; a corrected dose corrects it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from uuid import uuid4

import pytest

from sojourn.core.decisions import Refused
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy import queries as register
from sojourn.pharmacy.models import RegisterEntry, Vial
from tests.factories import a_vial
from tests.treatment.stage import a_stage, after, begun, dose

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db, time_machine):
    time_machine.move_to(after(0), tick=False)
    stage = a_stage()
    begun(stage)
    return stage


def balance(vial):
    return Vial.objects.get(pk=vial.pk).balance_mg


def test_the_line_names_its_dose_and_when_it_was_given(stage):
    given = dose(stage, minute=10, now=after(30))
    line = RegisterEntry.objects.get(kind="given")
    assert (line.dose, line.patient, line.by) == (given.pk, stage.patient, stage.nurse)
    assert (line.when, line.at) == (after(10), after(30)), "a tablet may send later"


def test_the_same_dose_sent_twice_leaves_the_vial_once(stage):
    entry = uuid4()
    assert dose(stage, entry_id=entry) == dose(stage, entry_id=entry)
    assert balance(stage.vial) == D(460)


def test_a_corrected_dose_takes_back_its_line_and_writes_another(stage):
    wrong = dose(stage)
    right = dose(stage, minute=11, mg=D(35), supersedes=wrong, note="Read the syringe again.")
    lines = RegisterEntry.objects.filter(kind="given").order_by("number")
    assert [(each.dose, each.mg, each.balance_mg) for each in lines] == [
        (wrong.pk, -40, 460),
        (wrong.pk, 40, 500),
        (right.pk, -35, 465),
    ]
    assert lines[1].reverses == lines[0]
    assert balance(stage.vial) == D(465)


def test_a_dose_from_another_vial_gives_back_to_the_first(stage):
    wrong, other = dose(stage), a_vial(stage.nurse, "V-0413")
    dose(stage, minute=11, vial=other, supersedes=wrong, note="It was the other vial.")
    assert (balance(stage.vial), balance(other)) == (D(500), D(460))


def test_a_correction_is_corrected_once_more(stage):
    first = dose(stage)
    second = dose(stage, minute=11, mg=D(35), supersedes=first, note="Read again.")
    dose(stage, minute=12, mg=D(30), supersedes=second, note="Read once more.")
    assert balance(stage.vial) == D(470)


def test_a_correction_that_the_vial_cannot_hold_changes_nothing(stage):
    wrong = dose(stage)
    small = a_vial(stage.nurse, "V-S", volume_ml=D("0.3"))
    with pytest.raises(Refused, match="holds 30 mg"):
        dose(stage, minute=11, vial=small, supersedes=wrong, note="It was the other vial.")
    assert balance(stage.vial) == D(460)


def test_of_doses_from_before_lines_named_them_the_last_that_fits_is_taken_back(stage):
    facts = {"vial": stage.vial, "mg": D(40), "patient": stage.patient, "by": stage.nurse, "now": after(9)}
    old = pharmacy.record_given(**facts)
    found = register.line_of_dose(uuid4(), vial=stage.vial, mg=D(40))
    assert found == old
    assert register.line_of_dose(uuid4(), vial=stage.vial, mg=D(35)) is None


def test_an_expired_vial_is_not_drawn_from(stage):
    old = a_vial(stage.nurse, "V-OLD", expires_on=after(0).date())
    tomorrow = after(0) + timedelta(days=1)
    with pytest.raises(Refused, match="Set it aside"):
        pharmacy.record_given(vial=old, mg=D(40), patient=stage.patient, by=stage.nurse, now=tomorrow)
