"""An answer that was lost on its way, and two devices with the same form: nothing is swallowed, nothing taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.journeys import steps_clinic as clinic
from tests.journeys import steps_website as website
from tests.journeys.guest import LAPTOP, PHONE, Guest
from tests.journeys.opening import PASSWORD
from tests.journeys.twice_sent import EMAIL, NAME

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCENE = "tests.journeys.twice_sent"
"""A clinic with one patient in treatment."""
TOPIC = "/portal/forms/intake/other_conditions/"


def test_a_dose_that_was_corrected_after_its_answer_was_lost(window: Callable[..., Guest]) -> None:
    """Given an order whose answer was lost; when it is corrected and signed again; then the page tells what stands."""
    doctor = window(LAPTOP)
    website.signs_in(doctor, doctor_address(), PASSWORD)
    clinic.opens_chart(doctor, NAME, "plan/")
    doctor.page.route("**/plan/", the_first_answer_is_lost())
    sheet = clinic.unfolded(doctor, "order")
    sheet.locator("[name=mg_per_kg]").fill("0.9")
    with doctor.page.expect_response(lambda answer: answer.request.method == "POST"):
        sheet.get_by_role("button").last.click()
    sheet.locator("[name=mg_per_kg]").fill("0.4")
    with doctor.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        sheet.get_by_role("button").last.click()
    assert sent.value.status == 422
    doctor.page.wait_for_load_state()
    doctor.sees("this page has kept 0.9 mg/kg already")
    assert clinic.unfolded(doctor, "order").locator("[name=mg_per_kg]").input_value() == "0.4"


def test_a_form_left_open_on_one_device_takes_back_nothing(window: Callable[..., Guest]) -> None:
    """Given a topic open on two devices; when the older page goes on; then the newer answers stand."""
    old, new = window(LAPTOP), window(PHONE)
    for each in (old, new):
        website.signs_in(each, EMAIL, PASSWORD)
        each.open(TOPIC)
    for key in ("seizure", "raised_brain_pressure"):
        answers(new, key, "yes")
    old.leave_by(lambda: old.page.get_by_role("button", name="Go on").click())
    old.open(TOPIC)
    for key in ("seizure", "raised_brain_pressure"):
        expect(old.page.locator(f"[name={key}][value=yes]")).to_be_checked()
    answers(new, "seizure", "no")
    old.page.locator("[name=seizure][value=unknown]").check()
    expect(old.page.locator("#id_seizure-asked")).to_contain_text("Which is right?")
    expect(old.page.locator("#id_seizure-asked")).to_contain_text("“No”")
    expect(old.page.locator("[name=seizure][value=unknown]")).to_be_checked()
    new.open(TOPIC)
    expect(new.page.locator("[name=seizure][value=no]")).to_be_checked()


def answers(guest: Guest, key: str, value: str) -> None:
    """One touch, kept at once."""
    with guest.page.expect_response(lambda answer: answer.url.endswith("/save")):
        guest.page.locator(f"[name={key}][value={value}]").check()


def doctor_address() -> str:
    return "doctor@clinic.example"


def the_first_answer_is_lost() -> Callable[[Route], None]:
    """The server hears it; the browser never does, and its page stays."""
    lost: list[bool] = []

    def pass_on(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(True)
        route.fetch(max_redirects=0)
        route.fulfill(status=204)

    return pass_on
