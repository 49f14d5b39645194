"""Visits in real browsers: a patient books, moves and cancels, the desk books, moves and receives, a place goes on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys import steps_clinic as clinic
from tests.journeys import steps_desk as desk
from tests.journeys import steps_visits as visits
from tests.journeys.guest import LAPTOP, PHONE, TABLET, Guest
from tests.journeys.house import House
from tests.journeys.opening import GROUP, PASSWORD, SEVENTH, portal_address
from tests.journeys.steps_website import signs_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("visits")]
INES, OTIS, LARA = GROUP[:3]
Window = Callable[..., Guest]


def at_the_desk(house: House, window: Window) -> Guest:
    """The front desk, signed in."""
    guest = window(LAPTOP)
    signs_in(guest, house.people["desk"]["email"], PASSWORD)
    return guest


def at_home(name: str, window: Window) -> Guest:
    """A patient at a phone, signed in to the portal."""
    guest = window(PHONE)
    signs_in(guest, portal_address(name), PASSWORD)
    return guest


def path_of(address: str) -> str:
    """The number of the visit on both faces."""
    found = re.search(r"[0-9a-f-]{36}", address)
    assert found, address
    return f"/workspace/visits/{found.group()}/"


def test_a_patient_books_confirms_moves_and_cancels_and_the_desk_reads_why(
    house: House, window: Window
) -> None:
    ines, front = at_home(INES, window), at_the_desk(house, window)
    visit = visits.books(ines, "Preparatory visit", day="Wednesday 16 September")
    visits.says_that_she_comes(ines, visit)
    front.open(path_of(visit))
    front.sees("patient comes", "in the portal")
    visits.moves(ines, visit, day="Thursday 17 September", why="rather-not-say")
    ines.sees("will you be there on thursday 17 september")
    front.open(path_of(visit))
    front.sees("moved for 17 sep", "i would rather not say")
    front.does_not_see("patient comes")
    visits.cancels(ines, visit, why="illness")
    front.open(path_of(visit))
    front.sees("cancelled", "illness")
    for words in (
        "seeing you on Wednesday 16 September at 8:30 am",
        "is now Thursday 17 September",
        "is cancelled",
    ):
        house.mailbox.letter(portal_address(INES), words)


def test_the_desk_books_moves_and_receives(house: House, window: Window) -> None:
    front = at_the_desk(house, window)
    visit = visits.books_at_the_desk(front, OTIS, "preparation", day="2026-09-16")
    visits.moves_at_the_desk(front, visit, why="Asked for the afternoon")
    house.clock.set("2026-09-16 08:50")
    front = at_the_desk(house, window)
    assert "Not here yet" not in visits.sees_who_is_here(front, OTIS).inner_text()
    clinic.checks_in(front, OTIS)
    assert "since 8:5" in visits.sees_who_is_here(front, OTIS).inner_text()
    front.open(visit)
    front.sees("here since 8:5", "asked for the afternoon", "arrived")


def test_a_place_in_the_group_is_given_up_offered_and_taken(house: House, window: Window) -> None:
    front = at_the_desk(house, window)
    desk.opens_group(front, day="2026-10-08", provider="Dr Noor Haddad", monitor="Ezra Pope")
    for name in GROUP:
        desk.seats(front, name, cents=20000, sharing="yes")
    group = re.sub(r"\?.*", "", front.page.url)
    desk.puts_on_waiting_list(front, SEVENTH, cents=19500)
    lara = at_home(LARA, window)
    lara.open("/portal/appointments/")
    visits.cancels(lara, lara.page.url, why="changed-plans")
    front.open(group)
    front.sees("5 of 6 seats", "has an offer until")
    assert "8 October at 10:00 am" in house.mailbox.letter(portal_address(SEVENTH), "a time has come free")
    iris = at_home(SEVENTH, window)
    visits.takes_the_place(iris, price="$195")
    iris.sees("thursday 8 october", "small group session")
    iris.does_not_see("whit", "marlow", "fenn")
    front.open(group)
    front.sees("6 of 6 seats", SEVENTH, "$195", "nobody waits")
    front.does_not_see(LARA)


def test_a_group_is_called_off_and_everybody_reads_it(house: House, window: Window) -> None:
    front, nurse = at_the_desk(house, window), window(TABLET)
    signs_in(nurse, house.people["nurse"]["email"], PASSWORD)
    desk.opens_group(front, day="2026-10-22", provider="Dr Noor Haddad", monitor="Ezra Pope")
    group = re.sub(r"\?.*", "", front.page.url)
    for name in GROUP:
        desk.seats(front, name, cents=20000, sharing="yes")
    desk.puts_on_waiting_list(front, SEVENTH, cents=19500)
    ines, iris = at_home(INES, window), at_home(SEVENTH, window)
    desk.calls_off(front, group, why="The room is under water.", names=GROUP, waiting=SEVENTH)
    letter = house.mailbox.letter(
        portal_address(INES), "we are sorry: we have to call off Thursday 22 October"
    )
    assert "Nothing is charged" in letter and "under water" not in letter
    house.mailbox.letter(portal_address(SEVENTH), "that date does not take place")
    visits.reads_that_it_is_called_off(ines, day="Thursday 22 October")
    iris.open("/portal/appointments/")
    iris.sees("we had to call this group off", "write to us about another date")
    front.open("/workspace/calendar/?day=2026-10-22")
    front.sees("called off: the group at 10:00 am")
    nurse.open(group.replace("/groups/", "/group-room/").replace("/seats/", "/"))
    nurse.sees("this group was called off", "the room is under water")
    desk.finds_a_new_date(front, group, OTIS, day="2026-10-29")
    front.open("/workspace/inbox/")
    front.sees("called off, and no other date yet")
    front.does_not_see(OTIS)
