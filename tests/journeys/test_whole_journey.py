"""The whole journey of one patient, in a real browser before a clinic that really runs; axe looks at every page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys import steps_clinic as clinic
from tests.journeys import steps_desk as desk
from tests.journeys import steps_portal as portal
from tests.journeys import steps_session as room
from tests.journeys import steps_website as website
from tests.journeys.guest import LAPTOP, PHONE, TABLET, Guest
from tests.journeys.house import House
from tests.journeys.opening import GROUP
from tests.journeys.steps_website import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journey")]
MAREN = Somebody("Maren", "Solberg")
SESSION_DAY = "2026-09-22"
INTAKE_NOTE = {
    "concern": "Low mood for four years.",
    "assessment": "Major depression, recurrent; nothing speaks against treatment.",
    "plan": "A first series of four, once a week.",
    "diagnoses": "F33.1",
    "ended_at": "2026-09-15T09:48",
}


@dataclass
class World:
    """The clinic, the windows of its people, and how far the journey has come."""

    house: House
    window: Callable[..., Guest]
    guests: dict[str, Guest] = field(default_factory=dict)
    reached: list[str] = field(default_factory=list)

    def patient(self) -> Guest:
        """Maren at her phone."""
        if "patient" not in self.guests:
            self.guests["patient"] = self.window(PHONE)
        return self.guests["patient"]

    def comes_in(self, who: str, size: dict[str, int] = LAPTOP) -> Guest:
        """One of the staff begins the day by signing in."""
        guest = self.guests.get(who) or self.guests.setdefault(who, self.window(size))
        person = self.house.people[who]
        website.signs_in(guest, person["email"], person["password"])
        return guest

    def patient_signs_in(self) -> Guest:
        """Maren comes back with her own password."""
        guest = self.patient()
        website.signs_in(guest, MAREN.email)
        return guest

    def goes_on_after(self, *parts: str) -> None:
        """Without these there is nothing to go on from."""
        missing = [each for each in parts if each not in self.reached]
        if missing:
            pytest.fail(f"the journey ended before: {missing}")


@pytest.fixture(scope="module")
def world(house: House, window: Callable[..., Guest]) -> Iterator[World]:
    """One clinic for the whole journey."""
    yield World(house, window)


def test_a_visitor_reads_and_checks_in_private(world: World) -> None:
    visitor = world.patient()
    website.reads_everything(visitor)
    website.checks_in_private(visitor)
    world.reached.append("reading")


def test_a_seventeen_year_old_is_told_kindly_and_nothing_is_stored(world: World) -> None:
    visitor, before = world.patient(), world.house.stored()
    website.says_when_born(visitor, ("10", "1", "2008"))
    visitor.sees("we treat people from 18 years on", "nothing you entered was kept", "988")
    assert world.house.stored() == before


def test_booking_an_intake_opens_an_account_by_an_e_mailed_link(world: World) -> None:
    visitor = world.patient()
    when = website.books_first_visit(visitor, MAREN, doctor="Dr Ada Quill")
    assert when == "Tuesday 15 September, 9:00 am"
    website.opens_account(visitor, MAREN, world.house.mailbox)
    world.reached.append("account")


def test_the_portal_leads_one_step_at_a_time(world: World) -> None:
    world.goes_on_after("account")
    steps = portal.does_what_comes_next(world.patient(), MAREN, until="Your first visit is")
    assert steps[:2] == ["Tell us about you", "List what you take"]
    assert (
        "A few questions about the last two weeks" in steps
        and "A few questions about worry and tension" in steps
    )
    assert [each for each in steps if each.startswith("Read and sign")] and steps[
        -1
    ] == "See what it will cost"
    world.reached.append("forms")


def test_the_doctor_finds_the_intake_and_settles_what_stands_open(world: World) -> None:
    world.goes_on_after("forms")
    world.house.clock.set("2026-09-14 15:00")
    doctor = world.comes_in("doctor")
    clinic.reads_intake(doctor, MAREN.name)
    clinic.checks_medicines(doctor, MAREN.name)
    assert clinic.settles_findings(doctor, MAREN.name) >= 1
    world.reached.append("reviewed")


def test_the_intake_visit_ends_in_a_decision_a_plan_a_prescription_and_an_order(world: World) -> None:
    world.goes_on_after("reviewed")
    world.house.clock.set("2026-09-15 08:55")
    clinic.checks_in(world.comes_in("desk"), MAREN.name)
    world.house.clock.set("2026-09-15 09:02")
    doctor = world.comes_in("doctor")
    clinic.sees_through(doctor, MAREN.name, INTAKE_NOTE, world.house.clock)
    clinic.weighs(doctor, MAREN.name, "70.5")
    clinic.writes_plan(doctor, MAREN.name)
    world.reached.append("plan")


def test_the_desk_books_the_course_and_the_patient_sees_it_with_lamotrigine_times(world: World) -> None:
    world.goes_on_after("plan")
    front = world.comes_in("desk")
    lines = clinic.books_course(front, MAREN.name, from_day="2026-09-16", at="13:00", weekday="1")
    kinds = [re.split(r"\s+", each)[1] for each in lines]
    assert kinds.count("Ketamine") == 4 and kinds.count("Integration") == 4 and "Preparation" in kinds, lines
    patient = world.patient_signs_in()
    portal.does_what_comes_next(patient, MAREN, until="Preparatory visit")
    patient.open("/portal/appointments/")
    patient.sees("tuesday 22 september", "1:00 pm", "integration")
    patient.open("/portal/medications/")
    patient.sees("last dose, by now", "7:00 am", "22 september")
    world.reached.append("course")


def test_phq_9_comes_round_before_the_session(world: World) -> None:
    world.goes_on_after("course")
    world.house.clock.set("2026-09-21 18:00")
    patient = world.patient_signs_in()
    patient.wait_for("/portal/", "a few questions about the last two weeks")
    portal.does_what_comes_next(patient, MAREN, until="Your session is")
    world.reached.append("asked again")


def test_the_door_names_what_is_open_and_whose_it_is(world: World) -> None:
    world.goes_on_after("asked again")
    world.house.clock.set(f"{SESSION_DAY} 12:40")
    nurse = world.comes_in("nurse", TABLET)
    room.receives_vial(nurse, "V-0412")
    room.opens_session(nurse, MAREN.name)
    room.answers_readiness(nurse, SESSION_DAY)
    left = room.open_points(nurse)
    if left and left != ["vitals"]:
        doctor = world.comes_in("doctor")
        doctor.open(nurse.page.url)
        for code in room.open_points(doctor):
            if doctor.page.locator(f"#point-{code} .past-it [name=reason]").count():
                room.goes_past(doctor, code, "Asked and settled by telephone this morning.")
        nurse.page.reload()
    world.house.clock.set(f"{SESSION_DAY} 13:00")
    room.begins(nurse)
    world.reached.append("begun")


def test_the_session_is_charted_to_the_way_home(world: World) -> None:
    world.goes_on_after("begun")
    nurse = world.guests["nurse"]
    world.house.clock.set(f"{SESSION_DAY} 13:15")
    room.gives_dose(nurse, checked_by="Dr Ada Quill")
    room.journeys(nurse, world.house.clock, SESSION_DAY)
    world.house.clock.set(f"{SESSION_DAY} 15:50")
    nurse.page.reload()
    room.goes_home(nurse)
    patient = world.patient_signs_in()
    patient.open("/portal/documents/")
    patient.sees("going home")
    world.reached.append("home")


def test_the_integration_note_is_signed_locked_and_only_added_to(world: World) -> None:
    world.goes_on_after("home")
    moment = clinic.next_visit(world.comes_in("desk"), MAREN.name, "Integration")
    world.house.clock.set(moment)
    clinic.checks_in(world.comes_in("desk"), MAREN.name)
    therapist = world.comes_in("therapist")
    clinic.sees_through(therapist, MAREN.name, clinic.integration_note(moment), world.house.clock)
    clinic.opens_visit(therapist, MAREN.name)
    therapist.follow("Visit note")
    clinic.adds_addendum(therapist, "She called the next day: the sleep held.")
    world.reached.append("integrated")


def test_the_bill_is_paid_in_several_ways(world: World) -> None:
    world.goes_on_after("integrated")
    front = world.comes_in("desk")
    desk.opens_account(front, MAREN.name)
    front.sees("$220.00", "$550.00", "$170.00", "not eligible")
    desk.takes_payment(front, MAREN.name, "card", "220.00", reference="4242")
    desk.takes_payment(front, MAREN.name, "hsa", "100.00")
    desk.takes_payment(front, MAREN.name, "venmo", "50.00", reference="10007")
    desk.opens_account(front, MAREN.name)
    desk.issues_superbill(front, MAREN.name, "intake")
    desk.issues_superbill(front, MAREN.name, "Integration")
    front.leave_by(front.page.get_by_role("link", name=re.compile("In full")).first.click)
    front.sees("not covered by insurance")
    desk.opens_account(front, MAREN.name)
    desk.agrees_plan(front, parts="4")
    patient = world.patient_signs_in()
    patient.open("/portal/billing/")
    patient.sees("your payment plan", "1 of 4", "receipts", "superbill")
    world.reached.append("bill")


def test_the_chart_draws_scores_against_doses(world: World) -> None:
    world.goes_on_after("home")
    doctor = world.comes_in("doctor")
    clinic.opens_chart(doctor, MAREN.name, "outcomes/")
    doctor.sees("phq-9")
    assert doctor.page.locator("main svg[role=img]").count()
    patient = world.patient_signs_in()
    patient.open("/portal/progress/")
    assert patient.page.locator("main svg[role=img]").count()


def test_six_come_to_the_group_and_the_seventh_waits(world: World) -> None:
    world.goes_on_after("plan")
    front = world.comes_in("desk")
    desk.opens_group(front, day="2026-10-08", provider="Dr Noor Haddad", monitor="Ezra Pope")
    for number, name in enumerate(GROUP[:5]):
        desk.seats(front, name, cents=18000 + number * 500, sharing="yes" if number % 2 else "no")
    group = re.sub(r"\?.*", "", front.page.url)
    portal.signs_for_group(world.patient_signs_in(), MAREN)
    looked = world.house.clock.now().strftime("%Y-%m-%dT%H:%M")
    desk.seats_when_prescribed(front, world.comes_in("doctor"), MAREN.name, looked=looked)
    front.open(group)
    desk.puts_on_waiting_list(front, GROUP[5])
    world.house.clock.set("2026-10-08 09:45")
    nurse = world.comes_in("nurse", TABLET)
    nurse.open("/workspace/group-room/")
    nurse.press("Check in")
    nurse.press("Verified", within=nurse.page.locator("#point-own_prescription"))
    nurse.sees("what they brought")
    world.reached.append("group")


def test_timeline_and_audit_show_it_and_the_patient_takes_it_all_home(world: World) -> None:
    world.goes_on_after("home")
    doctor = world.comes_in("doctor")
    clinic.opens_chart(doctor, MAREN.name, "history/")
    doctor.sees("intake", "ondansetron", "consent")
    owner = world.comes_in("owner")
    owner.open("/workspace/audit/")
    owner.sees("opened")
    assert json.loads(world.house.command("verify-audit", "--json"))["intact"] is True
    patient = world.patient_signs_in()
    patient.open("/portal/my-data/")
    record: Any = patient.page.request.get("/portal/my-data/record.json").json()
    text = json.dumps(record).lower()
    assert all(each in text for each in ("solberg", "lamotrigine", "ondansetron", "phq-9"))
