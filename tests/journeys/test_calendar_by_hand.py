"""The calendar in real browsers: two people move visits by mouse and keyboard, and see each other's moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.guest import LAPTOP, PHONE, Guest
from tests.journeys.house import House
from tests.journeys.steps_website import signs_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("calendar")]
MONDAY = "/workspace/calendar/?day=2026-09-14"
A_POLL = 16_000


@dataclass
class Desk:
    """One person at the calendar."""

    guest: Guest

    def opens(self, address: str = MONDAY) -> None:
        """The calendar from the start."""
        self.guest.open(address)

    def visit(self, who: str) -> Locator:
        """Somebody's visit on the board."""
        return self.guest.page.locator(f'[data-move][data-who="{who}"]')

    def starts(self, who: str) -> str:
        """Where it stands now."""
        return str(self.visit(who).get_attribute("data-starts"))

    def stands_at(self, who: str, clock: str) -> None:
        """It stands there, or will in a moment."""
        expect(self.visit(who)).to_have_attribute("title", ends_in(clock))

    def drags(self, who: str, *, columns: int, rows: int = 0) -> None:
        """By mouse, over so many columns of ten minutes and rows."""
        page, box = self.guest.page, self.visit(who).bounding_box()
        board = self.guest.page.locator("table.board").bounding_box()
        head = self.guest.page.locator("tr[data-row] th").first.bounding_box()
        count = int(str(self.guest.page.locator("table.board").get_attribute("data-columns")))
        assert box and board and head
        wide, high = (board["width"] - head["width"]) / count, head["height"]
        x, y = box["x"] + 12, box["y"] + 12
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + columns * wide / 2, y + rows * high / 2, steps=3)
        page.mouse.move(x + columns * wide, y + rows * high, steps=3)
        page.mouse.up()

    def drags_to(self, who: str, day: str) -> None:
        """By mouse, from its day of the week to another one."""
        page, box = self.guest.page, self.visit(who).bounding_box()
        there = page.locator(f'[data-noons][data-name="{day}"]').bounding_box()
        assert box and there
        page.mouse.move(box["x"] + 12, box["y"] + 12)
        page.mouse.down()
        page.mouse.move(there["x"] + 20, there["y"] + 30, steps=4)
        page.mouse.up()

    def touches(self, who: str, *, across: int, rest_ms: int) -> None:
        """With a finger that rests so long on the visit before it goes aside by so many pixels."""
        page = self.guest.page
        self.visit(who).scroll_into_view_if_needed()
        box = self.visit(who).bounding_box()
        assert box
        x, y = box["x"] + 12, box["y"] + 12
        finger = page.context.new_cdp_session(page)
        finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(rest_ms)
        for part in (1, 2, 3):
            at = {"x": x + across * part / 3, "y": y}
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        finger.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        finger.detach()

    def presses(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.guest.page.keyboard.press(key)

    def hears(self, words: str) -> None:
        """What a screen reader is told."""
        expect(self.guest.page.locator("[data-spoken]")).to_contain_text(words)

    def answers(self, name: str) -> None:
        """A button of the bar."""
        self.guest.page.locator(".moving-bar").get_by_role("button", name=name).first.click()

    def reads(self, words: str) -> None:
        """The bar says so."""
        expect(self.guest.page.locator(".moving-bar [data-words]")).to_contain_text(words)

    def waits(self) -> None:
        """Long enough for the page to look again."""
        self.guest.context.clock.run_for(A_POLL)


def ends_in(clock: str) -> Any:
    """A title that begins its time so."""
    import re

    return re.compile(f", {clock} to ")


@pytest.fixture(scope="module")
def desks(house: House, window: Callable[..., Guest]) -> tuple[Desk, Desk]:
    """The front desk and the owner, each with a browser of their own."""
    both = []
    for who in ("desk", "owner"):
        guest = window(LAPTOP)
        signs_in(guest, house.people[who]["email"], house.people[who]["password"])
        both.append(Desk(guest))
    return both[0], both[1]


def names(desk: Desk) -> list[str]:
    found = desk.guest.page.locator("[data-move]").all()
    return [str(each.get_attribute("data-who")) for each in found]


def test_dragged_by_one_seen_by_the_other(desks: tuple[Desk, Desk]) -> None:
    desk, owner = desks
    desk.opens()
    owner.opens()
    last = names(desk)[-1]
    before = desk.starts(last)
    desk.drags(last, columns=6)
    desk.reads(f"Move {last} from")
    assert desk.starts(last) == before, "nothing is sent before somebody said so"
    desk.answers("Move")
    desk.reads("Moved to Monday 14 September, 3:00 pm")
    desk.stands_at(last, "3:00 pm")
    owner.waits()
    owner.stands_at(last, "3:00 pm")


def test_put_back_before_it_was_sent(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    desk.opens()
    first = names(desk)[0]
    desk.drags(first, columns=3)
    desk.presses("Escape")
    desk.hears(f"{first} is back where it was.")
    assert desk.visit(first).evaluate("it => it.style.transform") == ""


def test_the_second_on_a_place_hears_what_is_free(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    desk.opens()
    first, second = names(desk)[:2]
    before = desk.starts(first)
    desk.drags(first, columns=6)
    desk.answers("Move")
    desk.reads("That time was just taken. Still free:")
    desk.hears("just taken")
    assert desk.starts(first) == before
    expect(desk.visit(first)).to_have_css("transform", "none")
    assert desk.guest.page.locator(".moving-bar button").count() == 4
    desk.answers("Leave it where it was")
    expect(desk.guest.page.locator(".moving-bar")).to_be_hidden()
    desk.drags(first, columns=6)
    desk.answers("Move")
    desk.reads("just taken")
    desk.answers("Monday 14 September")
    desk.reads("Moved to Monday 14 September")
    assert second in names(desk)


def test_whoever_holds_a_visit_is_not_disturbed_and_moves_no_stale_one(desks: tuple[Desk, Desk]) -> None:
    desk, owner = desks
    desk.opens()
    owner.opens()
    last = names(owner)[-1]
    owner.visit(last).focus()
    owner.presses("Space", "ArrowLeft")
    desk.drags(last, columns=3)
    desk.answers("Move")
    desk.reads("Moved to")
    owner.waits()
    assert owner.visit(last).get_attribute("data-held") is not None, "still in hand"
    owner.presses("Enter", "Enter")
    owner.reads("Somebody moved this visit meanwhile")
    owner.answers("Leave it where it was")
    owner.stands_at(last, "3:30 pm")


def test_moved_by_keyboard_with_words(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    desk.opens()
    last = names(desk)[-1]
    desk.visit(last).focus()
    desk.presses("Space")
    desk.hears(f"Picked up {last}, 3:30 pm, Fern. Arrow keys move it, Enter puts it down")
    desk.presses("ArrowRight", "ArrowRight", "ArrowRight")
    desk.hears("4:00 pm, Fern")
    desk.presses("ArrowUp")
    desk.hears("4:00 pm, Cedar")
    desk.presses("Enter")
    desk.reads(f"Move {last} from 3:30 pm, Fern to 4:00 pm, Cedar? A message goes out.")
    desk.presses("Enter")
    desk.reads("Cedar is not a room for this visit.")
    desk.presses("Escape")
    desk.visit(last).focus()
    desk.presses("Space", "ArrowRight", "ArrowRight", "ArrowRight", "Enter", "Enter")
    desk.reads("Moved to Monday 14 September, 4:00 pm")
    desk.stands_at(last, "4:00 pm")
    expect(desk.visit(last)).to_be_focused()
    desk.guest.shuts_nobody_out()


def test_people_exchange_a_visit_on_the_board_of_people(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    desk.opens(f"{MONDAY}&by=people")
    last = names(desk)[-1]
    row = desk.visit(last).locator("xpath=ancestor::tr")
    assert row.get_attribute("data-name") == "Dr Noor Haddad"
    desk.visit(last).focus()
    desk.presses("Space", "ArrowUp", "Enter")
    desk.reads("Dr Ada Quill? A message goes out.")
    desk.presses("Enter")
    desk.reads("Moved to Monday 14 September, 4:00 pm")
    expect(desk.visit(last).locator("xpath=ancestor::tr")).to_have_attribute("data-name", "Dr Ada Quill")


def test_a_finger_that_rests_on_a_visit_moves_it_and_one_that_passes_does_not(
    desks: tuple[Desk, Desk],
) -> None:
    desk, _ = desks
    desk.opens()
    last = names(desk)[-1]
    before = desk.starts(last)
    desk.touches(last, across=-60, rest_ms=0)
    expect(desk.guest.page.locator(".moving-bar")).to_be_hidden()
    expect(desk.guest.page.locator("[data-held]")).to_have_count(0)
    desk.opens()
    desk.touches(last, across=-60, rest_ms=700)
    desk.reads(f"Move {last} from")
    assert desk.guest.page.url.endswith(MONDAY) and desk.starts(last) == before
    desk.answers("Put back")
    desk.hears(f"{last} is back where it was.")
    desk.touches(last, across=0, rest_ms=700)
    desk.hears(f"{last} is back where it was.")
    assert desk.guest.page.url.endswith(MONDAY), "a finger that only rested opens nothing"


def test_a_visit_is_dragged_to_another_day_of_the_week_and_back_by_keys(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    desk.opens(f"{MONDAY}&by=week")
    monday, tuesday = "Monday 14 September", "Tuesday 15 September"
    of_monday = desk.guest.page.locator(f'[data-noons][data-name="{monday}"] [data-move]')
    last = str(of_monday.last.get_attribute("data-who"))
    before = desk.starts(last)
    desk.drags_to(last, tuesday)
    desk.reads(f"Move {last} from {monday}, ")
    desk.reads(f"to {tuesday}, ")
    desk.answers("Move")
    desk.reads(f"Moved to {tuesday}, ")
    day = desk.visit(last).locator("xpath=ancestor::section")
    expect(day).to_have_attribute("data-name", tuesday)
    assert desk.starts(last)[10:] == before[10:], "the clock stays"
    desk.visit(last).focus()
    desk.presses("Space")
    desk.hears(f"Picked up {last}, {tuesday}, ")
    desk.presses("ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowDown", "Enter")
    desk.reads(f"to {monday}, ")
    desk.presses("Enter")
    desk.reads(f"Moved to {monday}, ")
    expect(day).to_have_attribute("data-name", monday)
    assert desk.starts(last) == before
    desk.guest.shuts_nobody_out()


def test_nobody_is_disturbed_while_typing_on_today(desks: tuple[Desk, Desk], house: House) -> None:
    desk, owner = desks
    desk.opens("/workspace/")
    field = desk.guest.page.locator("input[name=q]")
    field.press_sequentially("Mar")
    owner.opens("/workspace/")
    owner.guest.press("Check in")
    desk.guest.context.clock.run_for(2_000)
    expect(field).to_have_value("Mar")
    desk.waits()
    expect(desk.guest.page.locator(".where")).to_contain_text("waiting for")
    expect(field).to_have_value("Mar")


def test_a_server_that_is_silent_is_not_hidden(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    desk.opens("/workspace/")
    note = desk.guest.page.locator(".live-note")
    expect(note).to_be_hidden()
    desk.guest.page.route("**/workspace/", lambda route: route.abort())
    for _ in range(4):
        desk.waits()
        desk.guest.page.wait_for_timeout(100)
    expect(note).to_contain_text("may have changed since")
    desk.guest.page.unroute("**/workspace/")
    desk.guest.faults.clear()
    for _ in range(4):
        desk.waits()
        desk.guest.page.wait_for_timeout(100)
    expect(note).to_be_hidden()


def test_the_list_of_arrivals_is_walked_by_keys(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    desk.opens("/workspace/")
    steps = desk.guest.page.locator("[data-step]")
    desk.presses("j", "j")
    expect(steps.nth(1)).to_be_focused()
    desk.presses("k")
    expect(steps.nth(0)).to_be_focused()


def test_paper_has_initials_and_no_name(desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    for address in (MONDAY, f"{MONDAY}&by=week"):
        desk.opens(address)
        shown = desk.guest.text()
        assert "marlow" in shown or "ines m." in shown
        desk.guest.page.emulate_media(media="print")
        printed = desk.guest.text()
        desk.guest.page.emulate_media(media="screen")
        assert "i.m." in printed
        assert not any(word in printed for word in ("marlow", "ines", "intake", "check in", "book a visit"))


def test_a_link_is_made_shown_once_and_read_by_a_calendar(
    house: House, window: Callable[..., Guest], browser: Browser
) -> None:
    doctor = window(PHONE)
    signs_in(doctor, house.people["second_doctor"]["email"], house.people["second_doctor"]["password"])
    doctor.open("/workspace/calendar/link/")
    doctor.press("Make a link")
    address = doctor.page.get_by_label("Link", exact=True).input_value()
    stranger = browser.new_context()
    told = stranger.request.get(address).text()
    stranger.close()
    assert "SUMMARY:Visit · O.F. · Fern" in told
    doctor.open("/workspace/calendar/link/")
    doctor.does_not_see(".ics")


@pytest.mark.parametrize("by", ["rooms", "people", "week"])
def test_an_empty_day_shuts_nobody_out(window: Callable[..., Guest], house: House, by: str) -> None:
    for size in (LAPTOP, PHONE):
        owner = window(size)
        signs_in(owner, house.people["owner"]["email"], house.people["owner"]["password"])
        owner.page.goto(f"/workspace/calendar/?day=2026-12-13&by={by}")
        owner.sees("nothing is booked")
        owner.fits()
        owner.shuts_nobody_out()


def test_without_script_the_same_visit_is_moved_by_a_form(house: House, browser: Browser) -> None:
    context = browser.new_context(base_url=house.address, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", house.people["desk"]["email"])
    page.fill("[name=password]", house.people["desk"]["password"])
    page.locator("main button").first.click()
    page.goto(MONDAY)
    page.locator("a.slot[data-move]").last.click()
    page.get_by_role("link", name="Move", exact=True).click()
    page.locator(".times-list button").last.click()
    assert "Moved to" in page.locator("main").inner_text()
    context.close()
