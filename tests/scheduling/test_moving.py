"""Why patients move a visit, and what they are offered when a time was just taken."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from sojourn.core.decisions import Refused
from sojourn.scheduling import actions, queries
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic, at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "cause,words,told",
    [
        ("", "", "say in a word why"),
        ("clinic-moved-it", "", "choose one of the reasons"),
        ("moon", "", "choose one of the reasons"),
        ("rather-not-say", "", None),
        ("", "The bus", None),
    ],
)
def test_patients_who_move_say_why_and_may_rather_not(
    clinic: Clinic, cause: str, words: str, told: str | None
) -> None:
    wren = a_user("patient")
    visit = clinic.book("intake", at("10:00", date(2026, 3, 5)), patient=a_patient(user=wren))
    wish = {"staff": clinic.doctor, "room": visit.room, "starts_at": at("11:00", date(2026, 3, 5))}
    move = partial(actions.move, appointment=visit, cause=cause, reason=words, by=wren, now=NOW, **wish)
    if told:
        with pytest.raises(Refused, match=told):
            move()
        assert not visit.changes.filter(move="move").exists()
        return
    move()
    kept = visit.changes.get(move="move")
    assert (kept.cause, kept.reason) == (cause, words)


def test_what_is_free_instead_keeps_the_notice_and_comes_after_what_must_come_first(clinic: Clinic) -> None:
    wren = a_user("patient")
    patient = a_patient(user=wren)
    clinic.book("intake", at("12:00", date(2026, 3, 4)), staff=clinic.second_doctor, patient=patient)
    nearest = partial(queries.free_instead, "preparation", at("10:00"), clinic.therapist, now=NOW)
    for_herself = nearest(by=wren, patient=patient)
    assert "Wednesday 4 March, 12:50 pm" in for_herself or "Wednesday 4 March, 1:00 pm" in for_herself
    assert "Tuesday" not in for_herself
    soonest = queries.free_instead("intake", at("10:00", date(2026, 3, 2)), clinic.doctor, by=wren, now=NOW)
    assert "Monday 2 March" not in soonest and "Tuesday 3 March, 9:00 am" in soonest
    at_the_desk = queries.free_instead(
        "intake", at("10:00", date(2026, 3, 2)), clinic.doctor, by=clinic.desk, now=NOW
    )
    assert "Monday 2 March" in at_the_desk
    last = queries.furthest(NOW)
    assert all(
        each.starts_at <= last
        for each in queries.nearest_free_times(
            "intake", last, staff=clinic.doctor, count=50, not_before=NOW, not_after=last
        )
    )


def test_nothing_is_moved_before_what_must_come_first(clinic: Clinic) -> None:
    patient, friday = a_patient(), date(2026, 3, 6)
    intake = clinic.book("intake", at("10:00", date(2026, 3, 5)), patient=patient)
    visit = clinic.book("preparation", at("10:00", friday), patient=patient)
    move = partial(
        actions.move,
        appointment=visit,
        staff=visit.staff,
        room=visit.room,
        reason="",
        by=clinic.desk,
        now=NOW,
    )
    with pytest.raises(Refused, match="intake comes first"):
        move(starts_at=at("10:00", date(2026, 3, 4)))
    assert move(starts_at=at("11:00", friday)).starts_at == at("11:00", friday)
    actions.cancel(appointment=intake, reason="illness", by=clinic.desk, now=NOW)
    assert move(starts_at=at("10:00", date(2026, 3, 4))).starts_at == at("10:00", date(2026, 3, 4))
