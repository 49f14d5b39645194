"""Somebody's week on one small form: seven rows, of which only what differs is kept, from the date on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sojourn.clinic.models import RosterDay
from sojourn.content.pack.place import DAYS
from sojourn.scheduling import queries
from tests.faces.workspace.desk_day import the_desk
from tests.factories import NOW, a_user
from tests.scheduling.clinic_day import TUESDAY, at

pytestmark = pytest.mark.django_db
IN_TWO_WEEKS = TUESDAY + timedelta(days=14)


@pytest.fixture
def clinic(client: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield the_desk(client)[0]


@pytest.fixture
def page(clinic: Any) -> str:
    return reverse("workspace:roster_week", args=[clinic.doctor.pk])


def said(response: Any) -> str:
    return response.content.decode()


def form_on(text: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    fields = {}
    for tag in re.findall(r"<input[^>]+>", text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            fields[name.group(1)] = value.group(1) if value else "on" if "checkbox" in tag else ""
    return {name: value for name, value in fields.items() if name not in {"csrfmiddlewaretoken", "q"}}


def filled(client: Any, page: str, **changes: str) -> dict[str, str]:
    """The form as it came, with something typed over it; an unticked box is not sent."""
    typed = {**form_on(said(client.get(page))), "day": "2026-03-17", **changes}
    return {name: value for name, value in typed.items() if value != "unticked"}


def kept() -> list[tuple[int, str, date]]:
    return [
        (
            each.weekday,
            " ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in each.stretches),
            each.from_date,
        )
        for each in RosterDay.objects.order_by("noted_at", "weekday")
    ]


def free(clinic: Any, day: date) -> bool:
    return bool(queries.free_times("intake", from_day=day, days=1, staff=clinic.doctor))


def test_the_form_comes_with_the_week_that_holds(client: Any, page: str) -> None:
    form = form_on(said(client.get(page)))
    assert form["day"] == "2026-03-09", "the next Monday"
    assert (form["monday_opens"], form["friday_closes"]) == ("08:00", "18:00")
    assert form["saturday_off"] == "on" and "monday_off" not in form and form["saturday_opens"] == ""
    assert form_on(said(client.get(f"{page}?day=2026-04-01")))["day"] == "2026-04-01"
    assert form_on(said(client.get(f"{page}?day=9999-12-31")))["day"] == "2026-03-09"


def test_only_what_differs_is_kept_and_shown_where_the_weeks_are(client: Any, clinic: Any, page: str) -> None:
    break_on_monday = {
        "monday_closes": "12:00",
        "monday_opens_again": "13:00",
        "monday_closes_again": "17:00",
    }
    saturday = {"saturday_off": "unticked", "saturday_opens": "09:00", "saturday_closes": "12:00"}
    typed = filled(client, page, tuesday_off="on", reason="School", **break_on_monday, **saturday)
    after = said(client.post(page, typed, follow=True))
    assert kept() == [
        (0, "08:00-12:00 13:00-17:00", IN_TWO_WEEKS),
        (1, "", IN_TWO_WEEKS),
        (5, "09:00-12:00", IN_TWO_WEEKS),
    ]
    assert "The hours are kept." in after and "Weeks to come" in after and "School" in after
    assert "from Tuesday 17 March" in after and "Tue day off; Sat 9:00 am–12:00 pm" in after
    assert after.count("8:00 am–6:00 pm") > 5, "today's table still shows the week that holds today"
    assert free(clinic, TUESDAY) and not free(clinic, IN_TWO_WEEKS)
    assert free(clinic, date(2026, 3, 21)) and not free(clinic, date(2026, 3, 14))
    later = said(client.get(f"{page}?day=2026-03-17"))
    assert "Noted already" in later and form_on(later)["tuesday_off"] == "on"
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        client.force_login(clinic.desk)
        assert "8:00 am–12:00 pm, 1:00 pm–5:00 pm" in said(client.get(reverse("workspace:rosters")))


def test_sunday_has_a_column_once_somebody_works_then(client: Any, page: str) -> None:
    rosters = reverse("workspace:rosters")
    assert ">Sun<" not in said(client.get(rosters))
    sunday = {"sunday_off": "unticked", "sunday_opens": "09:00", "sunday_closes": "12:00"}
    client.post(page, filled(client, page, **{"day": "2026-03-02", **sunday}))
    assert ">Sun<" in said(client.get(rosters))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tuesday_opens": "12:00", "tuesday_closes": "09:00"}, "Hours end after they start."),
        ({"tuesday_opens": ""}, "Say from when until when, or tick the day off."),
        ({"tuesday_opens_again": "19:00"}, "Say until when the second stretch lasts."),
        (
            {"tuesday_opens_again": "17:00", "tuesday_closes_again": "19:00"},
            "The second stretch begins after the first has ended.",
        ),
        ({"tuesday_opens": "09:05"}, "every 10 minutes"),
        ({"tuesday_opens": "nine"}, "cannot read this as a time"),
        ({"saturday_off": "unticked"}, "Say from when until when, or tick the day off."),
        ({"day": "2026-03-01", "tuesday_off": "on"}, "today or a later day"),
        ({"day": "", "tuesday_off": "on"}, "Please fill this in."),
        ({}, "Nothing is changed yet"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(
    client: Any, page: str, typed: dict[str, str], sentence: str
) -> None:
    sent = filled(client, page, **{"reason": "School", "friday_closes": "18:00", **typed})
    answer = client.post(page, sent)
    assert answer.status_code == 422 and sentence in said(answer) and kept() == []
    again = form_on(said(answer))
    assert {name: again.get(name) for name in sent if name != "client_id"} == {
        name: value for name, value in sent.items() if name != "client_id"
    }


def test_a_day_off_needs_no_readable_times(client: Any, page: str) -> None:
    typed = filled(client, page, tuesday_off="on", tuesday_opens="nine", tuesday_closes="")
    assert client.post(page, typed).status_code == 302 and kept() == [(1, "", IN_TWO_WEEKS)]


def test_what_falls_outside_is_shown_first_and_kept_when_sent_once_more(
    client: Any, clinic: Any, page: str
) -> None:
    visit = clinic.book("intake", at("14:00", IN_TWO_WEEKS))
    shown = client.post(page, filled(client, page, tuesday_closes="12:00"))
    assert shown.status_code == 422 and "One coming visit would fall outside" in said(shown)
    assert visit.patient.name in said(shown) and kept() == []
    after = said(client.post(page, form_on(said(shown)), follow=True))
    assert "1 to be moved" in after and visit.patient.name in after
    assert kept() == [(1, "08:00-12:00", IN_TWO_WEEKS)]


def test_the_same_form_twice_is_kept_once(client: Any, page: str) -> None:
    typed = filled(client, page, tuesday_off="on")
    for _ in range(2):
        assert client.post(page, typed).status_code == 302
    assert kept() == [(1, "", IN_TWO_WEEKS)]


def test_a_day_that_a_colleague_changed_meanwhile_is_not_silently_changed_back(
    client: Any, page: str
) -> None:
    mine = filled(client, page, monday_off="on")
    client.post(page, filled(client, page, tuesday_off="on"))
    answer = client.post(page, mine)
    assert answer.status_code == 422 and "On that date it is a day off already" in said(answer)
    assert kept() == [(1, "", IN_TWO_WEEKS)]
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert client.post(page, form_on(said(answer))).status_code == 302
    assert kept()[1:] == [(0, "", IN_TWO_WEEKS), (1, "08:00-18:00", IN_TWO_WEEKS)], (
        "sent once more it is a wish"
    )


def test_a_week_of_seven_changed_days_asks_little(
    client: Any, clinic: Any, page: str, django_assert_max_num_queries: Any
) -> None:
    client.post(page, filled(client, page, **{f"{name}_off": "on" for name in DAYS}))
    for address in (page, reverse("workspace:rosters")):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(12):
        assert client.post(page, {"day": "2026-03-17", "monday_opens": "nine"}).status_code == 422


@pytest.mark.parametrize(("role", "status"), [("nurse", 200), ("patient", 403), ("owner", 200)])
def test_who_books_visits_opens_it(client: Any, page: str, role: str, status: int) -> None:
    client.force_login(a_user(role))
    assert client.get(page).status_code == status


def test_nobody_s_week(client: Any, clinic: Any) -> None:
    gone = reverse("workspace:roster_week", args=["0190a000-0000-7000-8000-000000000000"])
    assert client.get(gone).status_code == client.post(gone).status_code == 404
