"""The desk sees what did not arrive, for whom, and what to do; and does it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.comms import actions as comms
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.people import actions as people
from sojourn.people.models import Patient
from tests.crawling import questions_of
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(a_user(Role.FRONT_DESK))
    return client


def a_message(patient: Patient, state: str = "", **changes: object) -> OutboundMessage:
    facts = {"template": "message-waiting", "once": f"m{OutboundMessage.objects.count()}", "now": NOW}
    values = {"link": "/portal/messages/", **changes}
    message = people.write_to(patient=patient, **{**facts, **values})[0]  # type: ignore[arg-type]
    if state in ("sent", "bounced"):
        comms.send(message_id=message.pk, now=NOW)
    if state == "bounced":
        comms.note_bounce(message_id=message.pk, answer="550 no such user", by=None, now=NOW)
    if state == "unsure":
        OutboundMessage.objects.filter(pk=message.pk).update(state="sending", claimed_at=NOW)
        comms.mark_unsure(now=NOW + timedelta(hours=1))
    message.refresh_from_db()
    return message


def page_of(client: Client, message: OutboundMessage) -> str:
    answer = client.get(reverse("workspace:outbox_message", args=[message.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_did_not_arrive_stands_in_the_inbox_with_name_and_next_step(desk: Client) -> None:
    patient = a_patient()
    a_message(patient, "bounced")
    a_message(patient, "unsure")
    page = desk.get(reverse("workspace:inbox")).content.decode()
    assert f"E-mail to {patient.name} does not reach {patient.email}. Call {patient.name}" in page
    assert f"Ask {patient.name}" in page


FILTERS = [
    ("", "bounced unsure"),
    ("bounced", "bounced"),
    ("unsure", "unsure"),
    ("waiting", "waiting"),
    ("sent", "sent"),
]


@pytest.mark.parametrize(("show", "names"), FILTERS)
def test_the_outbox_is_filtered_by_its_address(desk: Client, show: str, names: str) -> None:
    kept = {}
    for state in ("bounced", "unsure", "sent", "waiting"):
        patient = a_patient(first_name=state.capitalize())
        kept[state] = a_message(patient, state)
    page = desk.get(reverse("workspace:outbox"), {"show": show}).content.decode()
    shown = {state for state, message in kept.items() if str(message.pk) in page}
    assert shown == set(names.split())
    everything = desk.get(reverse("workspace:outbox"), {"show": "all"}).content.decode()
    assert all(str(message.pk) in everything for message in kept.values())


def test_a_long_list_asks_as_often_as_a_short_one(desk: Client) -> None:
    a_message(a_patient(), "bounced")
    first = questions_of(desk, reverse("workspace:outbox"))[1]
    for _ in range(3):
        a_message(a_patient(), "unsure")
    assert len(questions_of(desk, reverse("workspace:outbox"))[1]) == len(first) <= 12
    assert len(questions_of(desk, reverse("workspace:inbox"))[1]) <= 12


def test_a_bounced_letter_goes_to_the_better_address_with_a_reason(desk: Client) -> None:
    patient = a_patient()
    message = a_message(patient, "bounced")
    again = reverse("workspace:outbox_again", args=[message.pk])
    people.update_details(patient=patient, by=None, now=NOW, email="better@example.test")
    page = page_of(desk, message)
    assert 'value="better@example.test"' in page and "550 no such user" in page

    refused = desk.post(again, {"to": "better@", "reason": ""})
    assert refused.status_code == 422 and 'value="better@"' in refused.content.decode()
    assert desk.post(again, {"to": "better@example.test", "reason": "Asked her."}).status_code == 302
    comms.send(message_id=message.pk, now=NOW + timedelta(days=365 * 10))
    assert mail.outbox[-1].to == ["better@example.test"]


def test_a_letter_that_came_back_to_the_clinic_is_noted_by_hand(desk: Client) -> None:
    message = a_message(a_patient(), "sent")
    assert "It came back" in page_of(desk, message)
    bounced = reverse("workspace:outbox_bounced", args=[message.pk])
    assert desk.post(bounced, {"answer": ""}).status_code == 422
    desk.post(bounced, {"answer": "Mailbox full"})
    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED


def test_who_was_reached_another_way_leaves_the_inbox(desk: Client) -> None:
    message = a_message(a_patient(), "unsure")
    settle = reverse("workspace:outbox_settle", args=[message.pk])
    assert desk.post(settle, {"how": ""}).status_code == 422
    desk.post(settle, {"how": "Called her, she knows."})
    assert "Called her, she knows." in page_of(desk, message)
    assert str(message.pk) not in desk.get(reverse("workspace:inbox")).content.decode()
    assert desk.post(settle, {"how": "Again."}).status_code == 422


def test_a_link_that_opens_an_account_is_not_shown_to_others(desk: Client) -> None:
    user = a_user(Role.OWNER)
    people.send_account_link(user=user, now=NOW)
    page = page_of(desk, OutboundMessage.objects.get(template="account-link"))
    assert "/welcome/" not in page and "[link]" in page


def test_an_escorts_message_is_not_said_to_be_the_patients(desk: Client) -> None:
    patient = a_patient()
    people.set_contact(
        patient=patient, kind="escort", name="Rosa", phone="503 555 0111", may_write=True, by=None, now=NOW
    )
    facts = {"template": "escort-called-off", "once": "e", "now": NOW, "day": NOW.date(), "time": NOW.time()}
    message = people.write_to_escort(patient=patient, escort=patient.contacts.get(), **facts)[0]
    OutboundMessage.objects.filter(pk=message.pk).update(state="sending", claimed_at=NOW)
    comms.mark_unsure(now=NOW + timedelta(hours=1))
    page = desk.get(reverse("workspace:inbox")).content.decode()
    assert f"whoever takes {patient.name} home" in page


def test_no_message_of_nobody(desk: Client) -> None:
    address = reverse("workspace:outbox_message", args=["0199a0aa-0000-7000-8000-000000000000"])
    assert desk.get(address).status_code == 404
