"""A fill written down wrongly: a row that says why supersedes it, and only what stands counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.prescribing import actions
from sojourn.prescribing.models import PrescriptionFill
from sojourn.prescribing.queries import standing
from tests.factories import NOW, a_user, the_clinic
from tests.stories import a_prescriber, a_prescription, an_eligible_patient

TODAY = date(2026, 3, 2)
EARLIER = date(2026, 3, 1)


@pytest.fixture
def nurse(db):
    the_clinic()
    return a_user("nurse")


@pytest.fixture
def prescription(nurse):
    provider = a_prescriber().user
    facts = {"setting": "pharmacy", "preparation": "troche-50", "quantity": 6, "refills": 2, "days_supply": 1}
    return actions.prescribe(
        patient=an_eligible_patient(provider), by=provider, now=NOW, **a_prescription(**facts)
    )


def fill(prescription, nurse, **more):
    return actions.record_fill(prescription=prescription, filled_on=TODAY, by=nurse, now=NOW, **more)


def correct(wrong, nurse, **changes):
    told = {"filled_on": TODAY, "pharmacy": "Hill Pharmacy", "reason": "Another patient’s.", **changes}
    return actions.correct_fill(fill=wrong, by=nurse, now=NOW + timedelta(minutes=5), **told)


def now_standing(prescription):
    return [(each.number, each.pharmacy) for each in standing(prescription.fills.all())]


def test_a_correction_takes_the_place_of_the_wrong_row_and_keeps_it(prescription, nurse):
    wrong = fill(prescription, nurse, pharmacy="Dale Pharmacy")
    right = correct(wrong, nurse)
    assert now_standing(prescription) == [(0, "Hill Pharmacy")]
    assert right.supersedes == wrong and prescription.fills.count() == 2
    event = Event.objects.filter(kind="prescription.fill_corrected").get()
    assert "first fill corrected" in event.sentence and event.reason == "Another patient’s."


def test_a_fill_taken_back_can_be_filled_again_and_refills_count_from_what_stands(prescription, nurse):
    fills = [fill(prescription, nurse, pharmacy=name) for name in "ABC"]
    with pytest.raises(Refused, match="No refills are left"):
        fill(prescription, nurse)
    correct(fills[1], nurse, withdrawn=True)
    assert now_standing(prescription) == [(0, "A"), (2, "C")]
    assert fill(prescription, nurse, pharmacy="D").number == 1
    assert now_standing(prescription) == [(0, "A"), (1, "D"), (2, "C")]
    with pytest.raises(Refused, match="No refills are left"):
        fill(prescription, nurse)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Say what was wrong"),
        ({"filled_on": date(2026, 3, 3)}, "in the future"),
        ({"filled_on": EARLIER}, "not issued yet"),
    ],
)
def test_a_correction_says_why_and_fits_the_prescription(prescription, nurse, changes, sentence):
    wrong = fill(prescription, nurse)
    with pytest.raises(Refused, match=sentence):
        correct(wrong, nurse, **changes)
    assert prescription.fills.count() == 1


def test_what_was_corrected_or_taken_back_is_corrected_once(prescription, nurse):
    wrong = fill(prescription, nurse)
    gone = correct(wrong, nurse, withdrawn=True)
    for again in (wrong, gone):
        with pytest.raises(Refused, match="corrected already"):
            correct(again, nurse)


def test_the_desk_corrects_nothing_and_a_form_sent_twice_counts_once(prescription, nurse):
    wrong, sent = fill(prescription, nurse), new_id()
    with pytest.raises(Refused, match="provider or a nurse"):
        correct(wrong, a_user("front_desk"))
    assert correct(wrong, nurse, client_id=sent) == correct(wrong, nurse, client_id=sent)


def test_a_fill_on_a_void_prescription_is_still_corrected(prescription, nurse):
    wrong, provider = fill(prescription, nurse), a_prescriber().user
    actions.void_prescription(prescription=prescription, reason="Lost.", by=provider, now=NOW)
    assert correct(wrong, nurse, withdrawn=True).withdrawn


@pytest.mark.parametrize("changes", [{"number": 0}, {"number": 1, "withdrawn": True}])
def test_the_database_refuses_a_number_twice_and_a_withdrawal_of_nothing(prescription, nurse, changes):
    fill(prescription, nurse)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrescriptionFill.objects.create(
            prescription=prescription, filled_on=TODAY, by=nurse, at=NOW, **changes
        )
