"""The tablet counts as the server does: the same points, states and concerns for the same chart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from sojourn import content
from sojourn.faces.workspace.room.tablet import numbers_of
from sojourn.treatment.rules.schedule import due_points, next_due, point_for
from sojourn.treatment.rules.vitals import Reading, out_of_band

pytestmark = pytest.mark.browser
SCRIPT = Path("sojourn/faces/workspace/static/workspace/js/device/schedule.js")
PAGE = "<!doctype html>"
START = datetime(2026, 3, 2, 18, tzinfo=UTC)
CHARTS: list[tuple[list[float], set[str]]] = [
    ([], set()),
    ([0], set()),
    ([0], {"+10"}),
    ([0], {"+10", "+20", "+30", "+40"}),
    ([0], {"+20"}),
    ([0, 20], {"+10"}),
    ([0, 20], {"+10", "2:+10", "2:+20"}),
    ([0, 17.5, 44], {"+10", "2:+10", "3:+10", "3:+20"}),
    ([0], {"before", "+10", "+20", "+30", "+40", "+60", "+90", "+120"}),
]


@pytest.fixture(scope="module")
def page(playwright: Playwright, chromium: str) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=chromium)
    opened = browser.new_page()
    script = SCRIPT.read_text()
    opened.route("http://tablet.test/", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    opened.route(
        "http://tablet.test/s.js", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    opened.goto("http://tablet.test/")
    opened.evaluate("async () => { window.schedule = await import('/s.js'); }")
    yield opened
    browser.close()


def ms(moment: datetime) -> float:
    return moment.timestamp() * 1000


@pytest.mark.parametrize("chart", CHARTS, ids=[f"chart {n}" for n in range(len(CHARTS))])
def test_every_minute_of_a_session(page: Page, chart: tuple[list[float], set[str]]) -> None:
    from sojourn.treatment.queries import standards

    doses = [START + timedelta(minutes=each) for each in chart[0]]
    minutes = [each / 2 for each in range(0, 300, 3)]
    asked = {"sheet": numbers_of(content.library().monitoring), "doses": [ms(each) for each in doses]}
    asked |= {"taken": sorted(chart[1]), "times": [ms(START + timedelta(minutes=each)) for each in minutes]}
    there = page.evaluate(
        """({ sheet, doses, taken, times }) => times.map((now) => {
             const points = schedule.duePoints(sheet, doses, new Set(taken), now);
             const due = schedule.nextDue(points);
             return [points.map((each) => [each.code, each.state, each.late]), due ? due.code : null,
                     schedule.pointFor(points, now, doses.length > 0)];
           })""",
        asked,
    )
    here: list[Any] = []
    for minute in minutes:
        now = START + timedelta(minutes=minute)
        points = due_points(standards.cycle(), doses, chart[1], now)
        due = next_due(points)
        listed = [[each.code, str(each.state), each.late_minutes] for each in points]
        here.append([listed, due.code if due else None, point_for(points, now, bool(doses))])
    assert there == json.loads(json.dumps(here))


def test_every_value_of_every_measure(page: Page) -> None:
    sheet = content.library().monitoring
    readings = [
        {measure.code: value} for measure in sheet.measures for value in range(measure.low, measure.high + 1)
    ]
    readings += [{"systolic": 185, "diastolic": 112, "spo2": 93, "moaas": 1}]
    bands = numbers_of(sheet)["bands"]
    there = page.evaluate(
        """({ bands, readings }) => readings.map((each) =>
             schedule.outOfBand(bands, each).map((one) => [one.measure, one.concern]))""",
        {"bands": bands, "readings": readings},
    )
    here = [
        [[one.measure.code, str(one.concern)] for one in out_of_band(Reading(**each), sheet)]
        for each in readings
    ]
    assert there == here
