"""The desk calls a group off: who is affected first, one button, and who needs another date afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.billing import actions as billing
from sojourn.comms.models import OutboundMessage
from sojourn.core.ids import new_id
from sojourn.scheduling import actions
from sojourn.scheduling.models import GroupCalledOff, GroupSession
from tests.crawling import questions_of
from tests.factories import NOW, a_user
from tests.forms_on_a_page import carried
from tests.scheduling.a_group import DAY, a_group, escorted, full, sit, waits
from tests.scheduling.clinic_day import Clinic, a_clinic, at

pytestmark = pytest.mark.django_db
FLOODED = "The room is under water."
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def clinic(client: Client) -> Clinic:
    found = a_clinic()
    client.force_login(found.desk)
    return found


def page_of(group: GroupSession) -> str:
    return reverse("workspace:group_seats", args=[group.pk])


def call_off_page(group: GroupSession) -> str:
    return reverse("workspace:group_call_off", args=[group.pk])


def called_off(clinic: Clinic, group: GroupSession) -> None:
    actions.call_off_group(group=group, reason=FLOODED, by=clinic.desk, now=LATER)


def paid_and_let_off(clinic: Clinic, patient: Any) -> None:
    """An intake visit that was paid, and whose charge was taken off afterwards."""
    visit = clinic.book(patient=patient, starts_at=NOW)
    actions.arrive(appointment=visit, by=clinic.desk, now=NOW)
    actions.begin(appointment=visit, by=clinic.doctor.user, now=NOW)
    billing.finish_visit(appointment=visit, by=clinic.doctor.user, now=NOW)
    charge = visit.charges.get()
    paid = {"method": "cash", "reference": "", "client_id": new_id(), "by": clinic.desk, "now": NOW}
    billing.take_payment(patient=patient, cents=charge.cents, **paid)
    billing.waive(charge=charge, cents=charge.cents, reason="Our mistake", by=a_user("owner"), now=NOW)


def test_before_it_happens_the_page_says_who_is_affected(client: Client, clinic: Clinic) -> None:
    group = a_group(clinic)
    told, other = escorted(sit(clinic, group).patient, clinic), sit(clinic, group).patient
    paid_and_let_off(clinic, told)
    actions.remind_escorts(now=group.starts_at - timedelta(hours=20))
    OutboundMessage.objects.filter(template="escort-pickup").update(state="sent")
    assert call_off_page(group) in client.get(page_of(group)).text
    page = client.get(call_off_page(group)).text
    for words in (
        told.name,
        other.name,
        "Rosa Hale was told to come",
        "we may not write to them",
        "agreed, not charged",
        "of theirs</b> is with us",
        "No money of theirs is with us",
    ):
        assert words in page, words
    assert not GroupCalledOff.objects.exists()


def test_without_a_word_nothing_happens_and_with_one_it_is_done_once(client: Client, clinic: Clinic) -> None:
    group = a_group(clinic)
    seats = full(clinic, group)
    waiting = waits(clinic, group)
    form = carried(client.get(call_off_page(group)).text)
    empty = client.post(call_off_page(group), {**form, "reason": " "})
    assert empty.status_code == 422 and "in a few words why" in empty.text
    sit_later = {**form, "reason": FLOODED, "seen": " ".join(form["seen"].split()[1:])}
    stale = client.post(call_off_page(group), sit_later)
    assert stale.status_code == 422 and "names once more" in stale.text and FLOODED in stale.text
    for _ in range(2):
        page = client.post(call_off_page(group), {**form, "reason": FLOODED}, follow=True)
        assert page.redirect_chain[-1][0] == page_of(group)
    assert "Needs a date" in page.text and FLOODED in page.text and waiting.patient.name in page.text
    assert all(each.patient.name in page.text for each in seats)
    assert GroupCalledOff.objects.count() == 1
    again = client.get(call_off_page(group)).text
    assert "called off already" in again and "<textarea" not in again


def test_it_is_for_who_plans_groups(client: Client, clinic: Clinic) -> None:
    group = a_group(clinic)
    client.force_login(a_user("patient"))
    assert client.post(call_off_page(group), {"reason": FLOODED}).status_code in (302, 403, 404)
    assert not GroupCalledOff.objects.exists()


def test_what_was_open_on_another_screen_is_told_that_it_is_off(client: Client, clinic: Clinic) -> None:
    group = a_group(clinic)
    seat = sit(clinic, group)
    called_off(clinic, group)
    take = reverse("workspace:group_take_seat", args=[group.pk])
    answer = client.post(take, {"patient": seat.patient_id, "agreed_cents": 20000})
    assert answer.status_code == 422 and "was called off" in answer.text


def test_the_next_group_is_one_click_away_and_who_wants_none_is_not_asked_again(
    client: Client, clinic: Clinic
) -> None:
    group, next_one = a_group(clinic), a_group(clinic, starts_at=at("13:00", DAY + timedelta(days=7)))
    again, declines = sit(clinic, group), sit(clinic, group)
    called_off(clinic, group)
    page = client.get(page_of(group)).text
    assert f"{page_of(next_one)}?patient={again.patient_id}" in page
    assert page_of(group) in client.get(reverse("workspace:inbox")).text
    sit(clinic, next_one, again.patient, now=LATER + timedelta(minutes=1))
    none = reverse("workspace:group_wants_none", args=[group.pk, declines.appointment.pk])
    assert "in a few words" in client.post(none, {"reason": ""}, follow=True).text
    page = client.post(none, {"reason": "Rather alone"}, follow=True).text
    assert "Has another date" in page and "Wants none" in page and "Needs a date" not in page
    assert page_of(group) not in client.get(reverse("workspace:inbox")).text
    assert client.post(none.replace(str(declines.appointment.pk), str(new_id()))).status_code == 404


def test_calendar_today_and_the_list_of_groups_say_so(client: Client, clinic: Clinic) -> None:
    group = a_group(clinic)
    sit(clinic, group)
    called_off(clinic, group)
    for query in (f"?day={DAY}", f"?day={DAY}&by=people"):
        page = client.get(reverse("workspace:calendar") + query).text
        assert "Called off:" in page and page_of(group) in page and "of 6 seats" not in page
    week = client.get(reverse("workspace:calendar") + f"?day={DAY}&by=week").text
    assert "Called off" in week and page_of(group) in week
    assert "called off" in client.get(reverse("workspace:groups")).text
    with time_machine.travel(at("9:00", DAY), tick=False):
        client.force_login(clinic.desk)
        assert "Called off:" in client.get(reverse("workspace:today")).text


def test_the_room_is_free_for_others_on_the_board(client: Client, clinic: Clinic) -> None:
    group = a_group(clinic)
    called_off(clinic, group)
    other = a_group(clinic, starts_at=group.starts_at + timedelta(minutes=30), now=LATER)
    page = client.get(reverse("workspace:calendar") + f"?day={DAY}").text
    assert page_of(group) in page and page_of(other) in page and "0 of 6 seats" in page


def test_the_group_room_says_so_on_its_day_and_shows_the_next_one_otherwise(
    client: Client, clinic: Clinic
) -> None:
    group = a_group(clinic)
    sit(clinic, group)
    next_one = a_group(clinic, starts_at=at("13:00", DAY + timedelta(days=28)))
    called_off(clinic, group)
    nurse = a_user("nurse")
    client.force_login(nurse)
    room = reverse("workspace:group_room")
    assert client.get(room)["Location"] == reverse("workspace:group", args=[next_one.pk])
    with time_machine.travel(at("12:00", DAY), tick=False):
        client.force_login(nurse)
        assert client.get(room)["Location"] == reverse("workspace:group", args=[group.pk])
        page = client.get(room, follow=True).text
    assert "This group was called off" in page and FLOODED in page and "Nobody sits here" not in page


def test_the_pages_ask_as_often_for_six_as_for_one(client: Client, clinic: Clinic) -> None:
    few, many = a_group(clinic), a_group(clinic, starts_at=at("13:00", DAY + timedelta(days=7)))
    sit(clinic, few)
    full(clinic, many)
    waits(clinic, many)
    before = [len(questions_of(client, call_off_page(each))[1]) for each in (few, many)]
    called_off(clinic, few)
    called_off(clinic, many)
    after = [len(questions_of(client, page_of(each))[1]) for each in (few, many)]
    assert before[1] <= before[0] <= 12 and after[1] <= after[0] <= 12
