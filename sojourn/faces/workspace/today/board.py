"""The rooms board: visits laid on a grid of ten-minute columns, as cells of a table. Pure geometry, and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState as State
from sojourn.treatment.states import Phase

COLUMN = timedelta(minutes=10)


@dataclass(frozen=True)
class Slot:
    """One visit, or one group, as it stands on the board."""

    visit: Appointment
    starts_at: datetime
    ends_at: datetime
    title: str
    words: str
    state: str
    tone: str
    drawing: str
    status: str
    minutes: int = 0
    length: int = 0


@dataclass(frozen=True)
class Cell:
    """So many columns, empty or with a slot; ``is_tail`` is the time a visit has run over."""

    span: int
    slot: Slot | None = None
    is_tail: bool = False


@dataclass(frozen=True)
class Hour:
    """One cell on top: how many columns it heads, what it says ("" for a gap), and whether it marks now."""

    span: int
    label: str
    is_now: bool = False


@dataclass(frozen=True)
class Frame:
    """The day on the board: when it opens and closes, how many columns, and where now is (None outside)."""

    opens: datetime
    closes: datetime
    columns: int
    hours: tuple[Hour, ...]
    lines: tuple[int, ...]
    now: float | None


def frame(opens: datetime, closes: datetime, now: datetime) -> Frame:
    """The grid between two clock times. Ends are stretched to whole columns."""
    columns = -(-(closes - opens) // COLUMN)
    first = _next_full_hour(opens)
    whole = [first + timedelta(hours=n) for n in range((closes - first) // timedelta(hours=1) + 1)]
    whole = [each for each in whole if each < closes]
    hours = [Hour((first - opens) // COLUMN, "")] if first > opens else []
    hours += [Hour(_to_next(each, closes), _hour_words(each, each == whole[0])) for each in whole]
    at = (now - opens) / COLUMN
    return Frame(
        opens,
        closes,
        columns,
        tuple(_with_now(hours, int(at)) if 0 <= at < columns else hours),
        tuple((each - opens) // COLUMN for each in whole),
        at if 0 <= at <= columns else None,
    )


def cells(grid: Frame, slots: Sequence[Slot], now: datetime) -> list[Cell]:
    """The row of one room: gaps and slots in order, whole columns, adding up to the width of the board."""
    row: list[Cell] = []
    filled = 0
    for number, slot in enumerate(slots):
        start = max(filled, _column(grid, slot.starts_at))
        end = max(start + 1, min(grid.columns, _column_up(grid, slot.ends_at)))
        if start >= grid.columns:
            break
        row += [Cell(start - filled)] if start > filled else []
        row.append(Cell(end - start, slot))
        filled = end
        tail = _tail(grid, slot, slots[number + 1 :], now, end)
        row += [Cell(tail, slot, is_tail=True)] if tail else []
        filled += tail
    return [*row, Cell(grid.columns - filled)] if filled < grid.columns else row


def slots_of(
    room: Room, visits: Iterable[Appointment], now: datetime, forms: dict[object, int]
) -> list[Slot]:
    """A room's visits as slots; the seats of one group are one slot."""
    found, groups = [], set()
    everyone = [each for each in visits if each.room_id == room.pk]
    for visit in everyone:
        if visit.group_id is None:
            found.append(slot_of(visit, now, forms.get(visit.patient_id, 0)))
        elif visit.group_id not in groups:
            groups.add(visit.group_id)
            found.append(_group_slot([each for each in everyone if each.group_id == visit.group_id], now))
    return found


def slot_of(visit: Appointment, now: datetime, forms_open: int) -> Slot:
    """One visit with its state in a tone, an icon and words."""
    state, tone, drawing, status = standing(visit, now, forms_open)
    begun = getattr(getattr(visit, "session", None), "started_at", None) or visit.starts_at
    live = visit.state == State.IN_ROOM
    service = clinic.service(visit.service)
    return Slot(
        visit=visit,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        title=visit.patient.name,
        words=f"{service.short_name}, {visit.staff}" if service.minutes > 60 else service.short_name,
        state=state,
        tone=tone,
        drawing=drawing,
        status=status,
        minutes=max(0, min(service.minutes, int((now - begun).total_seconds() // 60))) if live else 0,
        length=service.minutes if live else 0,
    )


def standing(visit: Appointment, now: datetime, forms_open: int) -> tuple[str, str, str, str]:
    """(slot class, tone, icon, words) of one visit."""
    if visit.state == State.DONE:
        signed = hasattr(visit, "visit_note") and hasattr(visit.visit_note, "signature")
        return ("is-past", "", "check-round", "Done") if signed else ("is-past", "", "pen", "Unsigned")
    if visit.state == State.IN_ROOM:
        return _in_room(visit, now)
    if visit.state == State.ARRIVED:
        return "", "good", "person", "Here"
    if visit.starts_at < now:
        return "is-late", "caution", "clock", f"{_minutes(now - visit.starts_at)} min late"
    if forms_open:
        return "", "unknown", "unknown", "1 form" if forms_open == 1 else f"{forms_open} forms"
    return "", "", "calendar", "Expected"


def is_late(visit: Appointment, now: datetime) -> bool:
    """Expected, and not here at the time."""
    return visit.state == State.BOOKED and visit.starts_at < now


def _in_room(visit: Appointment, now: datetime) -> tuple[str, str, str, str]:
    if visit.ends_at < now:
        return "is-over", "caution", "hold", f"{_minutes(now - visit.ends_at)} min over"
    session = getattr(visit, "session", None)
    return "is-live", "", "person", Phase(session.phase).label if session else "In room"


def _group_slot(visits: list[Appointment], now: datetime) -> Slot:
    first = visits[0]
    here = sum(1 for each in visits if each.state != State.BOOKED)
    state, tone, drawing, _ = standing(first, now, 0)
    return Slot(
        visit=first,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        title="Group",
        words=f"{len(visits)} people, {first.staff}",
        state="" if state == "is-late" and here else state,
        tone=tone,
        drawing=drawing,
        status=f"{here} of {len(visits)} here",
    )


def _tail(grid: Frame, slot: Slot, later: Sequence[Slot], now: datetime, end: int) -> int:
    if slot.state != "is-over":
        return 0
    limit = _column(grid, later[0].starts_at) if later else grid.columns
    return max(0, min(_column_up(grid, now), limit, grid.columns) - end)


def _column(grid: Frame, moment: datetime) -> int:
    return max(0, (moment - grid.opens) // COLUMN)


def _column_up(grid: Frame, moment: datetime) -> int:
    return max(0, -(-(moment - grid.opens) // COLUMN))


def _with_now(hours: list[Hour], column: int) -> list[Hour]:
    """The cell that now falls in is cut there, so that the flag stands over its line."""
    marked, start = [], 0
    for hour in hours:
        into = column - start
        if 0 <= into < hour.span:
            marked += [Hour(into, hour.label)] if into else []
            marked.append(Hour(hour.span - into, "", is_now=True))
        else:
            marked.append(hour)
        start += hour.span
    return marked


def _to_next(hour: datetime, closes: datetime) -> int:
    return min(6, -(-(closes - hour) // COLUMN))


def _next_full_hour(moment: datetime) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(hours=1)


def _hour_words(moment: datetime, is_first: bool) -> str:
    hour = moment.astimezone(clinic.timezone()).hour
    if hour == 12:
        return "noon"
    half = " am" if hour < 12 else " pm"
    return f"{hour % 12 or 12}{half if is_first or hour == 13 else ''}"


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
