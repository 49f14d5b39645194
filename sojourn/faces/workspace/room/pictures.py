"""What the room draws: the vitals since the dose, and the visit's three hours as a bar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from markupsafe import Markup

from sojourn import content
from sojourn.content.monitoring import Concern
from sojourn.faces.ui.charts import Due, Reading, VitalsLimits, VitalsPicture, vitals_chart
from sojourn.faces.ui.charts.svg import Scale, element, line, picture, text
from sojourn.faces.workspace.room.clock_labels import Label, is_free, side_by_side
from sojourn.treatment.queries import Chart
from sojourn.treatment.rules.schedule import DuePoint, DueState
from sojourn.treatment.states import Phase

PHASES = (Phase.PREPARE, Phase.GROUND, Phase.JOURNEY, Phase.INTEGRATE, Phase.RECOVERY)
WIDTH, TOP, BOTTOM, MIDDLE = 846, 24, 40, 32


def vitals_picture(chart: Chart, now: datetime, id: str = "vitals") -> Markup:
    """Every reading that stands, with limits and what is due."""
    origin = chart.doses[0].observed_at if chart.doses else now
    readings = [
        Reading(_minutes(origin, each.observed_at), each.systolic, each.diastolic, each.heart_rate, each.spo2)
        for each in chart.vitals
    ]
    due = [
        Due(round(_minutes(origin, point.due_at)), point.state.is_overdue, point.label)
        for point in chart.points
    ]
    over = chart.session.ended_at is not None
    now_at = None if over or not chart.doses else _minutes(origin, now)
    return vitals_chart(VitalsPicture(readings, _limits(chart), due, now_at), id=id)


def _limits(chart: Chart) -> VitalsLimits:
    bands = content.library().monitoring.bands
    urgent = [
        b.at_least for b in bands if (b.measure, b.concern) == ("systolic", Concern.URGENT) and b.at_least
    ]
    watch = [b.at_most for b in bands if (b.measure, b.concern) == ("spo2", Concern.WATCH) and b.at_most]
    baseline = chart.baseline
    return VitalsLimits(
        systolic_urgent=min(urgent),
        spo2_watch=max(watch) + 1,
        baseline_systolic=baseline.systolic if baseline else None,
        baseline_diastolic=baseline.diastolic if baseline else None,
    )


def clock_bar(chart: Chart, now: datetime) -> Markup:
    """The visit as a bar: phases, the dose, readings taken and due, and where it stands now."""
    session, appointment = chart.session, chart.session.appointment
    length = _minutes(appointment.starts_at, appointment.ends_at)
    end = session.ended_at or now
    gone = _minutes(session.opened_at, end)
    across = Scale(0, max(length, gone), 1, WIDTH - 1)
    parts = [*_phases(chart, across, gone, length), *_doses(chart, across), *_points(chart, across)]
    if session.ended_at is None:
        parts.append(line("now", across(gone), TOP - 5, across(gone), BOTTOM + 5))
    phase = session.get_phase_display()
    return picture(
        id="clockbar",
        classes="phases",
        width=WIDTH,
        height=66,
        title="Where the visit is",
        description=f"Minute {gone:.0f} of {length:.0f}. Phase: {phase}.",
        parts=parts,
    )


def _phases(chart: Chart, across: Scale, gone: float, length: float) -> Iterator[Markup]:
    bounds = _bounds(chart, gone, length)
    for phase, (start, end) in zip(PHASES, bounds, strict=True):
        if end <= start:
            continue
        state = _state(chart, phase)
        x, wide = across(start), max(across(end) - across(start) - 2, 1)
        yield element("rect", class_=f"phase {state}".strip(), x=x, y=TOP, width=wide, height=16, rx=3)
        if state == "is-now" and gone > start:
            yield element(
                "rect", class_="past", x=x, y=TOP, width=across(min(gone, end)) - x, height=16, rx=3
            )
        if wide > 34:
            yield text(f"name {state}".strip(), x + wide / 2, 15, phase.label, "middle")


def _bounds(chart: Chart, gone: float, length: float) -> list[tuple[float, float]]:
    """Minutes of each phase: as it was, and what is left shared evenly by what is still to come."""
    begun = [chart.entered(phase) for phase in PHASES]
    current = _index(chart)
    ahead = len(PHASES) - 1 - current
    reach = max(gone, length)
    share = max(reach - gone, 0) / (ahead + 1)
    starts: list[float] = []
    for number, at in enumerate(begun):
        if at is not None:
            starts.append(_minutes(chart.session.opened_at, at))
        elif number <= current:
            starts.append(starts[-1])
        else:
            starts.append(gone + share * (number - current))
    return list(zip(starts, [*starts[1:], reach], strict=True))


def _index(chart: Chart) -> int:
    phase = Phase(chart.session.phase)
    return PHASES.index(phase) if phase in PHASES else len(PHASES) - 1


def _state(chart: Chart, phase: Phase) -> str:
    if chart.session.ended_at is not None:
        return "is-done"
    place, current = PHASES.index(phase), _index(chart)
    return "is-done" if place < current else "is-now" if place == current else ""


def _doses(chart: Chart, across: Scale) -> Iterator[Markup]:
    for dose in chart.doses:
        x = across(_minutes(chart.session.opened_at, dose.observed_at))
        yield element("path", class_="shot", d=f"M{x - 5:.1f} {TOP - 3}h10l-5 7z")
    for label in _dose_labels(chart, across):
        yield text("strong", label.x, 62, label.words, label.anchor)


def _dose_labels(chart: Chart, across: Scale) -> list[Label]:
    return side_by_side(
        Label(
            "booster" if dose.is_booster else "dose",
            across(_minutes(chart.session.opened_at, dose.observed_at)),
        )
        for dose in chart.doses
    )


def _points(chart: Chart, across: Scale) -> Iterator[Markup]:
    doses = _dose_labels(chart, across)
    for point in chart.points:
        x = across(_minutes(chart.session.opened_at, point.due_at))
        if x > WIDTH - 4:
            continue
        yield from _mark(point, x)
        label = "over-text" if point.state.is_overdue else ""
        if point.state.is_overdue or is_free(Label(point.label, x), doses):
            yield text(label, x, 62, point.label, "middle")


def _mark(point: DuePoint, x: float) -> Iterator[Markup]:
    if point.state is DueState.TAKEN:
        yield element("circle", class_="taken", cx=x, cy=MIDDLE, r=6.5)
        yield element("path", class_="tick", d=f"m{x - 2.9:.1f} {MIDDLE + 0.2} 2 2 3.7-4.2")
    elif point.state.is_overdue:
        yield element("path", class_="over", d=f"M{x:.1f} {MIDDLE - 9}l9 16h-18z")
        yield element("path", class_="tick", d=f"M{x:.1f} {MIDDLE - 3}v4M{x:.1f} {MIDDLE + 4}v.01")
    else:
        yield element("circle", class_="due", cx=x, cy=MIDDLE, r=6)


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60
