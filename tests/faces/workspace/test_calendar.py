"""The calendar: rooms, people, week; what stands on it; moving from it; and how it stays current."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sojourn.faces.ui.live import tag_of
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, AppointmentChange
from tests.crawling import questions_of
from tests.faces.workspace.desk_day import MORNING, a_day, the_desk
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import TUESDAY, Clinic, at

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def clinic(client: Any) -> Any:
    with time_machine.travel(MORNING, tick=False):
        yield the_desk(client)[0]


def page(client: Any, **query: str) -> str:
    return client.get(reverse("workspace:calendar"), {"day": TUESDAY.isoformat(), **query}).text


def a_group(clinic: Clinic) -> Any:
    return actions.open_group(
        service="group",
        room=clinic.room_for("group"),
        provider=clinic.doctor,
        monitor=clinic.therapist,
        starts_at=at("13:00"),
        by=clinic.desk,
        now=NOW,
    )


def test_a_group_stands_there_before_anybody_has_a_seat(client: Any, clinic: Clinic) -> None:
    a_group(clinic)
    assert "0 of 6 seats" in page(client) and "Nobody yet" in page(client)
    assert page(client, by="people").count(">0 of 6 seats") == 2, "its provider and its monitor"
    assert page(client, by="week").count(">0 of 6 seats") == 1
    assert "Nothing is booked" not in page(client)


def test_turnover_is_shown_behind_each_visit(client: Any, clinic: Clinic) -> None:
    a_day(clinic, 2)
    assert page(client).count('class="turnover"') == 2
    assert "made ready until 10:00 am" in page(client)


def test_an_empty_day_and_week_say_what_would_be_here(client: Any, clinic: Clinic) -> None:
    assert "Nothing is booked on this day" in page(client)
    assert "Nothing is booked in this week" in page(client, by="week")


@pytest.mark.parametrize(
    ("day", "words"), [("2026-03-08", "Closed"), ("2026-11-26", "Thanksgiving"), ("2026-03-03", "")]
)
def test_a_day_on_which_nobody_works_says_so(client: Any, clinic: Clinic, day: str, words: str) -> None:
    said = page(client, day=day)
    assert words in said and ("losed" in said) == bool(words)


def test_a_room_that_was_closed_is_shown_while_somebody_is_booked_in_it(client: Any, clinic: Clinic) -> None:
    (visit,) = a_day(clinic, 1)
    room = visit.room
    room.is_active = False
    room.save()
    assert visit.patient.name in page(client)


def test_names_are_names_whatever_stands_in_them(client: Any, clinic: Clinic) -> None:
    evil = a_patient(first_name='"><img src=x onerror=alert(1)>', last_name="<script>alert(2)</script>")
    clinic.book("intake", at("15:00"), patient=evil)
    for by in ("rooms", "people", "week"):
        said = page(client, by=by)
        assert "<img src=x" not in said and "<script>alert" not in said and "&lt;" in said
    assert "<img src=x" not in client.get(reverse("workspace:today")).text


@pytest.mark.parametrize("by", ["rooms", "people", "week"])
def test_a_full_calendar_asks_as_often_as_an_empty_one(client: Any, clinic: Clinic, by: str) -> None:
    address = f"{reverse('workspace:calendar')}?day={TUESDAY.isoformat()}&by={by}"
    client.get(address)
    _, empty = questions_of(client, address)
    a_day(clinic, 2)
    a_group(clinic)
    _, full = questions_of(client, address)
    assert len(full) == len(empty) <= 6


@pytest.mark.parametrize("day", ["2026-03-09", "2026-11-02"])
def test_after_the_clocks_changed_ten_is_still_ten(client: Any, clinic: Clinic, day: str) -> None:
    clinic.book("intake", at("10:00", date.fromisoformat(day)))
    assert "10:00 am to 10:50 am" in page(client, day=day)
    assert "10:00 am</b>" in page(client, day=day, by="week")


def drop(client: Any, visit: Appointment, value: str, **more: str) -> Any:
    return client.post(
        reverse("workspace:visit_move", args=[visit.pk]),
        {"starts_at": value, **more},
        headers={"Accept": JSON},
    )


def spot(visit: Appointment, moment: Any, **other: Any) -> str:
    staff, room = other.get("staff", visit.staff), other.get("room", visit.room)
    return f"{moment.isoformat()}|{staff.pk}|{room.pk}"


def test_what_is_dropped_is_moved_by_the_same_action(client: Any, clinic: Clinic) -> None:
    (visit,) = [clinic.book("intake", at("15:00"))]
    answer = drop(client, visit, spot(visit, at("16:00")), seen=visit.starts_at.isoformat())
    assert answer.status_code == 200 and "Moved to Tuesday 3 March, 4:00 pm" in answer.json()["words"]
    visit.refresh_from_db()
    assert visit.starts_at == at("16:00")


def test_whoever_comes_second_hears_of_the_nearest_free_times(client: Any, clinic: Clinic) -> None:
    visit, other = clinic.book("intake", at("15:00")), clinic.book("intake", at("12:00"))
    answer = drop(client, visit, spot(visit, other.starts_at))
    told = answer.json()
    assert answer.status_code == 422 and "just taken" in told["words"]
    assert len(told["free"]) == 3 and all("3 March" in each["words"] for each in told["free"])
    assert drop(client, visit, told["free"][0]["value"]).status_code == 200


def test_no_time_gone_by_is_offered(client: Any, clinic: Clinic) -> None:
    visit, other = clinic.book("intake", at("15:00")), clinic.book("intake", at("10:30"))
    free = drop(client, visit, spot(visit, other.starts_at)).json()["free"]
    assert free and all(each["value"].split("|")[0] >= MORNING.isoformat() for each in free)


def test_a_visit_somebody_moved_meanwhile_is_not_moved_unawares(client: Any, clinic: Clinic) -> None:
    visit = clinic.book("intake", at("15:00"))
    seen = visit.starts_at.isoformat()
    assert drop(client, visit, spot(visit, at("16:00")), seen=seen).status_code == 200
    late = drop(client, visit, spot(visit, at("14:00")), seen=seen)
    assert late.status_code == 422 and "moved this visit meanwhile" in late.json()["words"]
    assert late.json()["free"] == []
    visit.refresh_from_db()
    assert visit.starts_at == at("16:00")


def test_a_move_that_comes_twice_counts_once(client: Any, clinic: Clinic) -> None:
    visit = clinic.book("intake", at("15:00"))
    seen = visit.starts_at.isoformat()
    for _ in range(2):
        assert drop(client, visit, spot(visit, at("16:00")), seen=seen).status_code == 200
    assert AppointmentChange.objects.filter(appointment=visit, move="move").count() == 1


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("rubbish", "choose one of the free times"),
        ("past", "time has passed"),
        ("night", "not open"),
        ("wrong room", "not a room for this visit"),
        ("wrong person", "does not lead"),
    ],
)
def test_every_refusal_is_a_sentence(client: Any, clinic: Clinic, value: str, why: str) -> None:
    visit = clinic.book("intake", at("15:00"))
    spots = {
        "past": spot(visit, at("9:00")),
        "night": spot(visit, at("20:00")),
        "wrong room": spot(visit, at("16:00"), room=clinic.room_for("session")),
        "wrong person": spot(visit, at("16:00"), staff=clinic.therapist),
    }
    answer = drop(client, visit, spots.get(value, value))
    assert answer.status_code == 422 and why in answer.json()["words"]


def test_the_page_without_script_keeps_what_was_typed(client: Any, clinic: Clinic) -> None:
    visit, other = clinic.book("intake", at("15:00")), clinic.book("intake", at("12:00"))
    facts = {"starts_at": spot(visit, other.starts_at), "reason": "Her train"}
    answer = client.post(reverse("workspace:visit_move", args=[visit.pk]), facts)
    assert answer.status_code == 422 and "just taken" in answer.text and "Her train" in answer.text


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("nurse", 200), ("patient", 403)])
def test_who_may_drop(client: Any, clinic: Clinic, role: str, status: int) -> None:
    visit = clinic.book("intake", at("15:00"))
    client.force_login(a_user(role))
    assert drop(client, visit, spot(visit, at("16:00"))).status_code == status


def test_nothing_can_be_picked_up_but_what_is_booked_and_alone(client: Any, clinic: Clinic) -> None:
    first, _ = a_day(clinic, 2)
    a_group(clinic)
    assert page(client).count("data-move=") == 2
    actions.arrive(appointment=first, by=clinic.desk, now=MORNING)
    assert page(client).count("data-move=") == 1


@pytest.mark.parametrize("name", ["calendar", "today"])
def test_a_page_that_reads_as_before_is_not_sent_again(client: Any, clinic: Clinic, name: str) -> None:
    address = reverse(f"workspace:{name}")
    tag = client.get(address)["ETag"]
    again = {"If-None-Match": tag, "X-Live": "1"}
    same = client.get(address, headers=again)
    assert (same.status_code, same.content) == (304, b"")
    (visit,) = a_day(clinic, 1)
    news = client.get(address, headers=again)
    assert news.status_code == 200 and visit.patient.name in news.text and news["ETag"] != tag


def test_asking_again_takes_no_message_from_the_page_it_belongs_to(client: Any, clinic: Clinic) -> None:
    (visit,) = a_day(clinic, 1)
    client.post(reverse("workspace:arrive", args=[visit.pk]))
    told = f"{visit.patient.called} is here."
    assert told not in client.get(reverse("workspace:calendar"), headers={"X-Live": "1"}).text
    assert told in client.get(reverse("workspace:today")).text


def test_tokens_make_no_difference_and_words_do() -> None:
    form = b'<input type="hidden" name="csrfmiddlewaretoken" value="%s"><p>%s</p>'
    assert tag_of(form % (b"a1", b"Fern")) == tag_of(form % (b"b2", b"Fern"))
    assert tag_of(form % (b"a1", b"Fern")) != tag_of(form % (b"a1", b"Alder"))


def test_today_says_who_is_where_and_which_room_is_free(client: Any, clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:30"))
    actions.arrive(appointment=visit, by=clinic.desk, now=MORNING)
    said = client.get(reverse("workspace:today")).text
    assert "Who is where" in said and "since 10:00 am" in said
    assert "Free room" in said and "free until" in said
    actions.begin(appointment=visit, by=clinic.doctor.user, now=MORNING + timedelta(minutes=1))
    assert "In room" in client.get(reverse("workspace:today")).text


def test_nobody_is_ready_who_has_not_sent_the_form_or_signed(client: Any, clinic: Clinic) -> None:
    clinic.book("intake", at("15:00"))
    said = client.get(reverse("workspace:today")).text
    assert "The intake form is not sent in." in said and "is not signed" in said
    assert "nothing is open" not in said
