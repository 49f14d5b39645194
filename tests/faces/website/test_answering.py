"""The page behind a reminder's links: no sign-in, no word about health, and looking changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from sojourn.audit.models import Event
from sojourn.comms.models import OutboundMessage
from sojourn.content import pack
from sojourn.people import actions as people
from sojourn.scheduling import actions, queries
from sojourn.scheduling.answer_links import answer_path
from sojourn.scheduling.models import Appointment, VisitAnswer
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import Clinic, a_clinic, at, seen_by_a_doctor

pytestmark = pytest.mark.django_db
DAY_BEFORE = at("13:00") - timedelta(hours=23)


@pytest.fixture
def clinic() -> Clinic:
    return a_clinic()


@pytest.fixture
def visit(clinic: Clinic) -> Appointment:
    return clinic.book("session", at("13:00"), patient=seen_by_a_doctor(clinic, patient=a_patient()))


def asked(visit: Appointment, who: str = "patient") -> str:
    return answer_path(visit.pk, visit.starts_at, who)


def test_the_links_of_a_real_reminder_lead_to_yes_and_to_a_change(client: Client, visit: Appointment) -> None:
    actions.remind(now=DAY_BEFORE)
    text = OutboundMessage.objects.get(template="visit-reminder").text
    yes, change = re.findall(r"https?://[^/]+(/visit/\S+)", text)
    with time_machine.travel(DAY_BEFORE, tick=False):
        assert "I will be there" in client.get(yes).content.decode()
        assert "What would suit you?" in client.get(change).content.decode()


def test_looking_changes_nothing_however_often_and_by_whatever_robot(
    client: Client, visit: Appointment
) -> None:
    events = Event.objects.count()
    with time_machine.travel(DAY_BEFORE, tick=False):
        for path in (asked(visit), f"{asked(visit)}change/", f"{asked(visit)}?comes=1"):
            for look in (client.get, client.head, client.options):
                assert look(path).status_code == 200
    assert not VisitAnswer.objects.exists() and Event.objects.count() == events


def test_one_touch_confirms_and_a_second_one_counts_once(client: Client, visit: Appointment) -> None:
    with time_machine.travel(DAY_BEFORE, tick=False):
        for _ in range(2):
            answer = client.post(asked(visit), {"comes": "1"}, follow=True)
        assert answer.status_code == 200 and "We have noted that you will be there" in answer.content.decode()
    assert queries.answers_to([visit])[visit.pk]["patient"].comes
    assert VisitAnswer.objects.count() == 1


def test_who_needs_another_time_is_asked_what_would_suit_and_the_desk_gets_to_know(
    client: Client, visit: Appointment
) -> None:
    with time_machine.travel(DAY_BEFORE, tick=False):
        said = client.post(f"{asked(visit)}change/", {"note": "Thursday"}, follow=True).content.decode()
    assert "Your time stays yours until we have spoken" in said and "I will be there" in said
    assert [each.note for each in queries.asked_to_change(DAY_BEFORE)] == ["Thursday"]


def test_a_note_that_is_too_long_stays_typed(client: Client, visit: Appointment) -> None:
    with time_machine.travel(DAY_BEFORE, tick=False):
        answer = client.post(f"{asked(visit)}change/", {"note": "x" * 501})
    assert answer.status_code == 422 and "x" * 501 in answer.content.decode()
    assert "under 500 letters" in answer.content.decode()


def test_the_page_says_nothing_of_health_nor_whose_visit_it_is(client: Client, visit: Appointment) -> None:
    with time_machine.travel(DAY_BEFORE, tick=False):
        for path in (asked(visit), f"{asked(visit)}change/"):
            page = client.get(path).content.decode()
            main = page[page.index("<main") :].lower().replace("your health", "")
            assert [word for word in pack().policies.private_words if word in main] == []
            assert "solberg" not in main and "maren" not in main and "988" not in main


def test_a_patient_who_reads_spanish_reads_the_page_in_spanish(client: Client, visit: Appointment) -> None:
    people.update_details(patient=visit.patient, by=None, now=NOW, language="es")
    with time_machine.travel(DAY_BEFORE, tick=False):
        page = client.get(asked(visit)).content.decode()
    assert '<html lang="es"' in page and "martes 3 de marzo, 1:00 p. m." in page and "Sí, vendré" in page


def test_an_escort_says_for_the_time_to_be_there_and_nothing_for_the_patient(
    client: Client, visit: Appointment
) -> None:
    with time_machine.travel(DAY_BEFORE, tick=False):
        page = client.get(asked(visit, "escort")).content.decode()
        client.post(f"{asked(visit, 'escort')}change/", {"note": ""})
    assert "4:00 pm" in page and "meet Maren" in page and "Solberg" not in page
    said = queries.answers_to([visit])[visit.pk]
    assert set(said) == {"escort"} and not said["escort"].comes


def test_a_link_is_spent_once_the_visit_begins_moves_or_is_cancelled(
    client: Client, clinic: Clinic, visit: Appointment
) -> None:
    path = asked(visit)
    with time_machine.travel(at("13:01"), tick=False):
        assert client.get(path).status_code == client.post(path, {"comes": "1"}).status_code == 410
    with time_machine.travel(DAY_BEFORE, tick=False):
        actions.cancel(appointment=visit, reason="ill", by=clinic.desk, now=DAY_BEFORE)
        page = client.get(path)
        assert page.status_code == 410 and "Este enlace ya no hace falta" in page.content.decode()
    assert not VisitAnswer.objects.exists()


@pytest.mark.parametrize("token", ["sample", "a.b.c:d", "%00", "🙂", "A" * 3000])
def test_a_link_that_is_none_of_ours_is_told_the_same(client: Client, token: str) -> None:
    for path in (f"/visit/{token}/", f"/visit/{token}/change/"):
        assert client.get(path).status_code == client.post(path, {"comes": "1"}).status_code == 410
