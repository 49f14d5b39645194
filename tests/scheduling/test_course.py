"""A course laid out on free time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sojourn.scheduling.rules.availability import Opening
from sojourn.scheduling.rules.course import CoursePlan, Preference, Proposal, propose

PORTLAND = ZoneInfo("America/Los_Angeles")
MONDAY = date(2026, 3, 2)
DOCTOR, THERAPIST, ROOM = uuid4(), uuid4(), uuid4()
MINUTES = {"preparation": 60, "session": 210, "integration": 60}


def openings(
    who: UUID, clocks: tuple[str, ...], closed: tuple[date, ...] = (), weeks: int = 10
) -> list[Opening]:
    days = [MONDAY + timedelta(days=n) for n in range(weeks * 7)]
    return [
        Opening(datetime.combine(day, time.fromisoformat(clock), PORTLAND).astimezone(UTC), who, ROOM)
        for day in days
        for clock in clocks
        if day.weekday() < 5 and day not in closed
    ]


def course(free: dict[str, Any] | None = None, wish: Preference | None = None, **changes: Any) -> Proposal:
    plan = {
        "sessions": 4,
        "per_week": 1,
        "preparation_visits": 1,
        "integration_after_each": True,
        "follow_after_days": 1,
        "follow_within_days": 3,
        "minutes": MINUTES,
    }
    usual = {
        "preparation": openings(THERAPIST, ("09:00", "11:00")),
        "session": openings(DOCTOR, ("09:00", "13:00")),
        "integration": openings(THERAPIST, ("10:00", "15:00")),
    }
    return propose(
        CoursePlan(**{**plan, **changes}),
        {**usual, **(free or {})},
        from_day=MONDAY,
        wish=wish or Preference(),
        zone_of=lambda room: PORTLAND,
    )


def days(proposal: Proposal, service: str) -> list[date]:
    return [
        each.opening.starts_at.astimezone(PORTLAND).date()
        for each in proposal.visits
        if each.service == service
    ]


def test_four_weekly_sessions_each_with_its_integration_visit() -> None:
    found = course()
    sessions = days(found, "session")
    assert not found.missing and days(found, "preparation") == [MONDAY]
    assert [(b - a).days for a, b in zip(sessions, sessions[1:], strict=False)] == [7, 7, 7]
    for session, integration in zip(sessions, days(found, "integration"), strict=True):
        assert 1 <= (integration - session).days <= 3
    assert all(
        found.visits[each.follows].service == "session" for each in found.visits if each.follows is not None
    )


def test_wished_weekday_and_clock_time() -> None:
    found = course(wish=Preference(frozenset({3}), time(13)))
    sessions = [
        each.opening.starts_at.astimezone(PORTLAND) for each in found.visits if each.service == "session"
    ]
    assert {each.weekday() for each in sessions} == {3} and {each.hour for each in sessions} == {13}


def test_twice_a_week() -> None:
    sessions = days(course(sessions=8, per_week=2), "session")
    assert len(sessions) == 8 and (sessions[-1] - sessions[0]).days <= 30
    assert all((b - a).days >= 3 for a, b in zip(sessions, sessions[1:], strict=False))


def test_a_week_off_is_skipped_and_the_rest_moves_on() -> None:
    away = tuple(MONDAY + timedelta(days=n) for n in range(7, 15))
    found = course({"session": openings(DOCTOR, ("09:00",), closed=away)})
    assert not found.missing and not set(days(found, "session")) & set(away)
    assert len(days(found, "session")) == 4


def test_a_session_on_friday_is_followed_on_monday() -> None:
    found = course(wish=Preference(frozenset({4})))
    assert {each.weekday() for each in days(found, "integration")} == {0}


def test_what_cannot_be_found_is_named() -> None:
    assert "session no. 1" in course({"session": []}).missing[0]
    assert "integration visit after session no. 1" in course({"integration": []}).missing[0]
    assert "preparatory" in course({"preparation": []}).missing[0]


def test_no_two_proposed_visits_overlap() -> None:
    one_time = openings(THERAPIST, ("09:00",))
    found = course({"preparation": one_time}, preparation_visits=2, sessions=8, per_week=3)
    spans = sorted((each.opening.starts_at, MINUTES[each.service]) for each in found.visits)
    for (start, minutes), (after, _) in zip(spans, spans[1:], strict=False):
        assert start + timedelta(minutes=minutes) <= after


def test_wishes_are_days_and_hours_on_the_wall_of_each_room() -> None:
    """Nine in Chicago is seven in Portland; midnight there is still the evening before here."""
    far, chicago = uuid4(), ZoneInfo("America/Chicago")
    there = datetime.combine(MONDAY, time(9), chicago).astimezone(UTC)
    here = datetime.combine(MONDAY, time(8), PORTLAND).astimezone(UTC)
    late = datetime.combine(MONDAY + timedelta(days=1), time(0, 30), chicago).astimezone(UTC)
    zones = {far: chicago, ROOM: PORTLAND}
    one = CoursePlan(1, 1, 0, False, 0, 0, MINUTES)

    def chosen(*free: Opening, **wish: Any) -> datetime:
        found = propose(
            one, {"session": free}, from_day=MONDAY, wish=Preference(**wish), zone_of=zones.__getitem__
        )
        return found.visits[0].opening.starts_at

    both = Opening(there, DOCTOR, far), Opening(here, DOCTOR, ROOM)
    assert chosen(*both, at=time(9)) == there and chosen(*both, at=time(7)) == here
    assert chosen(Opening(late, DOCTOR, far), both[1], weekdays=frozenset({1})) == late
