"""Nobody unsafe is called green: four intakes before a provider, in a real browser, axe beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import steps_clinic as clinic
from tests.journeys import steps_website as website
from tests.journeys.guest import PHONE, Guest
from tests.journeys.intakes import EASY, ELIGIBLE, HERB, MANY, STOPPED, email_of
from tests.journeys.opening import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCENE = "tests.journeys.intakes"
"""A clinic with four intakes in its inbox."""


def decides(doctor: Guest, name: str, outcome: str, reasons: str) -> None:
    clinic.opens_chart(doctor, name, "plan/")
    sheet = clinic.unfolded(doctor, "decide")
    sheet.locator(f"[name=outcome][value={outcome}]").check()
    sheet.locator("[name=evaluated_on]").fill("2026-09-14")
    sheet.locator("[name=reasons]").fill(reasons)
    doctor.press("Sign the decision", within=sheet)


def test_an_easy_intake_needs_one_signature(doctor: Guest) -> None:
    clinic.opens_chart(doctor, EASY, "plan/")
    doctor.sees("to be read")
    clinic.marks_as_read(doctor, EASY)
    clinic.opens_chart(doctor, EASY, "plan/")
    assert doctor.page.get_by_role("link", name="Record a decision").count() == 0
    decides(doctor, EASY, "eligible", "Two medicines have not helped; nothing speaks against treatment.")
    doctor.sees("eligible dr ada quill")


def test_three_voices_disagree_and_an_unknown_herb_keeps_the_gate_closed(
    doctor: Guest, window: Callable[..., Guest]
) -> None:
    clinic.opens_chart(doctor, MANY, "medications/")
    doctor.sees("they do not agree", "60 mme", "not checked", "contents unknown", "6 h free before")
    decides(doctor, MANY, "eligible", "Has tried a great deal.")
    doctor.sees("not every word of this entry was recognised")
    doctor.does_not_see("eligible dr ada quill")
    clinic.opens_chart(doctor, MANY, "medications/")
    doctor.follow("Name what is inside")
    doctor.fill(ingredients="melatonin", reason="Read from the bottle.")
    doctor.press("Check these ingredients")
    clinic.marks_as_read(doctor, MANY)
    assert clinic.settles_findings(doctor, MANY) >= 1
    decides(doctor, MANY, "eligible", "Opioid at a steady dose; oxygen is watched throughout.")
    doctor.sees("eligible dr ada quill")
    on_the_phone(window, doctor, MANY)


def on_the_phone(window: Callable[..., Guest], doctor: Guest, name: str) -> None:
    """The three voices read on a narrow screen too: nothing hangs over, axe finds nothing."""
    small = window(PHONE)
    small.context.add_cookies(doctor.context.cookies())
    clinic.opens_chart(small, name, "medications/")
    small.sees(HERB)
    for voice in ("Clinic protocol", "Drug label", "Literature"):
        assert small.page.get_by_role("group", name=voice).first.is_visible()


def test_an_aneurysm_is_never_accepted_and_the_patient_reads_why(
    doctor: Guest, window: Callable[..., Guest]
) -> None:
    clinic.opens_chart(doctor, STOPPED, "plan/")
    doctor.sees("may rupture")
    doctor.follow("Record a decision")
    offered = doctor.page.locator("[name=kind] option").evaluate_all("all => all.map(each => each.value)")
    assert "accepted" not in offered and "ruled_out" in offered
    decides(doctor, STOPPED, "eligible", "It is small.")
    doctor.sees("may rupture")
    doctor.does_not_see("eligible dr ada quill")
    decides(doctor, STOPPED, "declined", "With an aneurysm the rise in blood pressure is too dangerous.")
    doctor.sees("declined dr ada quill")
    patient = window(PHONE)
    website.signs_in(patient, email_of(STOPPED), PASSWORD)
    patient.open("/portal/documents/")
    patient.page.locator("a[href*='/documents/decisions/']").first.click()
    patient.sees("rise in blood pressure is too dangerous", "988")


def test_a_new_medicine_makes_the_decision_stale_and_says_which(doctor: Guest) -> None:
    clinic.opens_chart(doctor, ELIGIBLE, "plan/")
    doctor.does_not_see("since the decision")
    clinic.opens_chart(doctor, ELIGIBLE, "medications/add/")
    doctor.fill(as_written="Theophylline 300 mg", dose="300 mg", frequency="twice a day")
    doctor.press("Add to the list")
    doctor.sees("nobody has confirmed the medication list since it last changed", "not to be given together")
    clinic.opens_chart(doctor, ELIGIBLE, "plan/")
    doctor.sees("since the decision. new on the list: theophylline 300 mg")
