"""Charts as SVG text. Geometry is pure: small frozen facts in, a drawing out, the same for screen and paper."""

from sojourn.faces.ui.charts.course import Band, DoseMark, Lane, Score, band_of, course_chart
from sojourn.faces.ui.charts.expected import (
    Expected,
    ExpectedLane,
    ExpectedPicture,
    Given,
    Soft,
    expected_chart,
)
from sojourn.faces.ui.charts.hold import HoldDay, hold_strip
from sojourn.faces.ui.charts.progress import SessionMark, progress_chart
from sojourn.faces.ui.charts.spark import sparkline
from sojourn.faces.ui.charts.vitals import Due, ModelPoint, Reading, VitalsLimits, VitalsPicture, vitals_chart

__all__ = [
    "Band",
    "DoseMark",
    "Due",
    "Expected",
    "ExpectedLane",
    "ExpectedPicture",
    "Given",
    "HoldDay",
    "Lane",
    "ModelPoint",
    "Reading",
    "Score",
    "SessionMark",
    "Soft",
    "VitalsLimits",
    "VitalsPicture",
    "band_of",
    "course_chart",
    "expected_chart",
    "hold_strip",
    "progress_chart",
    "sparkline",
    "vitals_chart",
]
