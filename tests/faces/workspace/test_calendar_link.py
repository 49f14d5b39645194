"""The page of one's own calendar link, and the address behind it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from sojourn.audit.models import Event
from sojourn.core.ids import new_id
from sojourn.scheduling.models import CalendarFeed
from tests.crawling import questions_of
from tests.faces.workspace.desk_day import MORNING, a_day, the_desk
from tests.factories import a_user
from tests.scheduling.clinic_day import Clinic

pytestmark = pytest.mark.django_db
PAGE = "workspace:calendar_link"


@pytest.fixture
def clinic(client: Any) -> Any:
    with time_machine.travel(MORNING, tick=False):
        clinic, _ = the_desk(client)
        client.force_login(clinic.doctor.user)
        yield clinic


def make(client: Any, number: str = "") -> Any:
    return client.post(reverse("workspace:calendar_link_make"), {"client_id": number or str(new_id())})


def address_in(text: str) -> str:
    return re.search(r'value="(http[^"]+\.ics)"', text)[1]  # type: ignore[index]


def asked(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def test_it_is_shown_once_and_opens_without_signing_in(client: Any, clinic: Clinic) -> None:
    (visit,) = a_day(clinic, 1)
    address = address_in(make(client).text)
    assert "Make a new link" in client.get(reverse(PAGE)).text
    assert ".ics" not in client.get(reverse(PAGE)).text
    answer = asked(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert visit.patient.initials in str(event["summary"])


def test_a_reloaded_page_makes_no_second_link(client: Any, clinic: Clinic) -> None:
    number = str(new_id())
    address = address_in(make(client, number).text)
    assert make(client, number).status_code == 302
    assert "shown once" in client.get(reverse(PAGE)).text
    assert CalendarFeed.objects.count() == 1 and asked(address).status_code == 200


def test_a_new_link_turns_the_old_one_off(client: Any, clinic: Clinic) -> None:
    old, new = (address_in(make(client).text) for _ in range(2))
    assert (asked(old).status_code, asked(new).status_code) == (404, 200)


def test_off_is_off(client: Any, clinic: Clinic) -> None:
    address = address_in(make(client).text)
    client.post(reverse("workspace:calendar_link_off"))
    assert asked(address).status_code == 404
    assert "The link is off" in client.get(reverse(PAGE)).text
    kinds = list(Event.objects.filter(kind__startswith="calendar_feed").values_list("kind", flat=True))
    assert sorted(kinds) == ["calendar_feed.made", "calendar_feed.revoked"]


def test_what_has_not_changed_is_not_sent_again(client: Any, clinic: Clinic) -> None:
    address = address_in(make(client).text)
    tag = asked(address)["ETag"]
    assert asked(address, **{"If-None-Match": tag}).status_code == 304
    a_day(clinic, 1)
    assert asked(address, **{"If-None-Match": tag}).status_code == 200


def test_a_calendar_may_ask_often_but_not_without_end(
    client: Any, clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    address = address_in(make(client).text)
    codes = [asked(address).status_code for _ in range(121)]
    assert codes == [200] * 120 + [429]
    assert ".ics" not in caplog.text, "the secret is in no log"


def test_secrets_are_not_tried_one_after_the_other(clinic: Clinic) -> None:
    tries = [asked(reverse("workspace:calendar_feed", args=[f"guess{n}"])) for n in range(31)]
    assert [each.status_code for each in tries] == [404] * 30 + [429]
    assert tries[-1]["Retry-After"] == "3600"


def test_only_reading_is_possible_there(client: Any, clinic: Clinic) -> None:
    assert Client().post(address_in(make(client).text)).status_code == 405


def test_the_link_of_a_visit_less_account_is_explained(client: Any, clinic: Clinic) -> None:
    client.force_login(a_user("owner"))
    assert "No visits are booked with you" in client.get(reverse(PAGE)).text
    assert make(client).status_code == 404


@pytest.mark.parametrize("name", [PAGE, "workspace:calendar_link_make", "workspace:calendar_link_off"])
def test_patients_have_no_such_page(client: Any, clinic: Clinic, name: str) -> None:
    client.force_login(a_user("patient"))
    assert client.post(reverse(name)).status_code == 403


def test_a_full_feed_asks_as_often_as_an_empty_one(client: Any, clinic: Clinic) -> None:
    address = address_in(make(client).text)
    _, empty = questions_of(Client(), address)
    a_day(clinic, 4)
    _, full = questions_of(Client(), address)
    assert len(full) <= 12 and abs(len(full) - len(empty)) <= 1
