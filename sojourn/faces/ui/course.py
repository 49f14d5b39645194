"""From a patient's course to its picture: the instruments of the library become lanes, sessions become bars."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from markupsafe import Markup

from sojourn import content
from sojourn.content.instruments import Instrument
from sojourn.faces.ui.charts import Band, DoseMark, Lane, Score, course_chart
from sojourn.outcomes.queries import CourseSeries, ScorePoint

LANES = (("phq-9", "phq"), ("gad-7", "gad"))


def course_picture(series: CourseSeries, *, today: date) -> Markup:
    """Depression and anxiety scores over the doses; an empty text when nothing was measured."""
    sheets = content.library().instruments
    lanes = [
        _lane(sheets[instrument], series.scores[instrument], look)
        for instrument, look in LANES
        if instrument in series.scores
    ]
    if not lanes:
        return Markup("")
    doses = [
        DoseMark(timezone.localdate(dose.at), round(dose.mg_per_kg, 2), f"no. {dose.number}")
        for dose in series.doses
    ]
    return course_chart(
        lanes, doses, title="Scores and doses over time", description=_in_words(lanes, doses), today=today
    )


def _lane(sheet: Instrument, points: list[ScorePoint], look: str) -> Lane:
    return Lane(
        name=sheet.name,
        maximum=int(sheet.scoring.maximum),
        bands=[Band(int(band.start), band.label) for band in sheet.bands],
        scores=[Score(timezone.localdate(each.at), round(each.total)) for each in points],
        series=look,
    )


def _in_words(lanes: list[Lane], doses: list[DoseMark]) -> str:
    said = [f"{lane.name} from {lane.scores[0].value} to {lane.scores[-1].value}." for lane in lanes]
    return " ".join([*said, f"{len(doses)} sessions with ketamine."])
