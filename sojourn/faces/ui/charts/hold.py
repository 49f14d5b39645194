"""The day of a session as a strip: when a medicine is paused, and where the session lies in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from markupsafe import Markup

from sojourn.core.periods import Period
from sojourn.core.spoken import clock, weekday
from sojourn.faces.ui.charts.svg import Scale, element, picture, text

HEIGHT = 104
WIDE, PHONE = 680, 350
ROOM_FOR_WORDS = 90


@dataclass(frozen=True)
class HoldDay:
    """Moments in the clinic's zone. ``hold`` is the pause of a medicine, ``session`` lies inside the strip.

    ``is_exact``: the end of the pause has been counted, and is no longer expected.
    """

    medicine: str
    day: Period
    hold: Period
    session: Period
    is_exact: bool = False


def hold_strip(what: HoldDay, *, id: str = "hold") -> Markup:
    """Drawn once for a laptop and once for a phone; the sheet shows the one that fits."""
    return Markup("").join((_draw(what, WIDE, 2, "wide", id), _draw(what, PHONE, 4, "phone", id)))


def in_words(what: HoldDay) -> str:
    """The strip as a sentence."""
    return (
        f"No {what.medicine} between {_edge(what.hold.start, what)} and "
        f"{'' if what.is_exact else 'about '}{_edge(what.hold.end, what)}; "
        f"session from {clock(what.session.start)} to {clock(what.session.end)}."
    )


def _draw(what: HoldDay, width: int, every: int, name: str, id: str) -> Markup:
    across = Scale(what.day.start.timestamp(), what.day.end.timestamp(), 2, width - 2)
    parts = [
        element("path", class_="c-axis", d=f"M2 51H{width - 2}"),
        _span("hold-span", what.hold, across),
        _span("hold-session", what.session, across),
        *_edges(what, across, width),
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


def _edges(what: HoldDay, across: Scale, width: int) -> Iterator[Markup]:
    hold = what.hold
    start, end = across.clamped(hold.start.timestamp()), across.clamped(hold.end.timestamp())
    yield element("path", class_="hold-edge", d=f"M{start:.1f} 32v38M{end:.1f} 32v38")
    first, last = ("start", "end") if width == PHONE else ("middle", "middle")
    yield text("c-text c-text-strong", start, 24, _edge(hold.start, what), first)
    yield text("c-text c-text-strong", end, 24, _edge(hold.end, what), last)
    middle = (across(what.session.start.timestamp()) + across(what.session.end.timestamp())) / 2
    if min(middle - start, end - middle) > ROOM_FOR_WORDS:
        yield text("c-text", middle, 24, "session", "middle")


def _edge(moment: datetime, what: HoldDay) -> str:
    """The time, with its weekday when the hold reaches into another day."""
    other_day = moment.date() != what.session.start.date()
    return f"{weekday(moment)[:3]} {clock(moment)}" if other_day else clock(moment)


def _hours(what: HoldDay, across: Scale, every: int) -> Iterator[Markup]:
    for moment in _ticks(what, every):
        yield text("c-text", across(moment.timestamp()), 88, _hour(moment), "middle")


def _ticks(what: HoldDay, every: int) -> list[datetime]:
    """The ends of the session, and every so many hours inside the hold where there is room for the words."""
    room = 45 * 60 * every
    around = [what.session.start, what.session.end]
    taken = [each.timestamp() for each in around]
    clear = [
        hour
        for hour in _full_hours(what.hold, every)
        if all(abs(hour.timestamp() - each) > room for each in taken)
    ]
    return sorted([*around, *clear], key=datetime.timestamp)


def _full_hours(hold: Period, every: int) -> Iterator[datetime]:
    """Full hours inside the hold, so many apart on a stopwatch: also through midnight and a change of the clocks."""
    zone, end = hold.start.tzinfo, hold.end.astimezone(UTC)
    moment = hold.start.replace(minute=0, second=0, microsecond=0).astimezone(UTC) + timedelta(hours=every)
    while moment < end:
        yield moment.astimezone(zone)
        moment += timedelta(hours=every)


def _hour(moment: datetime) -> str:
    return clock(moment).replace(":00", "")
