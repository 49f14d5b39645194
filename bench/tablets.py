"""Takes server, network and browsers away from tablets that chart, and counts what the chart holds afterwards.

Real browsers on a real server: every entry goes through the form of the session room, and counts as confirmed when the
page has taken it. Run by `make figures`.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from tests.journeys.place import Place
from tests.journeys.tablet import Tablet

CHROMIUM = "/usr/bin/chromium"
TABLETS = 4
PACE_SECONDS = 0.5
ENTER = """async (text) => {
  const { form } = Object.assign(document.querySelector("#line"), { value: text });
  form.requestSubmit();
  while (form.ariaBusy) await new Promise((again) => setTimeout(again, 5));
  return form.querySelector("[data-reasons]")?.textContent || "kept";
}"""
FILL = """async (count) => {
  const { put } = await import("/static/workspace/js/device/outbox.js");
  const { unlock } = await import("/static/workspace/js/device/vault.js");
  const kept = await unlock(document.body.dataset.person);
  for (let at = 0; at < count; at += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, one) => put(kept, {
      session: document.body.dataset.session, kind: "remark", words: "", state: "waiting",
      said: { text: `queued ${String(at + one).padStart(5, "0")}`, kind: "observation" },
    })));
  }
}"""


@dataclass
class Run:
    """One way of breaking, and what came of it."""

    name: str
    breaks: int
    confirmed: list[list[str]] = field(default_factory=lambda: [[] for _ in range(TABLETS)])
    seconds: float = 0

    def row(self, stored: list[str]) -> str:
        """A line of the table: what was confirmed, and what of it is lost, twice, or out of its tablet's order."""
        all_confirmed = [text for each in self.confirmed for text in each]
        times = Counter(stored)
        lost = sum(times[text] == 0 for text in all_confirmed)
        twice = sum(count > 1 for count in times.values())
        swapped = sum(_swapped([text for text in stored if text in set(each)]) for each in self.confirmed)
        cells = (self.name, self.breaks, len(all_confirmed), lost, twice, swapped, f"{self.seconds:.0f}")
        return f"| {' | '.join(str(each) for each in cells)} |"


def report(servers: int = 50, cuts: int = 50, browsers: int = 20, queued: int = 10_000) -> str:
    """The section of figures.md."""
    with _clinic() as (place, tablets):
        rows = [
            _broken(place, tablets, Run("server killed", servers), _kill_server),
            _broken(place, tablets, Run("network cut", cuts), _cut_network),
            _broken(place, tablets, Run("browser killed", browsers), _kill_browser),
        ]
        seconds = _queue(place, tablets[0], queued)
    return f"""
{TABLETS} tablets (Chromium) chart one line each every {PACE_SECONDS} s on one session. At random moments the server
or a browser gets SIGKILL, or a tablet loses its network. Confirmed is what the page told its author is kept.

| what breaks | times | entries confirmed | lost | twice | out of order | seconds |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

{queued} entries queued on one tablet without a network are with the server {seconds:.1f} s after it is back
(10 s are allowed).
"""


@contextmanager
def _clinic() -> Iterator[tuple[Place, list[Tablet]]]:
    with tempfile.TemporaryDirectory(prefix="sojourn-tablets-", ignore_cleanup_errors=True) as folder:
        place = Place(Path(folder))
        with sync_playwright() as playwright:
            address = place.around["SOJOURN_URL"]
            tablets = [
                Tablet(playwright, CHROMIUM, Path(folder) / f"tablet-{number}", place.clock, address)
                for number in range(TABLETS)
            ]
            for each in tablets:
                each.sign_in(place.scene)
            yield place, tablets
            for each in tablets:
                each.close()
        place.is_killed()


Break = Callable[[Place, list[Tablet]], Callable[[], None]]


def _broken(place: Place, tablets: list[Tablet], run: Run, breaks: Break) -> str:
    """Chart on and on; break, mend a moment later, and again; at the end wait until everything is sent."""
    began, number = time.monotonic(), 0
    for _ in range(run.breaks):
        number = _chart(run, tablets, number, random.uniform(0.2, 1.2))
        mend = breaks(place, tablets)
        number = _chart(run, tablets, number, random.uniform(0.2, 1.2))
        mend()
        number = _chart(run, tablets, number, 0, until=place.is_answering)
    for each in tablets:
        _sent(each, place)
    run.seconds = time.monotonic() - began
    return run.row([line for line in place.lines() if line.startswith(run.name)])


def _chart(
    run: Run, tablets: list[Tablet], number: int, seconds: float, until: Callable[[], bool] = lambda: True
) -> int:
    """Entries at the pace of the room for so long, and until the server answers; the next entry's number."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or not until():
        started = time.monotonic()
        for which, tablet in enumerate(tablets):
            text = f"{run.name} {which} {number:05d}"
            if _is_kept(tablet, text):
                run.confirmed[which].append(text)
        number += 1
        time.sleep(max(0.0, PACE_SECONDS - (time.monotonic() - started)))
    return number


def _is_kept(tablet: Tablet, text: str) -> bool:
    """A page that is just loading anew confirms nothing."""
    try:
        return bool(tablet.page.evaluate(ENTER, text) == "kept")
    except Error:
        return False


def _kill_server(place: Place, tablets: list[Tablet]) -> Callable[[], None]:
    place.is_killed()
    return place.begins_to_start


def _cut_network(place: Place, tablets: list[Tablet]) -> Callable[[], None]:
    tablet = random.choice(tablets)
    tablet.context.set_offline(True)
    return lambda: tablet.context.set_offline(False)


def _kill_browser(place: Place, tablets: list[Tablet]) -> Callable[[], None]:
    tablet = random.choice(tablets)
    tablet.is_killed()

    def mend() -> None:
        tablet.switch_on()
        tablet.sign_in(place.scene)

    return mend


def _sent(tablet: Tablet, place: Place) -> None:
    """Everything of this tablet is with the server; a page that is signed out signs in."""
    if (
        "Sign in" in (tablet.page.locator("#standing").text_content() or "")
        and not tablet.page.locator("#standing a").is_hidden()
    ):
        tablet.sign_in(place.scene)
    tablet.has_sent_all()


def _queue(place: Place, tablet: Tablet, count: int) -> float:
    """Seconds from the network's return until the server has all of them."""
    tablet.context.set_offline(True)
    tablet.page.evaluate(FILL, count)
    tablet.context.set_offline(False)
    began = time.monotonic()
    tablet.page.evaluate("window.dispatchEvent(new Event('online'))")
    while tablet.unsent():
        time.sleep(0.1)
    took = time.monotonic() - began
    stored = [line for line in place.lines() if line.startswith("queued")]
    assert stored == sorted(stored) and len(stored) == count, "the queue came incomplete or out of order"
    return took


def _swapped(texts: list[str]) -> int:
    """How many neighbours stand in the wrong order."""
    return sum(later < earlier for earlier, later in zip(texts, texts[1:], strict=False))


if __name__ == "__main__":
    print(report())
