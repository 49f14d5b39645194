"""When a treatment cannot take place, whoever it concerns reads it at once: by hand, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import steps_clinic as clinic
from tests.journeys import steps_website as website
from tests.journeys.consequences import IN_THE_ROOM, TOMORROW, email_of
from tests.journeys.guest import PHONE, Guest
from tests.journeys.opening import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCENE = "tests.journeys.consequences"
"""A clinic with a session tomorrow and one going on."""
ASKED = ("will you be there", "nothing to eat", "last dose, by now", "takes you home")


def decides(doctor: Guest, outcome: str) -> None:
    clinic.opens_chart(doctor, TOMORROW, "plan/")
    sheet = clinic.unfolded(doctor, "decide")
    sheet.locator(f"[name=outcome][value={outcome}]").check()
    if outcome == "eligible":
        sheet.locator("[name=evaluated_on]").fill("2026-09-14")
    sheet.locator("[name=reasons]").fill("As we talked about.")
    doctor.press("Sign the decision", within=sheet)


def test_after_a_no_the_patient_is_asked_for_nothing_and_after_a_yes_for_all_of_it(
    doctor: Guest, window: Callable[..., Guest]
) -> None:
    patient = window(PHONE)
    website.signs_in(patient, email_of(TOMORROW), PASSWORD)
    patient.open("/portal/appointments/")
    patient.sees(*ASKED)
    decides(doctor, "declined")
    doctor.sees("keep or cancel the coming visits?")
    for page in ("/portal/", "/portal/appointments/"):
        patient.open(page)
        patient.does_not_see(*ASKED)
        patient.sees("on hold until we have spoken with you")
    patient.sees("keep taking your medicines as usual", "eat and drink as usual")
    doctor.open("/workspace/calendar/?day=2026-09-15")
    doctor.sees("on hold: no yes")
    decides(doctor, "eligible")
    patient.open("/portal/appointments/")
    patient.sees(*ASKED)
    patient.does_not_see("on hold")


def test_a_consent_taken_back_in_the_session_stops_it_and_is_seen_to(
    doctor: Guest, window: Callable[..., Guest]
) -> None:
    doctor.open("/workspace/sessions/")
    doctor.follow(IN_THE_ROOM, exact=False)
    doctor.does_not_see("consent taken back")
    patient = window(PHONE)
    website.signs_in(patient, email_of(IN_THE_ROOM), PASSWORD)
    patient.open("/portal/documents/")
    patient.leave_by(patient.page.locator("li a", has_text="ketamine treatment").first.click)
    patient.follow("Take it back")
    patient.fill(reason="I am afraid")
    patient.press("Take it back")
    doctor.page.get_by_text("Stop giving.").wait_for(timeout=20_000)
    doctor.sees("consent taken back at", "i am afraid")
    doctor.open("/workspace/inbox/")
    doctor.sees("consent taken back", "in the room now", "1 booked")
    doctor.leave_by(doctor.page.locator("#taken-back a").first.click)
    doctor.fill(text="Sat beside them; no further dose; their sister comes.")
    doctor.press("Keep what was done")
    doctor.sees("their sister comes", "seen to")
    doctor.open("/workspace/inbox/")
    doctor.does_not_see("i am afraid")


def test_a_prescription_is_taken_back_by_hand(doctor: Guest) -> None:
    clinic.opens_chart(doctor, TOMORROW, "plan/")
    doctor.leave_by(doctor.page.locator("a[href$='/take-back/']").first.click)
    doctor.fill(reason="Not needed any more.")
    doctor.press("Take it back")
    doctor.sees("so that it is not taken back by a slip")
    doctor.page.locator("[name=meant]").check()
    doctor.press("Take it back")
    doctor.sees("taken back today", "not needed any more")
    assert doctor.page.locator("a[href$='/take-back/']").count() == 0
