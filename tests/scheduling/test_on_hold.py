"""A visit that waits for the provider's yes asks nothing of its patient, and everything returns with the yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sojourn.comms import actions as comms
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.scheduling import actions, queries
from sojourn.scheduling.answer_links import answer_path
from sojourn.scheduling.models import Appointment
from sojourn.screening import actions as screening
from sojourn.screening.changed_queries import changed_since_the_decision
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import TUESDAY, Clinic, at, seen_by_a_doctor
from tests.stories import all_seen, an_eligible_patient, settle_findings

pytestmark = pytest.mark.django_db
DAY_BEFORE = at("13:00") - timedelta(hours=23)
MINUTES = timedelta(minutes=10)


@pytest.fixture
def session(clinic: Clinic) -> Appointment:
    """Tomorrow's session of somebody who takes lamotrigine and was found eligible."""
    patient = a_patient(user=a_user("patient"))
    intake.add_medication(patient=patient, as_written="Lamictal 200 mg", by=None, now=NOW)
    an_eligible_patient(clinic.doctor.user, patient=patient)
    patient.refresh_from_db()
    told = {"name": "Rosa", "phone": "503 555 0111", "may_write": True}
    people.set_contact(patient=patient, kind="escort", by=None, now=NOW, **told)
    return clinic.book("session", at("13:00"), patient=seen_by_a_doctor(clinic, patient=patient))


def decide(clinic: Clinic, visit: Appointment, outcome: str, now: Any = NOW) -> None:
    seen_on = TUESDAY - timedelta(days=1)
    facts: dict[str, Any] = {"evaluated_on": seen_on, "visits": {seen_on}} if outcome == "eligible" else {}
    screening.decide(
        patient=visit.patient,
        outcome=outcome,
        reasons="For now.",
        seen=all_seen(visit.patient, now=now),
        by=clinic.doctor.user,
        now=now,
        **facts,
    )


def goes_stale(visit: Appointment) -> None:
    intake.add_medication(patient=visit.patient, as_written="theophylline 300 mg", by=None, now=DAY_BEFORE)


def decided_anew(clinic: Clinic, visit: Appointment, now: Any) -> None:
    intake.confirm_list(patient=visit.patient, by=None, now=now)
    settle_findings(visit.patient, clinic.doctor.user, now=now)
    decide(clinic, visit, "eligible", now)


def messages(*templates: str) -> list[tuple[str, str]]:
    found = OutboundMessage.objects.filter(template__in=templates).order_by("created_at", "pk")
    return list(found.values_list("template", "state"))


@pytest.mark.parametrize("outcome", ["not_now", "declined", "stale"])
def test_it_is_on_hold_after_a_no_and_when_the_yes_stands_no_more(
    clinic: Clinic, session: Appointment, outcome: str
) -> None:
    assert not queries.on_hold([session], DAY_BEFORE)
    goes_stale(session) if outcome == "stale" else decide(clinic, session, outcome, DAY_BEFORE)
    talk = clinic.book("preparation", at("10:00"), patient=session.patient)
    assert queries.on_hold([session, talk], DAY_BEFORE) == {session.pk}
    is_seen = [each.patient for each in changed_since_the_decision(today=TUESDAY)] == [session.patient]
    assert is_seen == (outcome == "stale"), "the provider's own pile has it"


def test_no_reminder_goes_but_one_word_and_all_returns(clinic: Clinic, session: Appointment) -> None:
    actions.remind(now=DAY_BEFORE)
    actions.remind_escorts(now=DAY_BEFORE + MINUTES)
    assert messages("visit-reminder", "escort-pickup", "visit-on-hold") == [
        ("visit-reminder", "queued"),
        ("escort-pickup", "queued"),
    ]
    comms.send_due(now=DAY_BEFORE + MINUTES)
    goes_stale(session)
    for number in range(2, 5):
        actions.remind(now=DAY_BEFORE + MINUTES * number)
        actions.remind_escorts(now=DAY_BEFORE + MINUTES * number)
    assert len(messages("visit-reminder")) == len(messages("escort-pickup")) == 1
    (held,) = OutboundMessage.objects.filter(template="visit-on-hold")
    assert "on hold" in held.text and "as usual" in held.text and "7:00 am" not in held.text
    assert len(messages("escort-called-off")) == 1, "who was told to come is told not to"
    decided_anew(clinic, session, DAY_BEFORE + MINUTES * 5)
    actions.remind(now=DAY_BEFORE + MINUTES * 6)
    actions.remind_escorts(now=DAY_BEFORE + MINUTES * 6)
    assert len(messages("visit-reminder")) == len(messages("escort-pickup")) == 2


