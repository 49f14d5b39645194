"""The group room's page: a pod for every seat, few questions, and who watches whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.treatment.models import Session
from tests.faces.workspace.room.by_hand import address, post

pytestmark = pytest.mark.django_db


def test_without_a_group_the_room_says_so(nurse, at):
    assert "No group is planned" in nurse.get(address("group_room")).text


def test_the_group_room_has_a_pod_for_every_seat(nurse, stage, at):
    from sojourn.scheduling.models import GroupSession, Seat

    visit = stage.appointment
    group = GroupSession.objects.create(
        service="group",
        room=visit.room,
        provider=visit.staff,
        monitor=visit.staff,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        created_at=visit.booked_at,
    )
    visit.group, visit.service = group, "group"
    visit.save()
    for number in range(1, 7):
        mine = {"patient": stage.patient, "appointment": visit} if number == 1 else {}
        Seat.objects.create(group=group, number=number, **mine)
    assert "1 of 6" in nurse.get(address("group", group.pk)).text
    nurse.post(address("session_check_in", visit.pk))
    session = Session.objects.get()
    brought = {"description": "Troches 100 mg", "quantity": "4", "unit": "troches", "label_matches": "on"}
    assert "Lock it away" in nurse.get(address("session", session.pk)).text
    assert post(nurse, "session_door", session, **brought).status_code == 302
    assert post(nurse, "session_door", session, **{**brought, "quantity": "0"}).status_code == 422
    page = nurse.get(address("group", group.pk))
    assert page.text.count('class="pod') >= 6
    assert "brought 4, used 0" in page.text


def a_full_group(stage):
    from tests.journeys.roomful import six_in_a_group

    return six_in_a_group(stage)


def test_a_group_of_six_is_one_page_of_few_questions(nurse, stage, at, django_assert_max_num_queries):
    at(33)
    group = a_full_group(stage)
    with django_assert_max_num_queries(12):
        page = nurse.get(address("group", group.pk)).text
    assert page.count("data-session=") == 6
    assert "SpO₂ 88 %, urgent, not answered" in page
    assert "data-tablet" in page and 'data-session="" ' not in page


def test_the_whole_room_or_one_seat_is_handed_over(nurse, stage, at):
    from sojourn.treatment.models import SeatWatch

    at(33)
    group = a_full_group(stage)
    where = address("group_watch", group.pk)
    assert nurse.post(where, {"seats": "all", "watcher": ""}).status_code == 422
    assert nurse.post(where, {"seats": "9", "watcher": str(stage.provider.pk)}).status_code == 422
    assert nurse.post(where, {"seats": "all", "watcher": str(stage.provider.pk)}).status_code == 302
    assert SeatWatch.objects.count() == 6
    at(40)
    from tests.factories import a_staff_member

    a_staff_member(user=stage.nurse)
    said = {"seats": "3", "watcher": str(stage.nurse.pk), "note": "Low oxygen at ten."}
    assert nurse.post(where, said).status_code == 302
    last = SeatWatch.objects.latest("at")
    assert (last.watcher, last.handed_over_by) == (stage.nurse, stage.provider)
    page = nurse.get(address("group", group.pk)).text
    assert page.count("<b>Imogen Sorrel</b> watches") == 5
    assert page.count("<b>Tamsin Brook</b> watches") == 1
    theirs = nurse.get(address("session", last.session_id)).text
    assert "taken over from Imogen Sorrel. Low oxygen at ten." in theirs
    assert "Juniper" not in theirs


def test_nobody_is_checked_in_to_the_group_of_another_day(nurse, stage, at):
    from sojourn.scheduling.models import GroupSession, Seat

    visit = stage.appointment
    times = {"starts_at": visit.starts_at + timedelta(days=1), "ends_at": visit.ends_at + timedelta(days=1)}
    staff = {"room": visit.room, "provider": visit.staff, "monitor": visit.staff}
    group = GroupSession.objects.create(service="group", created_at=visit.booked_at, **staff, **times)
    Seat.objects.create(group=group, number=1, patient=stage.patient, appointment=visit)
    page = nurse.get(address("group", group.pk)).text
    assert "not today" in page and "Check in" not in page
