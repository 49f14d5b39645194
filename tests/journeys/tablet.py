"""A tablet in the session room: a browser with a profile of its own, whose network and process can be taken away."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.journeys.house import Clock

SIZE = {"width": 1024, "height": 768}
CALM = {"systolic": 128, "diastolic": 80, "heart_rate": 70, "spo2": 97}


class Tablet:
    """One tablet on one session. ``folder`` holds its profile, which outlives its browser."""

    def __init__(
        self, playwright: Playwright, chromium: str, folder: Path, clock: Clock, address: str
    ) -> None:
        self._chromium, self._folder, self._clock = chromium, folder, clock
        self._playwright, self.address = playwright, address
        self.context: BrowserContext
        self.page: Page
        self.switch_on()

    def switch_on(self) -> None:
        """Start the browser on the tablet's profile."""
        self.context = self._playwright.chromium.launch_persistent_context(
            str(self._folder),
            executable_path=self._chromium,
            viewport=SIZE,
            args=["--disable-background-networking"],
        )
        self.context.clock.install(time=self._clock.now())
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def sign_in(self, scene: dict[str, str]) -> None:
        """Open the session, and sign in where that is asked for: a killed browser may still know who it was."""
        self.page.goto(f"{self.address}/accounts/login/?next=/workspace/sessions/{scene['session']}/")
        if self.page.locator("[name=login]").count():
            self.page.fill("[name=login]", scene["email"])
            self.page.fill("[name=password]", scene["password"])
            self.page.get_by_role("button", name="Sign in").click()
        self.ready()

    def ready(self) -> None:
        """Until its own part has begun and the files are kept for the time without a network."""
        self.page.wait_for_selector("body[data-tablet-ready]", timeout=30_000)
        self.page.evaluate("navigator.serviceWorker.ready")

    def open(self, session: str) -> None:
        """The page of a session, from the server or from the tablet."""
        self.page.goto(f"{self.address}/workspace/sessions/{session}/")
        self.ready()

    def chart(self, **readings: Any) -> None:
        """Fill the pad and save it; back when the tablet says where the entry is."""
        lines = self.page.locator(".log li").count()
        for name, value in {**CALM, **readings}.items():
            self.page.locator(f"#pad [name={name}]").fill(str(value))
        self.page.locator("#pad .save").click()
        expect(self.page.locator(".log li")).not_to_have_count(lines, timeout=15_000)

    def says(self, words: str) -> None:
        """The line at the top says this."""
        expect(self.page.locator("#standing")).to_contain_text(words, timeout=15_000)

    def has_sent_all(self) -> None:
        """Nothing waits here any more, and nothing is said."""
        expect(self.page.locator("#standing")).to_be_hidden(timeout=60_000)
        expect(self.page.locator(".log .is-waiting")).to_have_count(0, timeout=60_000)

    def unsent(self) -> int:
        """How many entries lie in its store."""
        return int(self.page.evaluate(f"{STORE}.then((rows) => rows.length)"))

    def is_killed(self) -> None:
        """No time to say goodbye: the browser and everything it started."""
        found = subprocess.run(
            ["pgrep", "-f", str(self._folder)], capture_output=True, text=True, check=False
        )
        for process in found.stdout.split():
            try:
                os.kill(int(process), signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            self.context.close()
        except Exception:
            return

    def close(self) -> None:
        """Switch it off."""
        self.context.close()


STORE = """new Promise((done) => {
  const asked = indexedDB.open("sojourn-tablet");
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""
