"""What the doctor, the therapist and the front desk do around visits."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from playwright.sync_api import Locator

from tests.journeys.guest import Guest
from tests.journeys.house import ZONE, Clock

UNREADABLE = "Moonleaf drops"


def opens_chart(staff: Guest, name: str, tab: str = "") -> None:
    """Find somebody by name and open a tab of their chart."""
    finds(staff, name)
    staff.open(f"{_patient_path(staff)}{tab}")


def finds(staff: Guest, name: str) -> None:
    """By name; somebody found alone is opened at once."""
    staff.open(f"/workspace/patients/?q={name}")
    if "/patients/?" in staff.page.url:
        staff.leave_by(staff.page.locator("main").get_by_role("link", name=re.compile(name)).first.click)


def reads_intake(doctor: Guest, name: str) -> None:
    """From the inbox to what was told, and mark it as read."""
    doctor.open("/workspace/inbox/")
    doctor.leave_by(doctor.page.locator("#intakes").get_by_role("link", name=re.compile(name)).first.click)
    doctor.sees("a grey that came four winters ago", "phq-9", "dr ansel birdwood", "not read yet")
    doctor.press("Mark as read")
    doctor.sees("read by")


def marks_as_read(doctor: Guest, name: str) -> None:
    """What somebody wrote is read in the intake form."""
    opens_chart(doctor, name, "intake/")
    doctor.press("Mark as read")
    doctor.sees("read by")


def checks_medicines(doctor: Guest, name: str) -> None:
    """Three voices with their sources; what nobody could read is named before it counts as checked."""
    opens_chart(doctor, name, "medications/")
    doctor.sees(
        "lamotrigine",
        "clinic protocol",
        "drug label",
        "literature",
        "6 h free before",
        UNREADABLE,
        "not checked",
    )
    doctor.follow("Name what is inside")
    doctor.fill(ingredients="melatonin", reason="Read from the bottle the patient showed.")
    doctor.press("Check these ingredients")
    doctor.does_not_see("contents unknown")
    doctor.press("Keep this check")


def settles_findings(doctor: Guest, name: str) -> int:
    """Decide on every finding that stands open, each with a reason; gives how many there were."""
    opens_chart(doctor, name, "plan/")
    settled = 0
    while doctor.page.get_by_role("link", name="Record a decision").count():
        doctor.follow("Record a decision")
        offered = doctor.page.locator("[name=kind] option").evaluate_all("all => all.map(each => each.value)")
        kind = "accepted" if "accepted" in offered else "ruled_out"
        doctor.fill(kind=kind, reason="Well controlled for two years; blood pressure before each dose.")
        doctor.press("Keep the decision")
        settled += 1
        assert settled < 20, "the findings do not end"
    return settled


def writes_plan(doctor: Guest, name: str) -> None:
    """Eligible, with a plan, a prescription and an order, each refused while something is missing."""
    opens_chart(doctor, name, "plan/")
    sheet = unfolded(doctor, "decide")
    doctor.press("Sign the decision", within=sheet)
    doctor.sees("please fill this in")
    unfolded(doctor, "decide").locator('[value="eligible"]').check()
    unfolded(doctor, "decide").locator("[name=reasons]").fill(
        "Three medicines have not helped enough; nothing speaks against it."
    )
    doctor.press("Sign the decision", within=unfolded(doctor, "decide"))
    doctor.sees("eligible dr ada quill")
    sheet = unfolded(doctor, "plan")
    sheet.locator("[name=kind]").select_option("series")
    sheet.locator("[name=sessions]").fill("4")
    sheet.locator("[name=goals]").fill("To want something again in the morning.")
    sheet.locator("[name=reason]").fill("A first series, once a week.")
    doctor.press("Keep this plan", within=sheet)
    prescribes(doctor, looked="2026-09-15T09:40")
    orders_dose(doctor, mg_per_kg="0.5")


def prescribes(doctor: Guest, *, looked: str, **chosen: str) -> None:
    """A Schedule III prescription: what is not chosen stands there already."""
    sheet = unfolded(doctor, "prescription")
    for name, value in chosen.items():
        sheet.locator(f"[name={name}]").select_option(value)
    sheet.locator("[name=pdmp_checked_at]").fill(looked)
    sheet.locator("[name=days_supply]").fill("30")
    sheet.locator("[name=pdmp_finding]").fill("Nothing unexpected.")
    doctor.press("Keep the prescription", within=sheet)


def weighs(staff: Guest, name: str, kg: str) -> None:
    """On the clinic's own scale: a dose is never reckoned from what somebody told."""
    opens_chart(staff, name, "weight/")
    staff.fill(kg=kg)
    staff.press("Keep this weight")


