"""What happens in the session room, from the door to home."""

from __future__ import annotations

import re

from tests.factories import SUPPLIER
from tests.journeys.guest import Guest
from tests.journeys.house import Clock

CALM = {"systolic": "124", "diastolic": "78", "heart_rate": "68", "spo2": "98", "respiratory_rate": "14"}
AWAY = {"systolic": "142", "diastolic": "88", "heart_rate": "84", "spo2": "97"}


def receives_vial(nurse: Guest, number: str) -> None:
    """A vial comes into the cabinet."""
    nurse.open("/workspace/register/receive/")
    nurse.fill(**SUPPLIER)
    nurse.fill(number=number, lot="24K118", strength_mg_per_ml="100", volume_ml="5", expires_on="2027-03-31")
    nurse.press("Enter into the register")
    nurse.sees("1 whole", "500 mg")


def opens_session(nurse: Guest, name: str) -> None:
    """Check in from the session room, or go to the open session."""
    nurse.open("/workspace/sessions/")
    expected = nurse.page.locator("ul.expected li", has_text=name)
    if expected.get_by_role("button", name="Check in").count():
        nurse.press("Check in", within=expected)
    else:
        nurse.leave_by(nurse.page.locator(".session-card", has_text=name).get_by_role("link").first.click)
    nurse.sees("still open", "the session cannot begin yet", "front desk", "nurse", "provider")


def answers_readiness(nurse: Guest, day: str) -> None:
    """Every question of the list; lamotrigine first taken too late, which is said."""
    nurse.press("They match", within=nurse.page.locator("#point-identity"))
    nurse.press("Checked", within=nurse.page.locator("#point-airway_kit"))
    nurse.press("Nothing", within=nurse.page.locator("#point-substances"))
    _answers(nurse, "fasting", **{"hours-food": "6", "hours-fluids": "3"})
    _answers(nurse, "holds", **{"taken-lamotrigine": f"{day}T10:00"})
    assert nurse.page.locator("#point-holds.is-danger, #point-holds.is-caution").count(), (
        "three hours are too few"
    )
    _answers(nurse, "holds", **{"taken-lamotrigine": f"{day}T05:00"})
    _answers(nurse, "weight", kg="70")
    _answers(nurse, "escort", name="Rosa Hale", phone="503 555 0188")


def goes_past(doctor: Guest, code: str, reason: str) -> None:
    """A provider goes past one open point, with a reason that stays."""
    point = doctor.page.locator(f"#point-{code}")
    point.get_by_text("Go past it, with a reason").click()
    point.locator("[name=reason]").fill(reason)
    doctor.press("Go past it", within=point)
    doctor.sees(reason)


def open_points(staff: Guest) -> list[str]:
    """The points of the list that are not ready, by their codes."""
    codes = staff.page.locator(".point.is-danger, .point.is-caution")
    return [str(each.get_attribute("id")).removeprefix("point-") for each in codes.all()]


def takes_vitals(nurse: Guest, *, moaas: str = "5", **readings: str) -> None:
    """One set of readings on the pad."""
    nurse.fill(**readings)
    nurse.page.locator(f'[name=moaas][value="{moaas}"]').check(force=True)
    nurse.enter_by(nurse.page.locator("#pad button.save").click)


def begins(nurse: Guest) -> None:
    """An impossible heart rate is refused and kept for mending; then the session begins."""
    takes_vitals(nurse, **{**CALM, "heart_rate": "99999"})
    assert nurse.page.locator(".is-wrong [name=heart_rate]").input_value() == "99999"
    takes_vitals(nurse, **CALM)
    assert open_points(nurse) == [], nurse.text()
    nurse.press("Begin the session")


def gives_dose(nurse: Guest, *, checked_by: str) -> None:
    """First five hundred milligrams, refused; then what was ordered, seen by a second pair of eyes."""
    give = nurse.page.locator(".give-form")
    ordered = give.locator("[name=mg]").input_value()
    for mg in ("500", ordered):
        give.locator("[name=vial]").select_option(index=1)
        give.locator("[name=mg]").fill(mg)
        give.locator("[name=site]").select_option(index=1)
        give.locator("[name=side]").select_option(index=1)
        give.locator("[name=checked_by]").select_option(label=checked_by)
        nurse.enter_by(give.locator("button.save").click)
    nurse.sees("dose given", f"{float(ordered):g} mg")


def journeys(nurse: Guest, clock: Clock, day: str) -> None:
    """The dose begins the journey; two hours of readings, and a turning stomach on the way."""
    assert nurse.page.locator("html").get_attribute("data-theme") == "dim", "the room darkens for the journey"
    for at, moaas, readings in (("13:25", "4", AWAY), ("13:35", "4", AWAY), ("13:45", "4", AWAY)):
        _reads_at(nurse, clock, f"{day} {at}", moaas, readings)
    _feels_sick(nurse)
    _reads_at(nurse, clock, f"{day} 13:55", "4", AWAY)
    _reads_at(nurse, clock, f"{day} 14:15", "5", CALM)
    _moves_to(nurse, "Integrate")
    _reads_at(nurse, clock, f"{day} 14:45", "5", CALM)
    _reads_at(nurse, clock, f"{day} 15:16", "5", CALM)
    nurse.sees("nausea", "ondansetron")


def goes_home(nurse: Guest) -> None:
    """Nobody goes home on an empty list; then each line is met and the escort is there."""
    _moves_to(nurse, "Recovery")
    takes_vitals(nurse, **CALM)
    nurse.follow("Going home")
    nurse.press("Send home")
    nurse.sees("not yet")
    for line in nurse.page.locator(".home-list input[type=checkbox]").all():
        line.check()
    nurse.fill(escort_name="Rosa Hale")
    nurse.press("Send home")
    nurse.sees("gone home", "with rosa hale")
    paper = nurse.page.request.get(
        str(nurse.page.get_by_role("link", name=re.compile("Instructions")).get_attribute("href"))
    )
    assert paper.body().startswith(b"%PDF"), "the instructions go home on paper"


def _answers(nurse: Guest, code: str, **fields: str) -> None:
    point = nurse.page.locator(f"#point-{code}")
    again = point.get_by_text("Answer again")
    if again.count():
        again.click()
    if not point.locator("form").count():
        return
    for name, value in fields.items():
        point.locator(f'[name="{name}"]').fill(value)
    nurse.press("Keep", within=point)


def _reads_at(nurse: Guest, clock: Clock, moment: str, moaas: str, readings: dict[str, str]) -> None:
    clock.set(moment)
    nurse.page.reload()
    takes_vitals(nurse, moaas=moaas, **readings)


def _feels_sick(nurse: Guest) -> None:
    nurse.enter_by(nurse.page.locator(".sfx button", has_text="Nausea").click)
    nurse.page.get_by_text("Give something for it").click()
    given = nurse.page.locator(".rescues form", has_text=re.compile("ondansetron", re.I)).first
    nurse.enter_by(given.get_by_role("button", name="Given").click)


def _moves_to(nurse: Guest, phase: str) -> None:
    nurse.enter_by(nurse.page.locator(".phase-buttons").get_by_role("button", name=phase).click)
