"""The session room goes on without network, page, browser or server; what was entered arrives once and in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from bench.tablets import FILL
from tests.journeys.place import Place
from tests.journeys.tablet import Tablet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("screenshots"),
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.is_killed()


@pytest.fixture
def tablets(place: Place, playwright: Playwright, chromium: str, tmp_path: Path) -> Iterator[list[Tablet]]:
    """Two tablets, both signed in on the session."""
    made = [
        Tablet(playwright, chromium, tmp_path / name, place.clock, place.around["SOJOURN_URL"])
        for name in ("one", "two")
    ]
    for each in made:
        each.sign_in(place.scene)
    yield made
    for each in made:
        each.close()


def test_a_session_without_network_page_browser_or_server(place: Place, tablets: list[Tablet]) -> None:
    """Given two tablets on one session; when everything fails in turn; then each reading stands once, in order."""
    one, two = tablets
    one.chart(systolic=121)
    assert place.charted() == [121]

    one.context.set_offline(True)
    one.chart(systolic=122)
    one.says("The server cannot be reached")
    one.says("1 entry is on this tablet")
    one.page.reload()
    one.ready()
    expect(one.page.locator(".log .is-waiting")).to_contain_text(["122/80"])
    one.chart(systolic=123)
    two.chart(systolic=124)
    one.is_killed()

    place.is_killed()
    two.chart(systolic=125)
    two.says("1 entry is on this tablet")
    one.switch_on()
    one.open(place.scene["session"])
    expect(one.page.locator(".log .is-waiting")).to_contain_text(["123/80", "122/80"])
    one.chart(systolic=126)

    place.starts()
    two.has_sent_all()
    one.says("You are signed out")
    one.sign_in(place.scene)
    one.has_sent_all()
    assert place.charted() == [121, 122, 123, 124, 125, 126]
    expect(two.page.locator(".log")).to_contain_text("126/80", timeout=20_000)


def test_after_signing_out_nothing_on_the_tablet_can_be_read(place: Place, tablets: list[Tablet]) -> None:
    """Given an entry that could not be sent; when its author signs out; then only she can send it, later."""
    tablet = tablets[0]
    tablet.page.route("**/arrivals/", lambda route: route.abort())
    tablet.chart(systolic=131)
    tablet.page.goto(f"{tablet.address}/accounts/logout/")
    expect(tablet.page.locator("[data-unsent]")).to_contain_text("1 entry has not reached the server")
    tablet.page.get_by_role("button", name="Sign out").click()
    tablet.page.wait_for_url(f"{tablet.address}/")
    assert tablet.unsent() == 1
    tablet.page.unroute("**/arrivals/")
    tablet.context.set_offline(True)
    tablet.page.goto(f"{tablet.address}/workspace/sessions/{place.scene['session']}/")
    expect(tablet.page.locator("[data-why=locked]")).to_be_visible()
    tablet.close()
    assert (place.folder / "one" / "Default" / "IndexedDB").is_dir(), "looked in the wrong place"
    assert readable(place.folder / "one", "Solberg", "131/80") == []
    tablet.switch_on()
    tablet.sign_in(place.scene)
    tablet.has_sent_all()
    assert place.charted() == [131]


def test_what_was_entered_by_mistake_is_undone_without_a_network(place: Place, tablets: list[Tablet]) -> None:
    """Given a reading on the tablet alone; when it was another patient's; then it counts no more, here or there."""
    tablet = tablets[0]
    tablet.context.set_offline(True)
    tablet.chart(systolic=199)
    expect(tablet.page.locator("#answers [data-answers]")).to_have_count(1)
    tablet.page.locator(".log .is-waiting").get_by_role("link", name="undo").click()
    tablet.page.get_by_label("What was mixed up").fill("The seat beside.")
    tablet.page.get_by_role("button", name="It never happened").click()
    expect(tablet.page.locator(".log .is-waiting.is-replaced")).to_contain_text("199/80")
    expect(tablet.page.locator("#answers [data-answers]")).to_have_count(0)
    tablet.context.set_offline(False)
    tablet.has_sent_all()
    expect(tablet.page.locator(".log")).to_contain_text("Never happened", timeout=20_000)
    assert place.charted() == [199, 199], "both rows are kept"


def test_a_long_queue_is_sent_whole_although_only_its_end_is_drawn(
    place: Place, tablets: list[Tablet]
) -> None:
    """Given more waiting entries than a screen is good for; when the network is back; then all arrive, in order."""
    tablet = tablets[0]
    tablet.context.set_offline(True)
    tablet.page.evaluate(FILL, 200)
    tablet.chart(systolic=141)
    expect(tablet.page.locator(".log .is-waiting")).to_have_count(100)
    tablet.says("201 entries are on this tablet")
    tablet.context.set_offline(False)
    tablet.has_sent_all()
    sent = [line for line in place.lines() if line.startswith("queued")]
    assert sent == sorted(sent) and len(sent) == 200
    assert place.charted() == [141]


def readable(folder: Path, *words: str) -> list[str]:
    """Files of a browser's profile in which one of these words stands, as Chromium writes text."""
    spelled = [spelling for word in words for spelling in (word.encode(), word.encode("utf-16-le"))]
    files = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in files if any(each in path.read_bytes() for each in spelled)]


def test_what_the_chart_cannot_take_is_put_right_by_a_person(place: Place, tablets: list[Tablet]) -> None:
    """Given a dose entered without the server and against the order; when it arrives; then it waits for a person."""
    tablet = tablets[0]
    tablet.context.set_offline(True)
    give = tablet.page.locator("form[data-entry=dose]")
    give.locator("[name=vial]").select_option(index=1)
    give.locator("[name=mg]").fill("90")
    give.locator("[name=site]").select_option("deltoid")
    give.locator("[name=side]").select_option("left")
    give.get_by_role("button", name="Given now").click()
    expect(tablet.page.locator(".log .is-waiting")).to_contain_text("90 mg given", timeout=15_000)
    tablet.context.set_offline(False)
    expect(tablet.page.locator(".held")).to_contain_text("Not charted: dose", timeout=30_000)
    tablet.page.locator(".held").get_by_role("link", name="Put it right").click()
    tablet.page.locator("[name=mg]").fill("40")
    tablet.page.get_by_role("button", name="Chart it").click()
    tablet.ready()
    expect(tablet.page.locator(".dose .amount")).to_contain_text("40 mg")
    expect(tablet.page.locator(".held")).to_have_count(0)
