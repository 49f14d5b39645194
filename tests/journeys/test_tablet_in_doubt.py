"""A tablet at awkward moments: answers that come late, clocks that are wrong, windows that cross each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from tests.journeys.place import Place
from tests.journeys.tablet import Tablet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("screenshots"),
]

JS = "/static/workspace/js/device"
SLOW_DISK = """() => {
  const asked = navigator.locks.request.bind(navigator.locks);
  navigator.locks.request = async (...said) => {
    await asked(...said);
    await new Promise((done) => setTimeout(done, 4000));
  };
}"""
NO_LOCKS = """() => { navigator.locks.request = () => Promise.reject(new Error("no")); }"""
TWO_NAMES = f"""async () => {{
  const vault = await import("{JS}/vault.js");
  return Promise.all([vault.deviceId(), vault.deviceId(), vault.deviceId()]);
}}"""
KEY_AFTER_SIGNING_OUT = f"""async () => {{
  const vault = await import("{JS}/vault.js");
  const tablet = await import("/static/ui/js/tablet.js");
  const onItsWay = vault.ask();
  await new Promise((done) => setTimeout(done, 200));
  await tablet.lock();
  return [await onItsWay, await tablet.fact("key")];
}}"""
CORRECTION = "#live [data-correct][data-kind=vitals]"


@pytest.fixture
def switched_on(
    place: Place, playwright: Playwright, chromium: str, tmp_path: Path
) -> Iterator[Callable[..., Tablet]]:
    """Tablets signed in on the session; ``ahead``: how wrong the clock of one is."""
    made: list[Tablet] = []

    def one(ahead: timedelta = timedelta()) -> Tablet:
        folder = tmp_path / f"tablet{len(made)}"
        made.append(Tablet(playwright, chromium, folder, place.clock, place.around["SOJOURN_URL"]))
        if ahead:
            made[-1].context.clock.install(time=place.clock.now() + ahead)
        made[-1].sign_in(place.scene)
        return made[-1]

    yield one
    for each in made:
        each.close()


@pytest.fixture
def tablet(switched_on: Callable[..., Tablet]) -> Tablet:
    return switched_on()


def fills(page: Page, **readings: Any) -> None:
    for name, value in readings.items():
        page.locator(f"#pad [name={name}]").fill(str(value))
    page.locator("#pad .save").click()


def waits(tablet: Tablet, words: str) -> None:
    expect(tablet.page.locator(".log .is-waiting").first).to_contain_text(words, timeout=15_000)


def is_back(tablet: Tablet) -> None:
    tablet.context.set_offline(False)
    tablet.page.evaluate("dispatchEvent(new Event('online'))")


def test_a_refusal_that_comes_late_is_still_told(place: Place, tablet: Tablet) -> None:
    """Given a disk so slow that patience ends while the refusal is put away; then the form says it, nothing is lost."""
    tablet.page.evaluate(SLOW_DISK)
    fills(tablet.page, systolic=80, diastolic=120)
    expect(tablet.page.locator("#pad [data-reasons]")).to_contain_text("cannot be", timeout=15_000)
    expect(tablet.page.locator("#pad [name=systolic]")).to_have_value("80")


def test_what_cannot_be_sent_for_a_reason_of_the_tablet_is_kept_all_the_same(
    place: Place, tablet: Tablet
) -> None:
    """Told to write it on paper, somebody would chart it twice."""
    tablet.page.evaluate(NO_LOCKS)
    fills(tablet.page, systolic=141, diastolic=80)
    waits(tablet, "141/80")
    expect(tablet.page.locator("[data-reasons]")).to_have_count(0)
    tablet.page.reload()
    tablet.ready()
    tablet.has_sent_all()
    assert place.charted().count(141) == 1


def test_one_entry_that_the_server_cannot_read_stops_none_of_the_others(place: Place, tablet: Tablet) -> None:
    """Given entries without the network, one of them poison; when it is back; then the others arrive."""

    def answers(route: Route) -> None:
        poison = "poison" in (route.request.post_data or "")
        route.fulfill(status=400, body="{}") if poison else route.continue_()

    page = tablet.page
    tablet.context.set_offline(True)
    fills(page, systolic=142, diastolic=80)
    waits(tablet, "142/80")
    page.locator("#line").fill("poison")
    page.locator("#line").press("Enter")
    waits(tablet, "poison")
    fills(page, systolic=143, diastolic=80)
    waits(tablet, "143/80")
    page.route("**/arrivals/", answers)
    is_back(tablet)
    tablet.says("1 entry could not be sent")
    expect(page.locator(".log .is-waiting")).to_have_count(1, timeout=15_000)
    assert place.charted()[-2:] == [142, 143]


def test_a_correction_stays_one_while_the_page_comes_anew(place: Place, tablet: Tablet) -> None:
    """Given somebody correcting; when the parts of the page come anew; then the pad still says so."""
    page = tablet.page
    page.locator(CORRECTION).first.click()
    expect(page.locator("#h-pad")).to_have_text("Correct a reading")
    with page.expect_response(lambda answer: answer.url.endswith(f"{place.scene['session']}/")):
        page.evaluate("htmx.trigger('#live', 'kept')")
    page.wait_for_timeout(2500)
    expect(page.locator("#h-pad")).to_have_text("Correct a reading")
    expect(page.locator("#pad .save")).to_have_text("Save the correction")
    tablet.context.set_offline(True)
    page.reload()
    tablet.ready()
    expect(page.locator("#h-pad")).not_to_have_text("Correct a reading")
    assert page.locator("#pad [name=supersedes]").count() == 0


def test_a_page_kept_in_the_middle_of_an_entry_takes_entries(place: Place, tablet: Tablet) -> None:
    """Given a page that was kept while an entry was under way; when it opens again without a network; then it works."""
    page = tablet.page
    page.route("**/arrivals/", lambda route: None)
    page.locator("#pad [name=systolic]").fill("144")
    page.locator("#pad [name=diastolic]").fill("80")
    page.evaluate(
        f"""() => {{ document.querySelector('#pad .save').click();
          return Promise.all([import("{JS}/pages.js"), import("{JS}/vault.js")]).then(async ([pages, vault]) =>
            pages.keepPage(await vault.unlock(document.body.dataset.person))); }}"""
    )
    waits(tablet, "144/80")
    tablet.context.set_offline(True)
    page.reload()
    tablet.ready()
    fills(page, systolic=145, diastolic=80)
    waits(tablet, "145/80")


def test_one_name_for_a_tablet_and_no_key_after_signing_out(place: Place, tablet: Tablet) -> None:
    """A tablet with two names would have two keys, and one of them would open nothing."""
    page = tablet.page
    page.evaluate(
        "import('/static/ui/js/tablet.js').then((t) => t.within('facts', 'readwrite', (s) => s.clear()))"
    )
    assert len(set(page.evaluate(TWO_NAMES))) == 1

    def late(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/key/**", late)
    assert page.evaluate(KEY_AFTER_SIGNING_OUT) == [None, None]


def test_a_tablet_whose_clock_is_two_days_ahead_counts_by_the_servers(
    place: Place, switched_on: Callable[..., Tablet]
) -> None:
    """Given a wrong clock; then nothing is overdue that is not, and the page opens without a network."""
    tablet = switched_on(timedelta(days=2))
    head = tablet.page.locator("#pad-head")
    tablet.page.reload()
    tablet.ready()
    expect(head).to_contain_text("Vitals at +")
    expect(head).not_to_contain_text("overdue")
    fills(tablet.page, systolic=146, diastolic=80)
    expect(tablet.page.locator(".log")).to_contain_text("146/80", timeout=15_000)
    tablet.page.reload()
    tablet.ready()
    tablet.context.set_offline(True)
    tablet.page.reload()
    tablet.ready()
    expect(tablet.page.locator(".log")).to_contain_text("146/80")
    fills(tablet.page, systolic=147, diastolic=80)
    waits(tablet, "147/80")
    is_back(tablet)
    tablet.has_sent_all()
    assert place.charted()[-1] == 147


def test_a_tablet_whose_clock_is_behind_still_says_what_is_late(
    place: Place, switched_on: Callable[..., Tablet]
) -> None:
    """Given a clock two hours slow and no network; when time passes; then the reading turns late."""
    tablet = switched_on(timedelta(hours=-2))
    tablet.page.reload()
    tablet.ready()
    tablet.context.set_offline(True)
    tablet.page.clock.fast_forward("25:00")
    expect(tablet.page.locator("#pad-head")).to_contain_text("overdue", timeout=15_000)


def test_a_clock_set_right_before_sending_moves_nothing(place: Place, tablet: Tablet) -> None:
    """Given an entry that waits; when the clock is set before it is sent; then it stands where it was made."""
    tablet.context.set_offline(True)
    made = place.clock.now()
    fills(tablet.page, systolic=152, diastolic=80)
    waits(tablet, "152/80")
    tablet.page.clock.fast_forward("20:00")
    is_back(tablet)
    tablet.has_sent_all()
    with closing(sqlite3.connect(place.database)) as connection:
        [(said,)] = connection.execute("SELECT observed_at FROM treatment_vitalsigns WHERE systolic = 152")
    assert abs(datetime.fromisoformat(said).replace(tzinfo=UTC) - made) < timedelta(minutes=1)


def test_what_is_held_shows_on_the_other_tablet_too(place: Place, switched_on: Callable[..., Tablet]) -> None:
    """Given two tablets; when one's entry is held; then the other says so without being touched."""
    one, two = switched_on(), switched_on()
    one.context.set_offline(True)
    one.page.locator("#pad [name=systolic]").fill("80")
    one.page.locator("#pad [name=diastolic]").fill("120")
    one.page.locator("#pad .save").click()
    waits(one, "80/120")
    is_back(one)
    expect(one.page.locator(".held")).to_be_visible(timeout=15_000)
    expect(two.page.locator(".held")).to_be_visible(timeout=20_000)