def prescribes_for_home(doctor: Guest, name: str, *, looked: str) -> None:
    """Ketamine that a pharmacy hands to the patient, for the group."""
    opens_chart(doctor, name, "plan/")
    prescribes(doctor, looked=looked, setting="pharmacy", preparation="troche-50")
    doctor.sees("dispensed by a pharmacy")


def orders_dose(doctor: Guest, *, mg_per_kg: str) -> None:
    """First half a gram per kilogram by a slip of the finger, which is refused; then what is meant."""
    sheet = unfolded(doctor, "order")
    sheet.locator("[name=mg_per_kg]").fill("50")
    doctor.press("Sign the order", within=sheet)
    assert doctor.page.locator(".error-summary").count(), "a hundredfold dose is refused"
    sheet = unfolded(doctor, "order")
    sheet.locator("[name=mg_per_kg]").fill(mg_per_kg)
    sheet.locator("[name=strength_mg_per_ml]").select_option("100")
    doctor.press("Sign the order", within=sheet)
    doctor.sees("next dose", "100 mg/ml")


def checks_in(staff: Guest, name: str) -> None:
    """Today's list, the button beside the name."""
    staff.open("/workspace/")
    staff.press("Check in", within=staff.page.locator("tr", has_text=name))


def sees_through(staff: Guest, name: str, note: dict[str, str], clock: Clock) -> None:
    """Begin the visit of today; when its time is over write, sign and lock its note; finish, which charges it."""
    opens_visit(staff, name)
    staff.press("Begin")
    clock.set(note["ended_at"])
    staff.follow("Visit note")
    signs_note(staff, note)
    opens_visit(staff, name)
    staff.press("Finish")
    staff.sees("the visit is done and charged")


def opens_visit(staff: Guest, name: str) -> None:
    """The visit of today, from the board."""
    staff.open("/workspace/")
    staff.leave_by(staff.page.locator("main a[href*='/visits/']", has_text=name).first.click)


def signs_note(staff: Guest, note: dict[str, str]) -> None:
    """Begin, write, sign and lock; then nothing but an addendum can be written."""
    if staff.page.get_by_role("button", name="Begin the note").count():
        staff.press("Begin the note")
    staff.fill(**note)
    staff.press("Sign and lock")
    staff.sees("the text is locked")
    assert not staff.page.get_by_role("button", name="Save the draft").count()


def adds_addendum(staff: Guest, text: str) -> None:
    """The only thing a locked note takes."""
    staff.fill(text=text)
    staff.press("Add")
    staff.sees("addendum", text)


def books_course(desk: Guest, name: str, *, from_day: str, at: str, weekday: str) -> list[str]:
    """Preparation, sessions and an integration visit after each, as the plan proposes; gives the lines."""
    finds(desk, name)
    desk.leave_by(desk.page.get_by_role("link", name=re.compile("Book the course")).click)
    desk.fill(from_day=from_day, at=at)
    desk.choose("weekdays", weekday)
    desk.press("Propose again")
    lines = [" ".join(each.inner_text().split()) for each in desk.page.locator("table.course tbody tr").all()]
    desk.leave_by(desk.page.get_by_role("button", name=re.compile("^Book all")).click)
    desk.sees("visits are booked")
    return lines


def next_visit(desk: Guest, name: str, service: str) -> str:
    """When the next visit of that kind begins, as a clock time for the test's clock."""
    finds(desk, name)
    line = desk.page.locator("ul.rows li", has_text=service).first.locator("b").inner_text()
    found = datetime.strptime(f"{line} 2026", "%A %d %B, %I:%M %p %Y").replace(tzinfo=ZONE)
    return found.strftime("%Y-%m-%d %H:%M")


def integration_note(moment: str) -> dict[str, str]:
    """What the therapist writes, with start and stop: the superbill's code follows the minutes."""
    ends = datetime.fromisoformat(moment).replace(tzinfo=None) + timedelta(minutes=48)
    return {
        "state": "Slept through for the first time since spring; no thoughts of death.",
        "themes": "A door in her grandmother's house that stood open.",
        "commitments": "A walk by the river before work, three times a week.",
        "diagnoses": "F33.2",
        "ended_at": ends.isoformat(timespec="minutes"),
    }


def unfolded(doctor: Guest, name: str) -> Locator:
    """One form of the plan page, unfolded."""
    sheet = doctor.page.locator(f"form#{name}")
    if not sheet.is_visible():
        doctor.page.locator("details", has=sheet).last.locator("> summary").click()
    return sheet


def _patient_path(staff: Guest) -> str:
    found = re.search(r"/workspace/(?:patients|people)/([0-9a-f-]{36})", staff.page.url)
    assert found, staff.page.url
    return f"/workspace/patients/{found.group(1)}/"
