"""The rooms on their tablets: what fits the screen, how dark the dark is, what asks until it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.light import brightest
from tests.journeys.place import Place
from tests.journeys.tablet import Tablet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("screenshots"),
]

LYING = [(1024, 768), (1180, 820), (1280, 800)]
DARK = 0.33
"""Relative luminance of the brightest pixel in the mockup of the dim room, rounded up. White is 1."""
SCROLLED = """() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"""
KEYS = """() => [...document.querySelectorAll("#pad .keypad button")].map((key) => key.offsetHeight)"""


@pytest.fixture
def tablet(place: Place, playwright: Playwright, chromium: str, tmp_path: Path) -> Iterator[Tablet]:
    made = Tablet(playwright, chromium, tmp_path / "tablet", place.clock, place.around["SOJOURN_URL"])
    made.sign_in(place.scene)
    yield made
    made.close()


def hurdles(page: Page) -> list[str]:
    """What axe finds on the page."""
    return [each["id"] for each in Axe().run(page).response["violations"]]


def opens(tablet: Tablet, place: Place, path: str) -> Page:
    tablet.page.goto(f"{place.around['SOJOURN_URL']}/workspace/{path}/")
    tablet.ready()
    return tablet.page


def test_one_screen_when_it_lies_and_no_sideways_scroll_ever(place: Place, tablet: Tablet) -> None:
    """Given a session, a door and a group; when the tablet lies; then each fits, keys and save under the thumb."""
    pages = {
        "live": f"sessions/{place.scene['session']}",
        "door": f"sessions/{place.scene['door']}",
        "group": f"group-room/{place.scene['group']}",
    }
    for name, path in pages.items():
        page = opens(tablet, place, path)
        for width, height in LYING:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(SCROLLED) == [width, height], (name, width)
            if name == "group":
                expect(page.locator(".pod")).to_have_count(6)
                continue
            assert all(52 <= high <= 64 for high in page.evaluate(KEYS)), (name, width)
            saved = page.locator("#pad .save").bounding_box()
            assert saved and saved["y"] + saved["height"] <= height, (name, width)
        for width, height in ((768, 1024), (320, 700)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(SCROLLED)[0] == width, (name, width)


def test_nothing_in_the_dim_room_is_bright(place: Place, tablet: Tablet) -> None:
    """Given the journey; when alarms, errors, waiting lines and drop-downs stand there; then all of it stays dark."""
    page = opens(tablet, place, f"sessions/{place.scene['session']}")
    assert page.locator("html").get_attribute("data-theme") == "dim"
    tablet.context.set_offline(True)
    tablet.chart(spo2=88)
    page.locator("#pad [name=spo2]").fill("400")
    page.locator("#pad .save").click()
    expect(page.locator("#pad [data-reasons]")).to_contain_text("not possible")
    tablet.says("The server cannot be reached")
    for each in page.locator("details > summary").all():
        each.click()
    for look_at in ("#answers", "#pad .save", ".log .is-waiting", ".give-form", ".comforts", ".rescues"):
        page.locator(look_at).first.scroll_into_view_if_needed()
        found = brightest(page)
        assert found["most"] < DARK, (look_at, found)
        assert found["bluest"] <= 0, (look_at, found)
    page.locator("#pad [name=spo2]").fill("")
    page.locator("#answers [data-own] button", has_text="Oxygen").click()
    expect(page.locator("#answers [data-own]")).to_have_count(0)
    tablet.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    tablet.has_sent_all()

    page = opens(tablet, place, f"group-room/{place.scene['group']}")
    page.locator(".hand-over summary").click()
    assert hurdles(page) == []
    found = brightest(page)
    assert found["most"] < DARK and found["bluest"] <= 0, found


def test_an_urgent_reading_asks_until_somebody_says_what_was_done(place: Place, tablet: Tablet) -> None:
    """Given an urgent reading; when the network goes and comes; then it asks until it is answered."""
    page = opens(tablet, place, f"sessions/{place.scene['session']}")
    tablet.chart(spo2=87)
    asking = page.locator("#answers [data-answers]")
    expect(asking).to_contain_text("SpO₂ 87 %, urgent")
    expect(asking.get_by_role("button", name="Watching closely")).to_have_count(0)
    assert hurdles(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    asked, pad = asking.bounding_box(), page.locator("#pad").bounding_box()
    assert asked and pad and asked["y"] < pad["y"]
    page.set_viewport_size({"width": 1024, "height": 768})
    page.reload()
    tablet.ready()
    expect(page.locator(".edge.is-danger")).to_be_attached()
    tablet.context.set_offline(True)
    asking.get_by_role("button", name="Provider called").click()
    expect(asking).to_be_hidden(timeout=10_000)
    expect(page.locator(".log .is-waiting")).to_contain_text("Provider called")
    tablet.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    tablet.has_sent_all()
    expect(page.locator(".log .is-answer").first).to_contain_text(
        "Provider called to the room", timeout=15_000
    )
    expect(asking).to_have_count(0)


def test_the_dose_is_told_by_weight_while_it_is_typed_and_comfort_takes_one_touch(
    place: Place, tablet: Tablet
) -> None:
    """Given 80 kg and 40 mg before; when 20 mg are typed; then mg/kg, the sum and the millilitres stand there."""
    page = opens(tablet, place, f"sessions/{place.scene['session']}")
    page.locator("summary", has_text="Give a booster").click()
    page.locator(".give-form [name=vial]").select_option(index=1)
    page.locator(".give-form [name=mg]").fill("20")
    expect(page.locator(".by-weight")).to_have_text("0.25 mg/kg, 0.75 mg/kg in all, 0.20 mL")
    page.locator("summary", has_text="Comfort and touch").click()
    page.get_by_role("button", name="Eye shades on").click()
    expect(page.locator(".log li").first).to_contain_text("Eye shades on", timeout=15_000)


def test_what_is_gone_is_put_away_here_and_felt_again_with_a_touch(place: Place, tablet: Tablet) -> None:
    """Given nausea and no network; when it is gone; then its line goes, and the server says so afterwards too."""
    page = opens(tablet, place, f"sessions/{place.scene['session']}")
    tablet.context.set_offline(True)
    page.get_by_role("button", name="Nausea or vomiting is gone").click()
    expect(page.locator("#ongoing li")).to_be_hidden(timeout=10_000)
    tablet.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    tablet.has_sent_all()
    expect(page.locator("#ongoing li")).to_have_count(0, timeout=15_000)
    expect(page.locator(".log li").first).to_contain_text("Nausea or vomiting, gone")


def test_an_emergency_is_written_down_touch_by_touch(place: Place, tablet: Tablet) -> None:
    """Given no network; when help is called; then its buttons stand there until it is over."""
    page = opens(tablet, place, f"sessions/{place.scene['session']}")
    expect(page.locator("#emergency")).to_be_hidden()
    tablet.context.set_offline(True)
    page.get_by_role("button", name="Emergency: start the log").click()
    expect(page.locator("#emergency")).to_be_visible(timeout=10_000)
    assert hurdles(page) == []
    page.locator("#emergency").get_by_role("button", name="911 called").click()
    expect(page.locator(".log .is-waiting").first).to_contain_text("911 called", timeout=10_000)
    page.locator("#emergency").get_by_role("button", name="Emergency over").click()
    expect(page.locator("#emergency")).to_be_hidden(timeout=10_000)
    tablet.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    tablet.has_sent_all()
    expect(page.locator(".log .is-emergency")).to_have_count(3, timeout=15_000)


def test_the_emergency_log_begins_under_the_thumb_wherever_the_page_is(place: Place, tablet: Tablet) -> None:
    """Given the room and the door; when the tablet stands or lies; then the button is low, large and on the screen."""
    for path in (place.scene["session"], place.scene["door"]):
        page = opens(tablet, place, f"sessions/{path}")
        for width, height in ((768, 1024), *LYING):
            page.set_viewport_size({"width": width, "height": height})
            for down in (0, 10_000):
                page.evaluate("(down) => scrollTo(0, down)", down)
                button, saved = (
                    page.locator(f"#pad {each}").bounding_box() for each in (".start-log", ".save")
                )
                assert button and saved and button["height"] >= 48, (path, width, down)
                assert button["y"] > height / 2 and button["y"] + button["height"] <= height, (
                    path,
                    width,
                    down,
                )
                assert button["x"] + button["width"] + 8 <= saved["x"], "not one finger's slip from Save"


def test_at_the_board_one_touch_begins_the_log_of_a_seat(place: Place, tablet: Tablet) -> None:
    """Given six at once; when help is called at two seats; then each says so and opens the lines it can."""
    page = opens(tablet, place, f"group-room/{place.scene['group']}")
    first, second = page.locator(".pod").nth(4), page.locator(".pod").nth(5)
    touch = first.get_by_role("button", name="Emergency: start the log")
    box = touch.bounding_box()
    assert box and box["height"] >= 44
    touch.click()
    expect(page.locator("#emergency")).to_be_visible(timeout=10_000)
    assert "/sessions/" in page.url
    page.go_back()
    tablet.ready()
    expect(first.get_by_text("Emergency", exact=True)).to_be_visible()
    expect(first.get_by_role("button")).to_have_count(0)
    tablet.context.set_offline(True)
    second.get_by_role("button", name="Emergency: start the log").click()
    expect(second.locator(".in-emergency")).to_be_visible(timeout=10_000)
    assert "is-danger" in (second.get_attribute("class") or "") and "/group-room/" in page.url
    tablet.says("1 entry is on this tablet")
    tablet.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    tablet.has_sent_all()
    expect(second.locator(".in-emergency")).to_be_visible(timeout=15_000)


def test_the_group_opens_and_counts_on_without_the_server(place: Place, tablet: Tablet) -> None:
    """Given a board that was open; when the network is gone and time passes; then seats turn late."""
    page = opens(tablet, place, f"group-room/{place.scene['group']}")
    page.locator(".hand-over summary").click()
    page.locator("[name=watcher]").select_option(label="Imogen Sorrel")
    page.get_by_role("button", name="Takes over now").click()
    expect(page.locator(".pod-head", has_text="Imogen Sorrel watches")).to_have_count(6)
    tablet.ready()
    page.wait_for_timeout(500)
    second = page.locator(".pod").nth(1)
    expect(second.locator(".due")).not_to_contain_text("overdue")
    tablet.context.set_offline(True)
    page.reload()
    tablet.ready()
    page.clock.fast_forward("14:00")
    expect(second.locator(".due")).to_contain_text("+20 vitals")
    expect(second.locator(".due")).to_contain_text("overdue")
    assert "is-caution" in (second.get_attribute("class") or "")
    tablet.says("The server cannot be reached")
