"""Charts: where things lie, and that they hold nothing a strict policy would refuse."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from sojourn.faces.ui import charts
from sojourn.faces.ui.charts.svg import Scale, element, number
from sojourn.faces.ui.charts.vitals import in_words
from sojourn.faces.ui.gallery import specimens

DRAWINGS = specimens.drawings("light")


def parsed(drawing: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{drawing}</all>"))


def test_a_scale_is_a_straight_line_and_may_be_held() -> None:
    up = Scale(0, 27, 132, 8)
    assert (up(0), up(27)) == (132, 8)
    assert up.clamped(40) == 8
    assert number(12.0) == "12"
    assert number(12.345) == "12.3"


def test_words_in_a_drawing_are_escaped() -> None:
    assert element("text", "<b>&", class_="x") == '<text class="x">&lt;b&gt;&amp;</text>'


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_drawing_has_a_name_a_sentence_and_no_style(name: str) -> None:
    for svg in parsed(DRAWINGS[name]):
        assert svg.get("role") == "img"
        labels = (svg.get("aria-labelledby") or "").split()
        assert [each.get("id") for each in svg[:2]] == labels
        assert all((each.text or "").strip() for each in svg[:2])
    assert not re.search(r"style=|<script|<style|\son\w+=", DRAWINGS[name])


@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_lies_outside_the_drawing(name: str) -> None:
    for svg in parsed(DRAWINGS[name]):
        _, _, width, height = (float(each) for each in (svg.get("viewBox") or "").split())
        for each in svg.iter():
            for side, limit in (
                ("x", width),
                ("cx", width),
                ("x1", width),
                ("x2", width),
                ("y", height),
                ("cy", height),
            ):
                assert -0.1 <= float(each.get(side) or 0) <= limit


def test_a_higher_score_lies_higher_and_later_lies_further_right() -> None:
    svg = parsed(DRAWINGS["course"])[0]
    dots = [(float(each.get("cx") or 0), float(each.get("cy") or 0)) for each in svg.iter("circle")]
    assert dots == sorted(dots)
    assert [y for _, y in dots] == sorted(y for _, y in dots)


def test_a_planned_dose_is_dashed_and_a_given_one_is_solid() -> None:
    classes = [each.get("class") for each in parsed(DRAWINGS["course"])[0].iter("rect")]
    assert classes.count("dose") == len(specimens.DOSES)
    assert classes.count("dose planned") == 1


def test_a_band_starts_where_the_instrument_says() -> None:
    assert [charts.band_of(specimens.PHQ, value) for value in (0, 4, 5, 9, 10, 15, 20, 27)] == [
        *("minimal", "minimal", "mild", "mild", "moderate", "mod. severe", "severe", "severe")
    ]


def test_an_overdue_reading_is_said_and_marked() -> None:
    svg = DRAWINGS["vitals"]
    assert 'class="due-line overdue"' in svg
    assert ">+60<" in svg


def test_readings_are_told_in_words() -> None:
    assert in_words((charts.Reading(-8, 128, 82, 74, 98), charts.Reading(10))) == (
        "baseline 128/82, heart rate 74, oxygen 98 %; +10 min not taken."
    )
    assert in_words(()) == "No readings yet."


def test_a_chart_with_one_answer_and_no_dose_still_stands() -> None:
    first = charts.Lane("PHQ-9", 27, specimens.PHQ_BANDS, specimens.PHQ.scores[:1])
    drawing = charts.course_chart([first], [], title="t", description="d", today=specimens.FIRST)
    assert "polyline" not in drawing
    assert charts.progress_chart(first, [], title="t", description="d").count("c-point-now") == 2


def test_low_oxygen_is_marked() -> None:
    assert DRAWINGS["spark"].count('class="mark low"') == 2
