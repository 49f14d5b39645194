"""What patients do with their visits in the portal, and the front desk with everybody's."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.journeys.guest import Guest


def books(patient: Guest, service: str, *, day: str) -> str:
    """The first free time of that day ("Wednesday 16 September"); gives the address of the visit."""
    patient.open("/portal/appointments/")
    patient.follow(service, exact=False)
    _takes(patient, day)
    patient.sees(f"your time is {day}", service)
    return patient.page.url


def says_that_she_comes(patient: Guest, visit: str) -> None:
    """One button, as behind the link of the reminder; asked for no more afterwards."""
    patient.open(visit)
    patient.sees("will you be there on")
    patient.press("I will be there")
    patient.sees("thank you. we expect you on", "you told us that you come")
    patient.does_not_see("will you be there on")


def moves(patient: Guest, visit: str, *, day: str, why: str) -> None:
    """To the first free time of another day; without a word about why nothing moves."""
    patient.open(visit)
    patient.follow("Choose another time")
    _takes(patient, day)
    patient.sees("please look at this again", "the time you chose is marked")
    patient.choose("cause", why)
    _takes(patient, day)
    patient.sees(f"your time is {day}")


def cancels(patient: Guest, visit: str, *, why: str) -> None:
    """For one of the clinic's reasons, which has to be given."""
    patient.open(visit)
    patient.follow("Cancel")
    patient.press("Cancel the visit")
    patient.sees("please look at this again")
    patient.choose("cause", why)
    patient.press("Cancel the visit")
    patient.sees("is cancelled")


def takes_the_place(patient: Guest, *, price: str) -> None:
    """One click on what is kept for her."""
    patient.open("/portal/appointments/")
    patient.sees("kept for you until", f"at {price} as agreed")
    patient.press("Take it")
    patient.sees("it is yours")


def reads_that_it_is_called_off(patient: Guest, *, day: str) -> None:
    """On the first page, on the visits, on the visit itself: called off and not merely gone, with what to do."""
    patient.open("/portal/")
    patient.sees(f"we had to call off {day}")
    patient.fits()
    patient.follow("What this means")
    patient.fits()
    patient.sees("called off by us", day, "nothing is charged", "no longer apply")
    patient.open("/portal/appointments/")
    patient.sees("called off by us", "for another date")
    patient.does_not_see("under water")


def books_at_the_desk(desk: Guest, name: str, service: str, *, day: str) -> str:
    """Who, what, from when, and one click; gives the address of the visit."""
    desk.open(f"/workspace/book/?q={name}")
    desk.follow(name)
    desk.fill(service=service, day=day)
    desk.press("Look for times")
    desk.leave_by(desk.page.locator(".times-list button").first.click)
    desk.sees("booked:", "the confirmation is on its way")
    return desk.page.url


def moves_at_the_desk(desk: Guest, visit: str, *, why: str) -> None:
    """To the last time shown, with a word about why."""
    desk.open(visit)
    desk.follow("Move")
    desk.fill(reason=why)
    desk.leave_by(desk.page.locator(".times-list").first.locator("button").last.click)
    desk.sees("moved to", why)


def sees_who_is_here(desk: Guest, name: str) -> Locator:
    """The row of somebody on today's list."""
    desk.open("/workspace/")
    return desk.page.locator("tr:not([data-row])", has_text=name)


def _takes(patient: Guest, day: str) -> None:
    section = patient.page.locator(".free-days section", has_text=day)
    patient.leave_by(section.get_by_role("button").first.click)