def test_what_waits_in_the_outbox_is_looked_at_when_its_turn_comes(
    clinic: Clinic, session: Appointment
) -> None:
    actions.remind(now=DAY_BEFORE)
    decide(clinic, session, "declined", DAY_BEFORE)
    comms.send_due(now=DAY_BEFORE + MINUTES)
    reminder = OutboundMessage.objects.get(template="visit-reminder")
    assert reminder.state == MessageState.DROPPED and "no longer true" in reminder.attempts.get().answer
    actions.remind(now=DAY_BEFORE + MINUTES)
    decided_anew(clinic, session, DAY_BEFORE + MINUTES * 2)
    comms.send_due(now=DAY_BEFORE + MINUTES * 3)
    assert messages("visit-on-hold") == [("visit-on-hold", "dropped")], (
        "nor does this go when it stands again"
    )
    actions.remind(now=DAY_BEFORE + MINUTES * 4)
    comms.send_due(now=DAY_BEFORE + MINUTES * 5)
    assert [state for _, state in messages("visit-reminder")] == ["dropped", "sent"]


def test_in_spanish(clinic: Clinic, session: Appointment) -> None:
    people.update_details(patient=session.patient, by=None, now=NOW, language="es", channel="both")
    decide(clinic, session, "not_now", DAY_BEFORE)
    actions.remind(now=DAY_BEFORE)
    found = OutboundMessage.objects.filter(template="visit-on-hold")
    assert len(found) == 2 and all("en espera" in each.text for each in found)


def test_nobody_is_asked_to_be_there(clinic: Clinic, session: Appointment, client: Any) -> None:
    link = answer_path(session.pk, session.starts_at, "patient")
    with time_machine.travel(DAY_BEFORE, tick=False):
        assert "I will be there" in client.get(link).text
        decide(clinic, session, "declined", DAY_BEFORE)
        page = client.get(link).text
        assert "I will be there" not in page and "on hold" in page and "I need to change it" in page
    said = {"appointment": session, "starts_at": session.starts_at, "who": "patient", "now": DAY_BEFORE}
    with pytest.raises(Refused, match="on hold"):
        actions.answer(comes=True, **said)
    assert not actions.answer(comes=False, **said).comes


PAGES = ("portal:next_step", "portal:appointments", "portal:medications")


@pytest.mark.parametrize("why", ["declined", "stale"])
def test_the_portal_asks_for_nothing_while_it_is_on_hold(
    clinic: Clinic, session: Appointment, client: Any, why: str
) -> None:
    client.force_login(session.patient.user)
    visit = reverse("portal:appointments_visit", args=[session.pk])
    addresses = [*map(reverse, PAGES), visit]

    def pages() -> str:
        return " ".join(client.get(each).text for each in addresses)

    asked = ("7:00 am", "Nothing to eat", "I will be there", "takes you home")
    with time_machine.travel(DAY_BEFORE, tick=False):
        assert not [each for each in asked if each not in pages()]
        goes_stale(session) if why == "stale" else decide(clinic, session, why, DAY_BEFORE)
        held = pages()
        assert not [each for each in (*asked, "All clear") if each in held.replace(">All clear<", "")]
        assert "on hold until we have spoken with you" in held and "Keep taking your medicines" in held
        client.force_login(clinic.desk)
        for page in (
            reverse("workspace:visit", args=[session.pk]),
            f"{reverse('workspace:calendar')}?day=2026-03-03",
        ):
            assert "On hold: no yes" in client.get(page).text
        decided_anew(clinic, session, DAY_BEFORE + MINUTES)
        client.force_login(session.patient.user)
    with time_machine.travel(DAY_BEFORE + MINUTES, tick=False):
        assert "I will be there" in pages() and "on hold until" not in pages()
