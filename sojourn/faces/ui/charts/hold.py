"""The day of a session as a strip: when a medicine is paused, and where the session lies in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from sojourn.core.periods import Period
from sojourn.faces.ui.charts.svg import Scale, element, picture, text
from sojourn.faces.ui.words import clock

HEIGHT = 104
WIDE, PHONE = 680, 350


@dataclass(frozen=True)
class HoldDay:
    """Moments in the clinic's zone. ``hold`` is the pause of a medicine, ``session`` lies inside the strip."""

    medicine: str
    day: Period
    hold: Period
    session: Period


def hold_strip(what: HoldDay, *, id: str = "hold") -> Markup:
    """Drawn once for a laptop and once for a phone; the sheet shows the one that fits."""
    return Markup("").join((_draw(what, WIDE, 2, "wide", id), _draw(what, PHONE, 4, "phone", id)))


def in_words(what: HoldDay) -> str:
    """The strip as a sentence."""
    return (
        f"No {what.medicine} between {clock(what.hold.start)} and about {clock(what.hold.end)}; "
        f"session from {clock(what.session.start)} to {clock(what.session.end)}."
    )


def _draw(what: HoldDay, width: int, every: int, name: str, id: str) -> Markup:
    across = Scale(what.day.start.timestamp(), what.day.end.timestamp(), 2, width - 2)
    parts = [
        element("path", class_="c-axis", d=f"M2 51H{width - 2}"),
        _span("hold-span", what.hold, across),
        _span("hold-session", what.session, across),
        *_edges(what.hold, across, width),
        *_hours(what, across, every),
    ]
    return picture(
        id=f"{id}-{name}",
        classes=f"chart-svg chart-{name} day-strip",
        width=width,
        height=HEIGHT,
        title=f"{what.medicine.capitalize()} on the day of the session",
        description=in_words(what),
        parts=parts,
    )


def _span(class_: str, span: Period, across: Scale) -> Markup:
    start, end = across.clamped(span.start.timestamp()), across.clamped(span.end.timestamp())
    return element("rect", class_=class_, x=start, y=40, width=end - start, height=22)


def _edges(hold: Period, across: Scale, width: int) -> Iterator[Markup]:
    start, end = across.clamped(hold.start.timestamp()), across.clamped(hold.end.timestamp())
    yield element("path", class_="hold-edge", d=f"M{start:.1f} 32v38M{end:.1f} 32v38")
    first, last = ("start", "end") if width == PHONE else ("middle", "middle")
    yield text("c-text c-text-strong", start, 24, clock(hold.start), first)
    yield text("c-text c-text-strong", end, 24, clock(hold.end), last)


def _hours(what: HoldDay, across: Scale, every: int) -> Iterator[Markup]:
    middle = (across(what.session.start.timestamp()) + across(what.session.end.timestamp())) / 2
    yield text("c-text", middle, 24, "session", "middle")
    for moment in _ticks(what, every):
        yield text("c-text", across(moment.timestamp()), 88, _hour(moment), "middle")


def _ticks(what: HoldDay, every: int) -> list[datetime]:
    """The ends of the session, and every so many hours inside the hold where there is room for the words."""
    room = timedelta(minutes=45 * every)
    start, end = what.hold.start, what.hold.end
    around = [what.session.start, what.session.end]
    first = start.replace(minute=0, second=0, microsecond=0)
    hours = [
        first.replace(hour=hour) for hour in range(start.hour + every, 24, every) if first.day == end.day
    ]
    clear = [hour for hour in hours if hour < end and all(abs(hour - each) > room for each in around)]
    return sorted([*around, *clear])


def _hour(moment: datetime) -> str:
    return clock(moment).replace(":00", "")
