"""A herb that a provider has ruled out is not named again where the day's dose of opioids is added up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from tests.factories import NOW, a_patient, the_clinic
from tests.stories import a_prescriber, seen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
WHO = {"by": None, "now": NOW}


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber().user


def said_of_the_opioid(patient):
    found = queries.find(patient, f"interaction:{patient.medications.earliest('at').pk}", today=NOW.date())
    return found.finding.message


def settle(patient, line, by, kind="ruled_out", **asked):
    code = f"interaction:{line.pk}"
    return actions.resolve_finding(
        patient=patient,
        code=code,
        kind=kind,
        reason="Chamomile: she brought the box.",
        seen=seen(patient, code),
        by=by,
        now=LATER,
        **asked,
    )


def test_ruled_out_it_is_named_no_more_until_its_line_changes(provider):
    patient = a_patient()
    intake.add_medication(patient=patient, as_written="oxycodone 5 mg twice a day", **WHO)
    herb = intake.add_medication(patient=patient, as_written="moonleaf tea", **{**WHO, "now": LATER})
    assert "Not counted: moonleaf tea." in said_of_the_opioid(patient)
    before = queries.screening_of(patient, today=NOW.date()).stands_on
    settle(patient, herb, provider)
    assert "Not counted" not in said_of_the_opioid(patient)
    assert queries.screening_of(patient, today=NOW.date()).stands_on == before
    intake.change_medication(medication=herb, dose="2 cups", by=None, now=LATER)
    assert "Not counted: moonleaf tea." in said_of_the_opioid(patient)


def test_asked_about_it_is_named_until_it_is_settled(provider):
    patient = a_patient()
    intake.add_medication(patient=patient, as_written="oxycodone 5 mg twice a day", **WHO)
    herb = intake.add_medication(patient=patient, as_written="moonleaf tea", **{**WHO, "now": LATER})
    due = {"asked_of": "Pharmacist", "due_on": date(2026, 12, 1)}
    settle(patient, herb, provider, "clearance", **due)
    assert "Not counted: moonleaf tea." in said_of_the_opioid(patient)
    settle(patient, herb, provider)
    assert "Not counted" not in said_of_the_opioid(patient)
