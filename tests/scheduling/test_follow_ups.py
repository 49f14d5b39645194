"""After each journey its integration visit is proposed; a missing one warns before the next and never blocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.follow_ups import missing_before, propose_follow_up, without_follow_up
from sojourn.scheduling.rules.follow_up import Window, unfollowed, unfollowed_by_now, window_after
from tests.factories import NOW
from tests.scheduling.clinic_day import TUESDAY, Clinic, at, seen_by_a_doctor

pytestmark = pytest.mark.django_db


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("journeys", "talks", "before", "expected"),
    [
        ([], [], 10, None),
        ([3], [], 10, 3),
        ([3], [4], 10, None),
        ([3], [2], 10, 3),
        ([3], [11], 10, 3),
        ([3, 6], [4], 10, 6),
        ([3, 6], [7], 10, None),
        ([3, 6], [4], 6, None),
        ([12], [], 10, None),
    ],
)
def test_which_journey_has_nothing_between_it_and_the_next(
    journeys: list[int], talks: list[int], before: int, expected: int | None
) -> None:
    found = unfollowed(map(day, journeys), [day(each) for each in talks], before=day(before))
    assert found == (day(expected) if expected else None)


@pytest.mark.parametrize(
    ("journeys", "talks", "expected"),
    [([3], [], 3), ([3], [20], None), ([3, 20], [4], None), ([3, 9], [4], 9), ([20], [], None)],
)
def test_which_journey_still_waits_for_its_visit(
    journeys: list[int], talks: list[int], expected: int | None
) -> None:
    found = unfollowed_by_now(map(day, journeys), [day(each) for each in talks], now=day(10))
    assert found == (day(expected) if expected else None)


@pytest.mark.parametrize(("today", "first", "last"), [(3, 4, 6), (5, 5, 7), (4, 4, 6), (20, 20, 22)])
def test_the_days_in_which_it_belongs(today: int, first: int, last: int) -> None:
    found = window_after(date(2026, 3, 3), after_days=1, within_days=3, today=date(2026, 3, today))
    assert found == Window(date(2026, 3, first), date(2026, 3, last))


def after_a_session(clinic: Clinic) -> Appointment:
    """A session on Tuesday that is over."""
    session = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic))
    Appointment.objects.filter(pk=session.pk).update(state="done")
    session.refresh_from_db()
    return session


def test_after_a_journey_free_times_in_its_days_are_proposed(clinic: Clinic) -> None:
    session = after_a_session(clinic)
    evening = at("18:00")
    found = propose_follow_up(session.patient, evening)
    assert found and found.service == "integration" and len(found.times) == 3
    days = {each.starts_at.astimezone(UTC).date() - TUESDAY for each in found.times}
    assert days <= {timedelta(days=n) for n in (1, 2, 3)}
    assert list(without_follow_up(evening)) == [session]

    visit = clinic.book("integration", found.times[0].starts_at, patient=session.patient, now=evening)
    assert visit.follows == session
    assert propose_follow_up(session.patient, evening) is None and not without_follow_up(evening)
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=evening)
    assert propose_follow_up(session.patient, evening) and list(without_follow_up(evening)) == [session]


def test_before_the_next_journey_a_missing_one_warns_and_does_not_block(clinic: Clinic) -> None:
    session = after_a_session(clinic)
    patient, next_week = session.patient, at("09:00", date(2026, 3, 10))
    caution = missing_before(patient, "session", next_week)
    assert caution and not caution.severity.blocks and "Tuesday 3 March is missing" in caution.message
    assert clinic.book("session", next_week, patient=patient)
    assert missing_before(patient, "intake", next_week) is None
    assert missing_before(patient, "session", at("09:00")) is None
    clinic.book("integration", at("10:00", date(2026, 3, 5)), patient=patient)
    assert missing_before(patient, "session", next_week) is None


def test_an_old_journey_is_history(clinic: Clinic) -> None:
    session = after_a_session(clinic)
    later = NOW + timedelta(days=60)
    assert propose_follow_up(session.patient, later) is None and not without_follow_up(later)
