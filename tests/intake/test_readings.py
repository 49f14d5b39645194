"""Readings and labs before a decision: kept as they are, refused when impossible, counted while they are fresh."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake.actions import record_readings
from sojourn.intake.models import Reading
from sojourn.intake.reading_rules import counts
from sojourn.screening import queries as screening
from tests.factories import NOW, a_patient, a_user
from tests.stories import fill_intake

KINDS = content.library().readings.by_code
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("case", content.library().readings.cases, ids=lambda case: case.name)
def test_the_librarys_worked_cases(case):
    taken_on = TODAY - timedelta(days=case.days)
    assert counts(KINDS[case.code], case.value, taken_on=taken_on, today=TODAY) is case.counts


def record(patient, by, taken_at=NOW, source="Measured here", client_id=None, **values):
    return record_readings(
        patient=patient,
        values=values,
        taken_at=taken_at,
        source=source,
        client_id=client_id or new_id(),
        by=by,
        now=NOW,
    )


def open_codes(patient, today=None):
    found = screening.screening_of(patient, today=today or NOW.date())
    return {each.finding.code for each in found.open_findings}


@pytest.mark.django_db
def test_a_very_high_pressure_stops_until_a_better_one_is_measured():
    patient, nurse = a_patient(), a_user("nurse")
    fill_intake(patient)
    record(patient, nurse, systolic="184", diastolic="96", taken_at=NOW - timedelta(hours=2))
    assert "blood_pressure_very_high" in open_codes(patient)
    record(patient, nurse, systolic="128", diastolic="82")
    assert not {"blood_pressure_very_high", "hypertension_uncontrolled"} & open_codes(patient)


@pytest.mark.django_db
def test_a_positive_test_stops_whatever_the_form_says():
    patient = a_patient()
    fill_intake(patient)
    record(patient, a_user("nurse"), pregnancy_test="positive")
    assert "pregnancy" in open_codes(patient)


@pytest.mark.django_db
def test_raised_liver_values_are_for_the_provider_and_grow_old():
    patient = a_patient()
    fill_intake(patient)
    record(patient, a_user("nurse"), alt="240")
    assert "liver_values" in open_codes(patient)
    assert "liver_values" not in open_codes(patient, today=NOW.date() + timedelta(days=400))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"heart_rate": "99999"}, "between 20 and 250"),
        ({"systolic": "high"}, "between 40 and 300"),
        ({"pregnancy_test": "maybe"}, "one of: negative, positive"),
        ({"shoe_size": "44"}, "no reading called"),
        ({}, "at least one"),
        ({"alt": "30", "taken_at": NOW + timedelta(days=1)}, "future"),
        ({"alt": "30", "source": "  "}, "where it comes from"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(Refused, match=sentence):
        record(a_patient(), a_user("nurse"), **changes)
    assert not Reading.objects.exists()


@pytest.mark.django_db
def test_the_same_form_twice_is_kept_once():
    patient, nurse, form = a_patient(), a_user("nurse"), new_id()
    record(patient, nurse, client_id=form, systolic="120", diastolic="80")
    record(patient, nurse, client_id=form, systolic="120", diastolic="80")
    assert patient.readings.count() == 2


@pytest.mark.django_db
def test_the_database_refuses_a_reading_of_tomorrow():
    reading = Reading(
        patient=a_patient(), batch=new_id(), kind="alt", value="30", source="Report", at=NOW, by=None
    )
    reading.taken_at = NOW + timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        reading.save()


@pytest.mark.django_db
def test_a_nurse_writes_them_into_the_chart_and_typing_survives_a_refusal():
    patient, client = a_patient(), Client()
    client.force_login(a_user("nurse"))
    page = reverse("workspace:chart_readings", args=[patient.pk])
    typed = {"taken_at": "2026-01-05T09:00", "source": "Measured here", "systolic": "999", "diastolic": "80"}
    answer = client.post(page, typed)
    assert answer.status_code == 422 and "between 40 and 300" in answer.content.decode()
    assert 'value="999"' in answer.content.decode()
    assert client.post(page, {**typed, "systolic": "132"}).status_code == 302
    assert {each.kind: each.value for each in patient.readings.all()} == {
        "systolic": "132",
        "diastolic": "80",
    }
    assert "132" in client.get(reverse("workspace:chart_intake", args=[patient.pk])).content.decode()
