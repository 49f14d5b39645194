"""The drawing of an expected course: where curves, tints and doses lie, and what it says in words."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sojourn.faces.ui import charts
from sojourn.faces.ui.charts.expected import LEFT, RIGHT, TOP, in_words

MINUTES = (0.0, 10.0, 20.0, 200.0)
CURVE = charts.Expected("Arterial ketamine", "arterial", (0, 50, 40, 5), (0, 200, 160, 20), (0, 400, 300, 60))
VENOUS = charts.Expected("Venous ketamine", "venous", (0, 40, 40, 5), (0, 100, 120, 20), (0, 200, 200, 60))


def drawn(*anchors: charts.Soft, doses: tuple[charts.Given, ...] = (charts.Given(0, "35 mg"),)):  # type: ignore[no-untyped-def]
    lane = charts.ExpectedLane("Ketamine", (CURVE, VENOUS), anchors, 100)
    return ElementTree.fromstring(charts.expected_chart(charts.ExpectedPicture(MINUTES, (lane,), doses)))


def of_class(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in svg.iter() if name in (each.get("class") or "").split()]


def pairs(each: ElementTree.Element) -> list[tuple[float, float]]:
    return [tuple(map(float, pair.split(","))) for pair in each.get("points", "").split()]  # type: ignore[misc]


def test_every_curve_has_its_band_and_the_highest_reaches_the_top() -> None:
    svg = drawn()
    arterial, venous = of_class(svg, "arterial")[0], of_class(svg, "venous")[0]
    assert [each.tag for each in (arterial, venous)] == ["polygon", "polygon"]
    assert len(of_class(svg, "mid")) == len(of_class(svg, "spread")) == 2
    assert TOP <= min(y for _, y in pairs(arterial)) < TOP + 6
    assert (pairs(arterial)[0][0], pairs(arterial)[3][0]) == (LEFT, RIGHT)


def test_the_typical_curve_lies_within_its_band() -> None:
    svg = drawn()
    for band, middle in zip(of_class(svg, "spread"), of_class(svg, "mid"), strict=True):
        edge, line = pairs(band), pairs(middle)
        for place, (x, y) in enumerate(line):
            above, below = edge[place], edge[-1 - place]
            assert above[0] == below[0] == x and above[1] <= y <= below[1]


def test_tints_are_named_apart_and_one_beyond_the_scale_is_left_out() -> None:
    svg = drawn(
        charts.Soft(70, 160, "less pain"), charts.Soft(90, 150, "more"), charts.Soft(1200, 2400, "asleep")
    )
    names = {each.text: float(each.get("y", 0)) for each in of_class(svg, "soft-name")}
    assert set(names) == {"less pain", "more"}
    assert names["less pain"] - names["more"] >= 12


def test_doses_stand_at_their_times_and_their_words_never_overlap() -> None:
    given = (charts.Given(0, "35 mg"), charts.Given(5, "10 mg"), charts.Given(100, "17.5 mg"))
    svg = drawn(doses=given)
    at = [float(each.get("x1", 0)) for each in of_class(svg, "dose-at")]
    assert at == pytest.approx([LEFT, LEFT + 0.025 * (RIGHT - LEFT), (LEFT + RIGHT) / 2], abs=0.06)
    assert [each.text for each in of_class(svg, "dose-label")] == ["35 mg", "17.5 mg"]


def test_it_is_told_in_words() -> None:
    lane = charts.ExpectedLane("Ketamine", (CURVE,))
    said = in_words(charts.ExpectedPicture(MINUTES, (lane,), ()))
    assert said == (
        "Arterial ketamine: typically highest 200 (50 to 400) ng/mL at +10 min, 20 (5 to 60) ng/mL at +200 min."
    )


def test_a_course_of_nothing_is_drawn_flat() -> None:
    flat = charts.Expected("Arterial ketamine", "arterial", (0, 0), (0, 0), (0, 0))
    picture = charts.ExpectedPicture((0.0, 10.0), (charts.ExpectedLane("Ketamine", (flat,)),), ())
    assert "nan" not in charts.expected_chart(picture)
