"""What the desk may wish for a course."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.faces.workspace.visits.forms import CourseForm

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(("day", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)])
def test_a_course_from_a_day_gone_by_is_refused(day: str, fits: bool) -> None:
    form = CourseForm({"from_day": day})
    form.today = TODAY
    assert form.is_valid() == fits
    assert fits or "past" in str(form.errors["from_day"])
