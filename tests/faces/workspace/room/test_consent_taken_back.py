"""A consent taken back in the middle of a session reaches the people beside the bed, the inbox, the chart and paper."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event as AuditEvent
from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.intake.models import WithdrawalAnswer
from sojourn.scheduling.models import Appointment
from sojourn.timeline.queries import inbox
from sojourn.treatment.queries.readiness import readiness
from tests.faces.workspace.room.by_hand import address, post
from tests.faces.workspace.room.test_group_room import a_full_group
from tests.factories import a_user
from tests.stories import sign_consents
from tests.treatment.stage import STARTS, after, begun, dose

pytestmark = pytest.mark.django_db
WORDS = "I am afraid"


def take_back(patient, minute, consent="ketamine-treatment"):
    signature = patient.consents.get(consent=consent)
    return intake.withdraw_consent(signature=signature, reason=WORDS, by=a_user("patient"), now=after(minute))


def booked_later(stage):
    visit = stage.appointment
    same = {"patient": stage.patient, "staff": visit.staff, "room": visit.room, "booked_at": visit.booked_at}
    starts = STARTS + timedelta(days=7)
    return Appointment.objects.create(
        service="session", starts_at=starts, ends_at=starts + timedelta(hours=3), price_cents=55000, **same
    )


@pytest.fixture
def session(stage, at):
    """In the journey for twelve minutes, with another session booked."""
    begun(stage)
    dose(stage)
    booked_later(stage)
    at(12)
    return stage.session


def test_the_session_room_says_stop_at_once(nurse, stage, session):
    page = nurse.get(address("session", session.pk)).text
    assert 'id="taken-back"' in page and "Consent taken back" not in page
    take_back(stage.patient, 12)
    page = nurse.get(address("session", session.pk)).text
    assert "Consent taken back at 10:12" in page and WORDS in page and "Stop giving." in page
    assert "#taken-back" in page.split("hx-select-oob")[1][:80], "the page looks again by itself"


def test_no_further_dose_unless_they_sign_anew(nurse, stage, session, at):
    take_back(stage.patient, 12)
    consents = next(each for each in readiness(session, after(12)) if each.code == "consents")
    assert (
        not consents.state.is_ready and "was taken back" in consents.sentence and WORDS in consents.sentence
    )
    said = {"entry_id": str(uuid4()), "vial": str(stage.vial.pk), "mg": "10", "site": "", "side": ""}
    answer = post(nurse, "session_dose", session, **said)
    assert answer.status_code == 422 and "taken back" in answer.text
    stage.patient.user = stage.nurse
    sign_consents(stage.patient, now=after(14))
    at(15)
    assert "Consent taken back" not in nurse.get(address("session", session.pk)).text


def test_the_group_board_says_it_at_the_seat(nurse, stage, at):
    at(33)
    group = a_full_group(stage)
    assert "Consent taken back" not in nurse.get(address("group", group.pk)).text
    patient = group.seats.get(number=2).patient
    patient.user = stage.nurse
    sign_consents(patient, service="group", now=after(1))
    take_back(patient, 33, "group-confidentiality")
    page = nurse.get(address("group", group.pk)).text
    assert page.count("Consent taken back at") == 1 and WORDS in page
    assert page.index("Consent taken back at") > page.index('id="pod2"')


@pytest.mark.parametrize("role", [Role.NURSE, Role.PROVIDER])
def test_it_waits_in_the_inbox_until_somebody_says_what_was_done(client, stage, session, role):
    withdrawal = take_back(stage.patient, 12)
    somebody = stage.nurse if role == Role.NURSE else stage.provider
    client.force_login(somebody)
    page = client.get(reverse("workspace:inbox")).text
    assert (
        "Consent taken back" in page and WORDS in page and "In the room now." in page and "1 booked" in page
    )
    today = client.get(reverse("workspace:today")).text
    assert "took a consent back" in today and "#taken-back" in today
    where = reverse("workspace:taken_back", args=[withdrawal.pk])
    assert "9 March" in client.get(where).text, "the session a week later"
    assert client.post(where, {"text": "  "}).status_code == 422
    said = {"text": "Spoke with them, stopped, sat beside them.", "client_id": str(uuid4())}
    for _ in range(2):
        assert client.post(where, said).status_code == 302
    assert WithdrawalAnswer.objects.count() == 1
    assert AuditEvent.objects.filter(kind="consent.withdrawal_answered").count() == 1
    assert "Consent taken back" not in client.get(reverse("workspace:inbox")).text
    assert inbox(somebody, now=after(13)).taken_back == []
    assert said["text"] in client.get(where).text


def test_the_desk_reads_no_reason(client, stage, session):
    withdrawal = take_back(stage.patient, 12)
    client.force_login(a_user(Role.FRONT_DESK))
    assert WORDS not in client.get(reverse("workspace:inbox")).text
    assert client.get(reverse("workspace:taken_back", args=[withdrawal.pk])).status_code in (403, 404)


def test_the_chart_and_the_paper_say_it(client, stage, session, tmp_path: Path):
    withdrawal = take_back(stage.patient, 12)
    client.force_login(stage.provider)
    documents = client.get(reverse("workspace:chart_documents", args=[stage.patient.pk])).text
    assert "TAKEN BACK" in documents and WORDS in documents
    paper = client.get(reverse("workspace:consent_paper", args=[withdrawal.signature_id]))
    (tmp_path / "consent.pdf").write_bytes(paper.content)
    pages = (
        subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / "consent.pdf"), "-"],
            capture_output=True,
            text=True,
            check=True,
        )
        .stdout.rstrip("\f")
        .split("\f")
    )
    assert all("Taken back on" in each and "10:12" in each for each in pages) and WORDS in pages[0]


def test_nobody_sees_to_it_without_a_word(stage, session):
    withdrawal = take_back(stage.patient, 12)
    with pytest.raises(Refused, match="in a few words"):
        intake.answer_withdrawal(withdrawal=withdrawal, text=" ", by=stage.nurse, now=after(13))
