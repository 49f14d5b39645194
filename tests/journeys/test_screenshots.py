"""The main pages, taken from the demo clinic. With SOJOURN_SCREENSHOTS=docs/screenshots the pictures stay there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys import house as houses
from tests.journeys.guest import LAPTOP, PHONE, TABLET, Guest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("screenshots"),
]
TALL = {"width": 390, "height": 1900}
NARROW = {"width": 320, "height": 640}
TUESDAY = "2026-09-15 10:40"
COURSE, TODAY, ALERT = "Wren Halloway", "Kestrel Amadi", "Perrin Oakes"


@dataclass(frozen=True)
class Shot:
    """One picture: who sees which page, how large; ``then`` leads to pages that have no fixed address."""

    name: str
    address: str
    size: dict[str, int]
    who: str = ""
    then: Callable[[Guest], None] | None = None


def follows(selector: str, words: str = "") -> Callable[[Guest], None]:
    """Go on by the first link of that kind."""

    def go(guest: Guest) -> None:
        guest.leave_by(guest.page.locator(selector, has_text=words).first.click)

    return go


def scrolled_to(selector: str) -> Callable[[Guest], None]:
    """Further down the page, where this part begins."""

    def go(guest: Guest) -> None:
        guest.page.locator(selector).first.evaluate("part => part.scrollIntoView()")

    return go


def chart_tab(tab: str) -> Callable[[Guest], None]:
    """From somebody found to a tab of their chart."""

    def go(guest: Guest) -> None:
        patient = re.search(r"[0-9a-f-]{36}", guest.page.url)
        assert patient, guest.page.url
        guest.open(f"/workspace/patients/{patient.group()}/{tab}")

    return go


def room_in(light: str) -> Callable[[Guest], None]:
    """The session that is furthest on, in the light wanted."""

    def go(guest: Guest) -> None:
        follows(".session-card h3 a")(guest)
        button = guest.page.locator(f'form:has(input[name=to][value="{light}"]) button')
        if button.count():
            guest.leave_by(button.first.click)

    return go


SHOTS = (
    Shot("home-phone", "/", PHONE),
    Shot("home", "/", LAPTOP),
    Shot("prices", "/prices/", LAPTOP),
    Shot("next-step", "/portal/", PHONE, TODAY),
    Shot("self-check", "/could-this-be-for-me/", PHONE),
    Shot("medications", "/portal/medications/", PHONE, TODAY),
    Shot("questionnaire", "/portal/forms/", PHONE, ALERT, follows("a[href*='/portal/questions/']")),
    Shot("appointments", "/portal/appointments/", TALL, TODAY),
    Shot(
        "hold-timeline-phone",
        "/portal/medications/",
        PHONE,
        COURSE,
        scrolled_to("section:has(.hold-timeline)"),
    ),
    Shot("progress", "/portal/progress/", TALL, COURSE),
    Shot("today", "/workspace/", LAPTOP, "Robin Larkspur"),
    Shot("calendar", "/workspace/calendar/", LAPTOP, "Robin Larkspur"),
    Shot("today-phone", "/workspace/", PHONE, "Robin Larkspur"),
    Shot("calendar-phone", "/workspace/calendar/", PHONE, "Robin Larkspur"),
    Shot("chart", f"/workspace/patients/?q={COURSE}", LAPTOP, "Dr Imogen Sorrel", chart_tab("")),
    Shot(
        "interactions",
        f"/workspace/patients/?q={COURSE}",
        LAPTOP,
        "Dr Imogen Sorrel",
        chart_tab("medications/"),
    ),
    Shot(
        "chart-intake",
        f"/workspace/patients/?q={COURSE}",
        LAPTOP,
        "Dr Imogen Sorrel",
        chart_tab("intake/"),
    ),
    Shot("session", "/workspace/sessions/", LAPTOP, "Tamsin Brook"),
    Shot("outcomes", "/workspace/outcomes/", LAPTOP, "Cordelia Vane"),
    Shot("session-room-light", "/workspace/sessions/", TABLET, "Tamsin Brook", room_in("bright")),
    Shot("session-room-dim", "/workspace/sessions/", TABLET, "Tamsin Brook", room_in("dim")),
    Shot("group-room", "/workspace/group-room/", LAPTOP, "Tamsin Brook"),
    Shot("billing", "/workspace/billing/", LAPTOP, "Robin Larkspur"),
    Shot("register", "/workspace/register/", LAPTOP, "Tamsin Brook"),
)


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[houses.House]:
    """The demo clinic, built and served at a Tuesday's mid-morning. No worker: the pictures stay as they are."""
    houses.Clock(folder / "clock").set(TUESDAY)
    around = houses.environment(folder, mode="demo", port=1)
    houses.run_in_time("tests.journeys.in_time", "demo", "--no-serve", around=around)
    database = f"sqlite:///{folder / 'demo.sqlite3'}"
    with houses.running(folder, people={}, mode="demo", database=database, worker=False) as running:
        yield running


@pytest.fixture(scope="module")
def album() -> Iterator[Path | None]:
    """Where the pictures go; None when nobody asked for them."""
    wanted = os.environ.get("SOJOURN_SCREENSHOTS")
    if wanted:
        Path(wanted).mkdir(parents=True, exist_ok=True)
    yield Path(wanted) if wanted else None


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_screenshots(
    shot: Shot, demo: houses.House, browser: Browser, album: Path | None, tmp_path: Path
) -> None:
    """The page loads without a fault, shuts nobody out, and fits a narrow phone; then the picture is taken."""
    seen: set[Any] = set()
    guest = Guest(browser, demo, size=shot.size, seen=seen)
    try:
        if shot.who:
            becomes(guest, shot.who)
        guest.open(shot.address)
        if shot.then:
            shot.then(guest)
        guest.page.wait_for_load_state("networkidle")
        picture = (album or tmp_path) / f"{shot.name}.png"
        guest.page.screenshot(path=picture)
        assert picture.stat().st_size > 10_000, "an empty picture"
        guest.page.set_viewport_size(NARROW)
        guest.fits()
    finally:
        guest.close()


def becomes(guest: Guest, who: str) -> None:
    """One click on the page of demo people."""
    guest.page.goto("/demo/people")
    guest.leave_by(guest.page.locator("li", has_text=who).get_by_role("button").first.click)
