"""Browsers before a clinic that really runs. Everything ends with the tests."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys import house as houses
from tests.journeys import roomful
from tests.journeys import steps_website as website
from tests.journeys.guest import LAPTOP, Guest
from tests.journeys.place import Place


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One browser for all windows."""
    opened = playwright.chromium.launch(executable_path=chromium)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where one clinic keeps everything."""
    with tempfile.TemporaryDirectory(prefix="sojourn-journey-", ignore_cleanup_errors=True) as path:
        yield Path(path)


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, folder: Path) -> Iterator[houses.House]:
    """A clinic newly opened, on a Monday morning; with the people of the module's ``SCENE``, where it names one."""
    database = houses.new_database(folder)
    people = houses.opened(folder, database=database, local="2026-09-14 08:30")
    if scene := getattr(request.module, "SCENE", ""):
        around = houses.environment(folder, mode="test", port=1, database=database)
        houses.run_in_time(scene, around=around)
    with houses.running(folder, people=people, mode="test", database=database) as running:
        yield running


@pytest.fixture(scope="module")
def window(browser: Browser, house: houses.House) -> Iterator[Callable[..., Guest]]:
    """Opens windows on the house's pages."""
    opened: list[Guest] = []
    seen: set[Any] = set()

    def open_one(size: dict[str, int]) -> Guest:
        opened.append(Guest(browser, house, size=size, seen=seen))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def doctor(house: houses.House, window: Callable[..., Guest]) -> Guest:
    """Dr Quill at her laptop."""
    guest = window(LAPTOP)
    website.signs_in(guest, house.people["doctor"]["email"], house.people["doctor"]["password"])
    return guest


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server with its rooms in use: one patient on their journey, one at the door, a group of six."""
    made = Place(tmp_path_factory.mktemp("rooms"), "tests.journeys.roomful", roomful.NOW_THERE)
    yield made
    made.is_killed()
