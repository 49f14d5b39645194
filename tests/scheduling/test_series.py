"""Monthly groups: the same weekday of each month, the same clock, and a month that cannot be is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from sojourn import content
from sojourn.content.pack.checks import groups_are_watched
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.scheduling import actions
from sojourn.scheduling.actions.series import Series
from sojourn.scheduling.models import GroupSession
from sojourn.scheduling.rules.series import monthly_days
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic, at, ready

FRIDAY = date(2026, 3, 13)


@pytest.mark.parametrize(
    ("first", "months", "expected"),
    [
        (date(2026, 3, 13), 1, [(3, 13)]),
        (date(2026, 3, 13), 4, [(3, 13), (4, 10), (5, 8), (6, 12)]),
        (date(2026, 1, 30), 3, [(1, 30), (2, 27), (3, 27)]),
        (date(2026, 11, 3), 4, [(11, 3), (12, 1), (1, 5), (2, 2)]),
        (date(2026, 1, 1), 3, [(1, 1), (2, 5), (3, 5)]),
    ],
)
def test_the_same_weekday_of_each_month(first: date, months: int, expected: list[tuple[int, int]]) -> None:
    found = monthly_days(first, months)
    assert [(each.month, each.day) for each in found] == expected
    assert {each.weekday() for each in found} == {first.weekday()}


def series(clinic: Clinic, **changes: Any) -> Series:
    facts = {
        "service": "group",
        "room": clinic.room("grove"),
        "provider": clinic.doctor,
        "monitor": clinic.therapist,
        "starts_at": at("13:00", FRIDAY),
        "months": 3,
        "by": clinic.desk,
        "now": NOW,
    }
    return actions.open_series(**{**facts, **changes})


def test_three_months_are_opened_with_their_seats_at_the_same_clock(clinic: Clinic) -> None:
    found = series(clinic)
    assert [each.starts_at for each in found.groups] == [
        at("13:00", day) for day in (FRIDAY, date(2026, 4, 10), date(2026, 5, 8))
    ]
    assert [each.seats.count() for each in found.groups] == [6, 6, 6] and found.missing == ()


def test_a_month_that_cannot_be_is_named_and_the_first_must_be(clinic: Clinic) -> None:
    clinic.book("intake", at("13:00", date(2026, 4, 10)))
    found = series(clinic)
    assert len(found.groups) == 2 and "Friday 10 April: " in found.missing[0] and "taken" in found.missing[0]
    with pytest.raises(Refused):
        series(clinic, starts_at=at("13:00", FRIDAY), months=2)


def test_a_form_sent_twice_opens_once(clinic: Clinic) -> None:
    number = new_id()
    series(clinic, client_id=number), series(clinic, client_id=number)
    assert GroupSession.objects.count() == 3


def test_seats_are_no_more_than_those_who_are_there_can_look_after(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = content.pack()
    group = msgspec.structs.replace(pack.services["group"], people_per_staff=2)
    changed = msgspec.structs.replace(pack, services={**pack.services, "group": group})
    monkeypatch.setattr(content, "pack", lambda: changed)
    assert series(clinic, months=1).groups[0].seats.count() == 4
    ((_, key, said),) = groups_are_watched(changed.services)
    assert key == "group.people_per_staff" and "look after 4 patients, and not after 6" in said


def test_the_sharing_round_is_each_one_s_own_word(clinic: Clinic) -> None:
    group = series(clinic, months=1).groups[0]
    wren = a_user("patient")
    common = {"group": group, "agreed_cents": 20000, "by": clinic.desk, "now": NOW}
    seat = actions.take_seat(patient=ready(clinic, a_patient(user=wren)), joins_sharing=None, **common)
    assert actions.say_sharing(seat=seat, joins=True, by=wren, now=NOW).joins_sharing is True
    assert actions.say_sharing(seat=seat, joins=False, by=wren, now=NOW).joins_sharing is False
    with pytest.raises(Refused, match="not yours"):
        actions.say_sharing(seat=seat, joins=True, by=a_user("patient"), now=NOW)
