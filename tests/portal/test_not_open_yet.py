"""Why a visit is not open, in the portal: the patient's words, each once, and no word that stops a medicine."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from sojourn.core.decisions import Decision, Finding
from sojourn.faces.portal.visits.reasons import LOOK, MEDICINES, Reason, reasons_for_patient
from sojourn.intake import actions as intake
from sojourn.scheduling.models import Appointment
from tests.factories import NOW, a_user, the_clinic
from tests.portal.people import signed_in
from tests.stories import a_patient_with_a_plan, a_prescriber

STAFF_WORDS = ("Do not treat", "provider decides", "nurse decides", "Since the decision", "theophylline")


@pytest.mark.django_db
def test_staff_sentences_never_stand_in_the_portal(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    the_clinic()
    patient = a_patient_with_a_plan(a_prescriber().user)
    patient.user = a_user("patient", email=patient.email)
    patient.save()
    intake.add_medication(patient=patient, as_written="theophylline 300 mg", by=None, now=NOW)
    intake.confirm_list(patient=patient, by=None, now=NOW)
    browser, address = signed_in(patient), reverse("portal:appointments_book", args=["preparation"])
    session = reverse("portal:appointments_book", args=["session"])
    for answer in (browser.get(session), browser.post(session, {"time": "2026-03-10T17:00:00+00:00|x"})):
        page = html.unescape(answer.content.decode())
        if answer.status_code == 404:
            pytest.skip("sessions are booked by staff here")
        assert not any(each in page for each in STAFF_WORDS)
        assert "do not stop anything by yourself; we will speak with you" in page
    assert browser.get(address).status_code in (200, 404)
    assert not Appointment.objects.exists()


def test_each_reason_is_said_once() -> None:
    drug, other = (
        Finding(code=f"interaction:{name}", message=f"{name}: Do not treat.", owner="provider")
        for name in ("theophylline", "lamotrigine")
    )
    unknown = Finding(code="letter_not_cleared:7", message="Dr X answered “not cleared”.", owner="provider")
    unsigned = Finding(code="consent_missing", message="“Treatment” is not signed yet.")
    pressure = Finding(code="brain_pressure_not_answered", message="Staff words.", owner="provider")
    found = reasons_for_patient(Decision.of(drug, other, unknown, unsigned, pressure, pressure))
    assert found[:3] == (Reason(MEDICINES), Reason(LOOK), Reason("words", unsigned.message))
    assert [each.is_clinical for each in found[:3]] == [True, True, False]
    assert "Staff words." not in {each.words for each in found}
