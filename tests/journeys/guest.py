"""A person at a browser. Every page they land on is looked at as a careful tester would."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response

from tests.journeys.house import House

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1366, "height": 850}
TABLET = {"width": 1180, "height": 820}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[^/]{60,}(?=/)")
_SHAPE = """() => [document.querySelector('h1')?.innerText ?? '', document.forms.length,
  document.querySelectorAll('.error').length]"""


class Guest:
    """One browser window. ``seen`` is shared by all guests of a house: what was judged once is not judged again."""

    def __init__(self, browser: Browser, house: House, *, size: dict[str, int], seen: set[Any]) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=house.address, viewport=size, reduced_motion="reduce", timezone_id="America/Los_Angeles"
        )
        self.context.set_default_timeout(30_000)
        self.context.clock.install(time=house.clock.now())
        house.clock.followers.append(self.context.clock.set_system_time)
        self.page: Page = self.context.new_page()
        self.size, self.seen = size, seen
        self.faults: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._judge)

    def open(self, address: str) -> Page:
        """Go there and look."""
        answer = self.page.goto(address)
        assert answer and answer.status < 400, f"{address} answers {answer and answer.status}"
        return self.look()

    def press(self, words: str, *, within: Locator | None = None, exact: bool = True) -> Page:
        """Press the one button of that name, wait for the page it leads to, and look."""
        return self._leave(self._one(within, "button", words, exact))

    def follow(self, words: str, *, within: Locator | None = None, exact: bool = True) -> Page:
        """Follow the first link of that name, and look."""
        return self._leave(self._one(within, "link", words, exact))

    def leave_by(self, act: Callable[[], None]) -> Page:
        """Do something that loads a page, and look at it."""
        with self.page.expect_navigation():
            act()
        return self.look()

    def enter_by(self, act: Callable[[], None]) -> Page:
        """Make an entry on the tablet: the page takes it, tells what stands against it, or comes anew."""
        self.page.wait_for_selector("body[data-tablet-ready]")
        act()
        self.page.wait_for_selector("form[aria-busy]", state="detached")
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_selector("body[data-tablet-ready]")
        return self.look()

    def fill(self, **fields: str) -> None:
        """Type into fields by their name."""
        for name, value in fields.items():
            field = self.page.locator(f'[name="{name}"]:visible').first
            if field.evaluate("it => it.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Tick one answer."""
        self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    def sees(self, *words: str) -> None:
        """Every one of these stands on the page."""
        text = self.text()
        missing = [each for each in words if each.lower() not in text]
        assert not missing, f"{self.page.url} does not say {missing}; it says: {text}"

    def wait_for(self, address: str, words: str, *, seconds: float = 60) -> None:
        """Look at the page again until it says so: the background worker works in its own time."""
        deadline = time.monotonic() + seconds
        while words not in self.text() or address not in self.page.url:
            assert time.monotonic() < deadline, f"{address} never says {words!r}: {self.text()}"
            self.page.goto(address)

    def does_not_see(self, *words: str) -> None:
        """None of these stands on the page."""
        found = [each for each in words if each.lower() in self.text()]
        assert not found, f"{self.page.url} says {found}"

    def text(self) -> str:
        """All visible words, in lower case, with single spaces."""
        return " ".join(self.page.locator("body").inner_text().lower().replace("\xa0", " ").split())

    def look(self) -> Page:
        """No fault of script or policy, nothing hangs over the side, nothing that shuts somebody out."""
        assert not self.faults, f"{self.page.url}: {self.faults}"
        kind = self._kind()
        if kind not in self.seen:
            self.seen.add(kind)
            self.fits()
            self.shuts_nobody_out()
        return self.page

    def fits(self) -> None:
        """The page is no wider than the window."""
        wide, window = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, (
            f"{self.page.url} is {wide} wide in a window of {window}: {self._overhanging()}"
        )

    def shuts_nobody_out(self) -> None:
        """Axe finds nothing."""
        found = Axe().run(self.page).response["violations"]
        told = [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
        assert not told, f"{self.page.url}: {told}"

    def close(self) -> None:
        """Shut the window."""
        self.context.close()

    def _leave(self, thing: Locator) -> Page:
        return self.leave_by(thing.click)

    def _one(self, within: Locator | None, role: Any, words: str, exact: bool) -> Locator:
        return (within or self.page.locator("body")).get_by_role(role, name=words, exact=exact).first

    def _kind(self) -> tuple[str, ...]:
        path = _ID.sub("*", urlsplit(self.page.url).path)
        shape = self.page.evaluate(_SHAPE)
        return (path, str(self.size["width"]), *map(str, shape))

    def _overhanging(self) -> list[str]:
        return self.page.evaluate(
            """[...document.querySelectorAll('body *')]
            .filter(it => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(it => it.outerHTML.slice(0, 90)).slice(0, 5)"""
        )

    def _hear(self, message: ConsoleMessage) -> None:
        refused = "Content Security Policy" in message.text
        if refused or (message.type == "error" and "status of 4" not in message.text):
            self.faults.append(f"{message.type}: {message.text}")

    def _judge(self, response: Response) -> None:
        broken = response.status >= 500 or (response.status == 404 and "/static/" in response.url)
        if broken:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")
