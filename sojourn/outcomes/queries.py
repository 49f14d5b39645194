"""How people do over time: one patient's scores against their doses, and the clinic as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID

from sojourn import content
from sojourn.content.instruments import Instrument
from sojourn.measures import rules as scoring
from sojourn.measures.models import Score
from sojourn.people.models import Patient
from sojourn.treatment.models import DoseGiven
from sojourn.treatment.models.chart import STANDS


@dataclass(frozen=True)
class ScorePoint:
    """One score in time."""

    at: datetime
    total: float
    band: str


@dataclass(frozen=True)
class DosePoint:
    """All ketamine of one session. mg and mg/kg."""

    at: datetime
    mg: float
    mg_per_kg: float
    number: int


@dataclass(frozen=True)
class CourseSeries:
    """One patient's course: scores by instrument id, doses by session."""

    scores: dict[str, list[ScorePoint]]
    doses: list[DosePoint]


@dataclass(frozen=True)
class InstrumentSummary:
    """The clinic's result on one instrument: medians before and now, and how many changed how."""

    instrument: str
    title: str
    patients: int
    baseline_median: float
    latest_median: float
    responded: int
    remitted: int
    worsened: int


def series_of(patient: Patient) -> CourseSeries:
    """Everything the course chart draws. 2 queries."""
    scores: dict[str, list[ScorePoint]] = defaultdict(list)
    for score in Score.objects.filter(patient=patient).order_by("at"):
        scores[score.instrument].append(ScorePoint(score.at, score.total, score.band))
    return CourseSeries(dict(scores), doses_of(patient))


def doses_of(patient: Patient) -> list[DosePoint]:
    """Doses per session, boosters added up, in order."""
    given = DoseGiven.objects.filter(session__patient=patient, **STANDS)
    by_session: dict[UUID, list[DoseGiven]] = defaultdict(list)
    for dose in given.order_by("observed_at"):
        by_session[dose.session_id].append(dose)
    return [_session_dose(doses, number) for number, doses in enumerate(by_session.values(), start=1)]


def _session_dose(doses: list[DoseGiven], number: int) -> DosePoint:
    mg, per_kg = (float(sum(getattr(each, name) for each in doses)) for name in ("mg", "mg_per_kg"))
    return DosePoint(doses[0].observed_at, mg, per_kg, number)


@dataclass(frozen=True)
class CourseChange:
    """One instrument: the first score, the latest, and what the difference means."""

    instrument: str
    title: str
    baseline: float
    latest: float
    change: scoring.Change


def changes_in(series: CourseSeries) -> list[CourseChange]:
    """Per instrument with at least two scores: the latest against the first one before treatment."""
    sheets = content.library().instruments
    return [
        _change(sheets[instrument], points)
        for instrument, points in series.scores.items()
        if len(points) > 1 and instrument in sheets
    ]


def _change(sheet: Instrument, points: list[ScorePoint]) -> CourseChange:
    first, last = points[0].total, points[-1].total
    return CourseChange(sheet.id, sheet.name, first, last, scoring.change(sheet, baseline=first, latest=last))


def clinic_summary(instruments: Iterable[str] = ("phq-9", "gad-7")) -> list[InstrumentSummary]:
    """Everybody with at least two scores, first against latest. One query."""
    pairs: dict[str, dict[UUID, list[float]]] = defaultdict(lambda: defaultdict(list))
    rows = Score.objects.filter(instrument__in=list(instruments)).order_by("at")
    for instrument, patient_id, total in rows.values_list("instrument", "patient_id", "total"):
        pairs[instrument][patient_id].append(total)
    return [_summary(each, pairs[each]) for each in instruments if _measured_twice(pairs[each])]


def _measured_twice(totals: dict[UUID, list[float]]) -> list[list[float]]:
    return [each for each in totals.values() if len(each) > 1]


def _summary(instrument: str, totals: dict[UUID, list[float]]) -> InstrumentSummary:
    sheet = content.library().instruments[instrument]
    courses = _measured_twice(totals)
    changes = [scoring.change(sheet, baseline=each[0], latest=each[-1]) for each in courses]
    return InstrumentSummary(
        instrument=instrument,
        title=sheet.name,
        patients=len(courses),
        baseline_median=median(each[0] for each in courses),
        latest_median=median(each[-1] for each in courses),
        responded=sum(each.responded for each in changes),
        remitted=sum(each.remitted for each in changes),
        worsened=sum(each.worsened for each in changes),
    )
