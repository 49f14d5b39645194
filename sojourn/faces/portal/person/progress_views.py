"""How somebody does: the scores in kind words. Never a diagnosis, and never only good news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from markupsafe import Markup

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.content.instruments import Instrument
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.charts import Band, Lane, Score, SessionMark, progress_chart
from sojourn.faces.ui.words import short_day
from sojourn.intake import queries as intake
from sojourn.measures.rules import Change
from sojourn.outcomes import queries as outcomes
from sojourn.outcomes.queries import ScorePoint
from sojourn.people.models import Patient
from sojourn.scheduling import queries as scheduling
from sojourn.scheduling.states import JOURNEYS, AppointmentState

MAIN = "phq-9"
HALF = 50
SUBJECTS = {"phq-9": "Depression", "gad-7": "Anxiety", "pcl-5": "Trauma", "peg": "Pain", "bladder": "Bladder"}
SHOWN = (AppointmentState.BOOKED, AppointmentState.ARRIVED, AppointmentState.IN_ROOM, AppointmentState.DONE)


@dataclass(frozen=True)
class Measured:
    """One questionnaire over time, in words."""

    subject: str
    name: str
    first: int
    latest: int
    band: str
    words: str


@needs(Permission.USE_PORTAL)
def progress(request: HttpRequest) -> HttpResponse:
    """First against latest, week by week, and what they hoped for."""
    patient = own_record(request, timezone.now(), "my progress")
    series = outcomes.series_of(patient)
    changes = {each.instrument: each.change for each in outcomes.changes_in(series)}
    sheets = content.library().instruments
    shown = {name: points for name, points in series.scores.items() if name in SUBJECTS and name in sheets}
    measured = {name: _measured(sheets[name], points, changes.get(name)) for name, points in shown.items()}
    points = shown.get(MAIN, [])
    context = {
        "main": measured.pop(MAIN, None),
        "others": list(measured.values()),
        "picture": _picture(patient, sheets[MAIN], points) if points else Markup(""),
        "rows": [(short_day(timezone.localdate(each.at)), round(each.total), each.band) for each in points],
        "sheet": sheets[MAIN],
        "hopes": intake.answers(patient).get("goals", ""),
    }
    return render(request, "portal/person/progress.html", context)


def _measured(sheet: Instrument, points: list[ScorePoint], change: Change | None) -> Measured:
    first, latest = points[0], points[-1]
    return Measured(
        SUBJECTS[sheet.id],
        sheet.name,
        round(first.total),
        round(latest.total),
        latest.band,
        in_words(SUBJECTS[sheet.id].lower(), change, sheet),
    )


def in_words(subject: str, change: Change | None, sheet: Instrument) -> str:
    """What the difference says, kindly and truly."""
    if change is None:
        return f"This is your first {subject} score. From the second on you see here how it moves."
    if change.remitted:
        return f"Your {subject} score has come down into the lightest range, and by more than chance would explain."
    if change.responded:
        return f"Your {subject} score has {_fall(sheet)}. That is more than chance would explain."
    if change.worsened:
        return (
            f"Your {subject} score is higher than at first. That happens, and it is worth a talk: "
            "your doctor sees it too, and you can write to us."
        )
    if "reliable" in change.words or "meaningful" in change.words:
        return f"Your {subject} score has fallen noticeably since the first time."
    return f"Your {subject} score is about where it was at first. One score says little; the line says more."


def _fall(sheet: Instrument) -> str:
    share = sheet.change.response_percent if sheet.change else None
    return (
        "fallen by half or more since the first time" if share == HALF else f"fallen by {share:g} % or more"
    )


def _picture(patient: Patient, sheet: Instrument, points: list[ScorePoint]) -> Markup:
    lane = Lane(
        sheet.name,
        int(sheet.scoring.maximum),
        tuple(Band(int(band.start), band.label) for band in sheet.bands),
        tuple(Score(timezone.localdate(each.at), round(each.total)) for each in points),
    )
    first, last = points[0], points[-1]
    return progress_chart(
        lane,
        _sessions(patient),
        title=f"{sheet.name} score over time",
        description=f"From {first.total:g}, {first.band}, to {last.total:g}, {last.band}.",
    )


def _sessions(patient: Patient) -> list[SessionMark]:
    visits: Any = scheduling.visits_of(patient).filter(service__in=JOURNEYS, state__in=SHOWN)
    return [
        SessionMark(timezone.localdate(each.starts_at), number, planned=each.state != AppointmentState.DONE)
        for number, each in enumerate(visits.order_by("starts_at"), start=1)
    ]
