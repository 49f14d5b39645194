"""Invented people and figures, the same in every theme."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from sojourn.core.decisions import Finding, Severity
from sojourn.core.periods import Period
from sojourn.core.spoken import short_day
from sojourn.faces.ui import charts

SWATCHES = (
    *("paper", "surface", "sunken", "line", "line-strong", "ink", "ink-soft", "ink-faint"),
    *("action", "action-strong", "action-wash", "gold", "gold-wash", "gold-ink", "danger", "danger-wash"),
    *("caution", "caution-wash", "info", "info-wash", "good", "good-wash"),
)
FINDINGS = [
    Finding(
        code="pair",
        message="Two medicines whose labels forbid the pair.",
        source="Drug label 7.1",
        owner="Dr Sorrel",
    ),
    Finding(
        code="tea", message="“Night Calm” is not recognised.", severity=Severity.UNKNOWN, owner="Dr Sorrel"
    ),
    Finding(
        code="bp",
        message="Blood pressure 142/88 is above the limit.",
        severity=Severity.DECIDE,
        evidence="12:41 pm",
    ),
    Finding(code="nap", message="Plan an early night.", severity=Severity.CAUTION, source="Clinic protocol"),
    Finding(code="bladder", message="Bladder questions are due.", severity=Severity.INFORMATION),
    Finding(code="hold", message="The pause was kept.", severity=Severity.NONE),
]
HOLD_ROWS = [
    {"time": "6:40 am", "title": "Lamotrigine, 150 mg", "detail": "", "state": "done"},
    {"time": "7:00 am", "title": "Hold begins", "detail": "", "state": "hold-edge"},
    {"time": "1:00 pm", "title": "Session", "detail": "With Dr Sorrel", "state": "hold"},
    {"time": "7:50 pm", "title": "Next dose from now on", "detail": "", "state": "hold-end"},
]
FIRST = date(2026, 10, 12)
PHQ_BANDS = tuple(
    charts.Band(*each)
    for each in ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "mod. severe"), (20, "severe"))
)
GAD_BANDS = tuple(
    charts.Band(*each) for each in ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe"))
)
DOSES = ((15, 0.40), (22, 0.45), (29, 0.50), (36, 0.50))


def _scores(*pairs: tuple[int, int]) -> tuple[charts.Score, ...]:
    return tuple(charts.Score(FIRST + timedelta(days=days), value) for days, value in pairs)


PHQ = charts.Lane("PHQ-9", 27, PHQ_BANDS, _scores((0, 20), (14, 19), (21, 15), (28, 13), (35, 11), (42, 10)))
GAD = charts.Lane(
    "GAD-7", 21, GAD_BANDS, _scores((0, 14), (14, 14), (21, 12), (28, 11), (35, 10), (42, 9)), "gad"
)
COURSE_ROWS = [(short_day(score.on), score.value, charts.band_of(PHQ, score.value)) for score in PHQ.scores]
READINGS = (
    charts.Reading(-8, 128, 82, 74, 98),
    charts.Reading(10, 138, 86, 84, 97),
    charts.Reading(27, 146, 90, 90, 97),
    charts.Reading(31, 150, 92, 92, 96),
    charts.Reading(40, 152, 92, 90, 97),
)
DAY = datetime(2026, 12, 1, tzinfo=UTC)


def drawings(theme: str) -> dict[str, Markup]:
    """One of each chart; ids differ by theme so that a page may hold all three."""
    return {
        "course": _course(f"course-{theme}"),
        "progress": _progress(f"progress-{theme}"),
        "vitals": _vitals(f"vitals-{theme}"),
        "expected": _expected(f"expected-{theme}"),
        "spark": charts.sparkline([98, 97, 95, 89, 93, 97], title="Oxygen", floor=94, id=f"spark-{theme}"),
        "hold": charts.hold_strip(_hold_day(), id=f"hold-{theme}"),
    }


def _course(id: str) -> Markup:
    doses = [
        charts.DoseMark(FIRST + timedelta(days=days), amount, f"no. {at}")
        for at, (days, amount) in enumerate(DOSES, 1)
    ]
    today = FIRST + timedelta(days=43)
    return charts.course_chart(
        [PHQ, GAD],
        [*doses, charts.DoseMark(today, 0.50, "ordered", planned=True)],
        title="PHQ-9 and GAD-7 since intake, with doses",
        description="PHQ-9 fell from 20 to 10, GAD-7 from 14 to 9, over four doses.",
        today=today,
        id=id,
    )


def _progress(id: str) -> Markup:
    marks = [
        charts.SessionMark(FIRST + timedelta(days=15 + 7 * at), at + 1, planned=at > 4) for at in range(8)
    ]
    return charts.progress_chart(
        PHQ, marks, title="PHQ-9 week by week", description="It fell from 20 to 10.", id=id
    )


def _vitals(id: str) -> Markup:
    limits = charts.VitalsLimits(
        systolic_urgent=180, spo2_watch=94, baseline_systolic=128, baseline_diastolic=82
    )
    due = tuple(charts.Due(minutes, minutes == 60) for minutes in (10, 20, 30, 40, 60, 90, 120))
    model = tuple(
        charts.ModelPoint(minutes, share * 0.3, share * 0.6, share)
        for minutes, share in ((0, 0), (5, 0.5), (12, 0.9), (20, 1.0), (40, 0.8), (80, 0.4), (120, 0.2))
    )
    return charts.vitals_chart(charts.VitalsPicture(READINGS, limits, due, now=68, model=model), id=id)


def _expected(id: str) -> Markup:
    minutes = tuple(float(each) for each in range(0, 184, 4))
    rising = [220 * (each / 20) * 2.718 ** (1 - each / 20) for each in minutes]

    def curve(name: str, series: str, part: float) -> charts.Expected:
        low, middle, high = ([part * share * each for each in rising] for share in (0.4, 1.0, 1.7))
        return charts.Expected(name, series, low, middle, high)

    soft = (charts.Soft(70, 160, "less pain"), charts.Soft(100, 250, "dissociation"))
    blood = (curve("Arterial ketamine", "arterial", 1.0), curve("Venous ketamine", "venous", 0.7))
    lanes = (
        charts.ExpectedLane("Ketamine in the blood, ng/mL", blood, soft),
        charts.ExpectedLane("Effect site, ng/mL", (curve("Effect site", "effect", 0.8),), (), 84),
        charts.ExpectedLane("Norketamine in the blood, ng/mL", (curve("Norketamine", "made", 0.4),), (), 60),
    )
    return charts.expected_chart(charts.ExpectedPicture(minutes, lanes, (charts.Given(0, "35 mg"),)), id=id)


def _hold_day() -> charts.HoldDay:
    def at(hour: int, minute: int = 0) -> datetime:
        return DAY.replace(hour=hour, minute=minute)

    return charts.HoldDay(
        "lamotrigine", Period(at(5), at(22)), Period(at(7), at(19, 50)), Period(at(13), at(16))
    )