def test_a_session_that_ended_meanwhile_takes_nothing_off_the_page(place: Place, tablet: Tablet) -> None:
    """Given an ended sign-in; when the page asks for its parts; then the log stays and the alarms count on."""
    page = tablet.page
    tablet.context.clear_cookies()
    page.evaluate("htmx.trigger('#live', 'kept')")
    tablet.says("You are signed out")
    expect(page.locator(".log li").first).to_be_visible()
    page.clock.fast_forward("25:00")
    expect(page.locator("#pad-head")).to_contain_text("overdue", timeout=15_000)
    fills(page, systolic=148, diastolic=80)
    waits(tablet, "148/80")
    tablet.sign_in(place.scene)
    tablet.has_sent_all()
    assert place.charted().count(148) == 1


@pytest.mark.parametrize(
    ("systolic", "body"), [(149, "{}"), (150, '{"answers": ['), (151, "<h1>Welcome to our network</h1>")]
)
def test_an_answer_that_is_none_is_asked_for_again(
    place: Place, tablet: Tablet, systolic: int, body: str
) -> None:
    """Given half an answer, or somebody else's, to what was taken in; when the next is whole; then it counts once."""
    asked: list[Route] = []

    def answers(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            return route.continue_()
        route.fetch()
        return route.fulfill(status=200, body=body)

    tablet.page.route("**/arrivals/", answers)
    fills(tablet.page, systolic=systolic, diastolic=80)
    expect(tablet.page.locator(".log")).to_contain_text(f"{systolic}/80", timeout=15_000)
    tablet.has_sent_all()
    assert len(asked) > 1 and tablet.unsent() == 0
    assert place.charted().count(systolic) == 1
