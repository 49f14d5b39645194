"""The desk notes leave; nobody is booked then, and what was booked is listed to be moved."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.rosters import visits_to_move
from tests.faces.workspace.desk_day import the_desk
from tests.factories import NOW
from tests.scheduling.clinic_day import TUESDAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(client: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield the_desk(client)[0]


def said(response: Any) -> str:
    return response.content.decode()


def test_leave_is_noted_and_dropped(client: Any, clinic: Any) -> None:
    visit = clinic.book("intake", at("10:00"))
    page, away = reverse("workspace:rosters"), {"staff": clinic.doctor.pk, "reason": "Jury"}
    assert "8:00 am–6:00 pm" in said(client.get(page)) and "Nobody is away" in said(client.get(page))
    wrong = client.post(page, {**away, "first": "2026-03-05", "last": "2026-03-03"})
    assert wrong.status_code == 422 and "Leave ends after it starts" in said(wrong) and "Jury" in said(wrong)
    noted = said(client.post(page, {**away, "first": "2026-03-03", "last": "2026-03-03"}, follow=True))
    assert "nobody new is booked with them. 1 to be moved, listed below" in noted
    assert "To be moved" in noted and visit.patient.name in noted
    assert "</b> Tuesday 3 March <span" in noted, "whole days are said as days"
    assert queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor) == []

    drop = reverse("workspace:leave_drop", args=[clinic.doctor.leaves.get().pk])
    back = said(client.post(drop, follow=True))
    assert "is here after all" in back and "To be moved" not in back
    assert client.post(drop).status_code == 404
    assert queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor)


def test_a_seat_has_to_be_moved_when_who_keeps_watch_over_the_group_is_away(client: Any, clinic: Any) -> None:
    facts = {"room": clinic.room_for("group"), "provider": clinic.doctor, "monitor": clinic.therapist}
    group = actions.open_group(service="group", starts_at=at("10:00"), by=clinic.desk, now=NOW, **facts)
    visit = clinic.book("intake", at("14:00"), staff=clinic.second_doctor)
    Appointment.objects.filter(pk=visit.pk).update(
        service="group", group=group, staff=clinic.doctor, starts_at=group.starts_at, ends_at=group.ends_at
    )
    assert visits_to_move(NOW) == []
    day = {"staff": clinic.therapist.pk, "first": "2026-03-03", "last": "2026-03-03"}
    assert "1 to be moved" in said(client.post(reverse("workspace:rosters"), day, follow=True))


def test_part_of_a_day(client: Any, clinic: Any) -> None:
    page = reverse("workspace:rosters")
    client.post(
        page,
        {
            "staff": clinic.doctor.pk,
            "first": "2026-03-03",
            "begins": "12:00",
            "last": "2026-03-03",
            "ends": "14:00",
        },
    )
    leave = clinic.doctor.leaves.get()
    assert (leave.starts_at, leave.ends_at) == (at("12:00"), at("14:00"))


def test_an_extra_day_is_kept_shown_and_taken_back(client: Any, clinic: Any) -> None:
    page, saturday = reverse("workspace:roster_day"), date(2026, 3, 7)
    day = {"staff": clinic.doctor.pk, "day": "2026-03-07", "reason": "Two waiting"}
    half = client.post(page, {**day, "kind": "these", "opens": "09:00"})
    assert (
        half.status_code == 422 and "Say from when until when." in said(half) and "Two waiting" in said(half)
    )
    kept = client.post(page, {**day, "kind": "these", "opens": "09:00", "closes": "12:00"}, follow=True)
    assert "Saturday 7 March" in said(kept) and "9:00 am–12:00 pm" in said(kept)
    assert queries.free_times("intake", from_day=saturday, days=1, staff=clinic.doctor)
    again = client.get(page, {"staff": clinic.doctor.pk, "day": "2026-03-07", "kind": "usual"})
    assert re.search(r'value="usual"[^>]*checked', said(again)) and 'value="2026-03-07"' in said(again)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        client.post(page, {**day, "kind": "usual"})
    assert not queries.free_times("intake", from_day=saturday, days=1, staff=clinic.doctor)
    assert "Other hours</h" not in said(client.get(reverse("workspace:rosters")))


@pytest.mark.parametrize(
    ("page", "facts", "sentence"),
    [
        ("roster_day", {"kind": "these", "opens": "12:00", "closes": "09:00"}, "end after they start"),
        ("opening_day", {"kind": "these", "opens": "09:03", "closes": "12:00"}, "every 10 minutes"),
        ("opening_day", {"kind": "none", "day": "2026-03-01"}, "today or a later day"),
        ("opening_day", {"kind": ""}, "Please fill this in."),
        ("opening_week", {"kind": "none"}, "Please fill this in."),
        ("opening_week", {"kind": "none", "weekdays": "9"}, "Please choose among the answers shown."),
        (
            "opening_week",
            {"kind": "these", "weekdays": "1", "opens": "9", "closes": "10:00"},
            "cannot read this as a time",
        ),
    ],
)
def test_hours_that_cannot_be_are_refused_with_a_sentence(
    client: Any, clinic: Any, page: str, facts: dict[str, str], sentence: str
) -> None:
    typed = {"staff": clinic.doctor.pk, "day": "2026-03-04", "reason": "Inventory", **facts}
    answer = client.post(reverse(f"workspace:{page}"), typed)
    assert answer.status_code == 422 and sentence in said(answer) and "Inventory" in said(answer)


def test_what_falls_outside_is_shown_first_and_kept_when_sent_once_more(client: Any, clinic: Any) -> None:
    visit = clinic.book("intake", at("10:00"))
    page = reverse("workspace:opening_week")
    closed = {"kind": "none", "weekdays": ["1"], "day": "2026-03-03"}
    shown = client.post(page, closed)
    assert shown.status_code == 422 and "One coming visit would fall outside" in said(shown)
    assert visit.patient.name in said(shown) and "Keep all the same" in said(shown)
    assert queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor)
    assert client.post(page, {**closed, "seen": "anything"}).status_code == 422
    seen = re.search(r'name="seen" value="([^"]+)"', said(shown))
    assert seen
    kept = said(client.post(page, {**closed, "seen": seen.group(1)}, follow=True))
    assert "1 to be moved" in kept and "To be moved" in kept and visit.patient.name in kept
    assert not queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor)


def test_the_calendar_says_why_it_is_closed(client: Any, clinic: Any) -> None:
    facts = {"kind": "none", "day": "2026-03-03", "reason": "Painters"}
    client.post(reverse("workspace:opening_day"), facts)
    assert "Painters, closed" in said(client.get(reverse("workspace:calendar"), {"day": "2026-03-03"}))
    assert "closed" not in said(client.get(reverse("workspace:calendar"), {"day": "2026-03-04"}))


def test_the_clinic_s_hours_are_no_button_for_who_may_not_set_them(client: Any, clinic: Any) -> None:
    assert "Opening hours" in said(client.get(reverse("workspace:rosters")))
    client.force_login(clinic.therapist.user)
    assert "Opening hours" not in said(client.get(reverse("workspace:rosters")))
    assert client.get(reverse("workspace:opening_week")).status_code == 403
