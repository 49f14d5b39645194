"""Reminders in the patient's own channels and language, the escort's own message, and the word that comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sojourn import content
from sojourn.comms import actions as comms
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.answer_links import answer_path, read_link
from sojourn.scheduling.models import Appointment, VisitAnswer
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import Clinic, at, seen_by_a_doctor

pytestmark = pytest.mark.django_db
DAY_BEFORE = at("13:00") - timedelta(hours=23)


def reminders(template: str = "visit-reminder") -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(template=template).order_by("created_at", "channel"))


def a_session(clinic: Clinic, **changes: object) -> Appointment:
    patient = a_patient()
    if changes:
        people.update_details(patient=patient, by=None, now=NOW, **changes)  # type: ignore[arg-type]
        patient.refresh_from_db()
    return clinic.book("session", at("13:00"), patient=seen_by_a_doctor(clinic, patient=patient))


def with_escort(visit: Appointment, **changes: object) -> None:
    facts = {"kind": "escort", "name": "Rosa Hale", "phone": "503 555 0111", "may_write": True}
    people.set_contact(patient=visit.patient, by=None, now=NOW, **{**facts, **changes})  # type: ignore[arg-type]


WISHES = [
    ("email", "en", [("email", "Can you come?")]),
    ("sms", "en", [("sms", "Can you come?")]),
    ("both", "en", [("email", "Can you come?"), ("sms", "Can you come?")]),
    ("both", "es", [("email", "¿Podrá venir?"), ("sms", "¿Podrá venir?")]),
]


@pytest.mark.parametrize(("channel", "language", "expected"), WISHES)
def test_a_reminder_comes_as_the_patient_wishes(
    clinic: Clinic, channel: str, language: str, expected: list[tuple[str, str]]
) -> None:
    a_session(clinic, channel=channel, language=language)
    actions.remind(now=DAY_BEFORE)
    actions.remind(now=DAY_BEFORE)
    sent = reminders()
    assert [each.channel for each in sent] == [each for each, _ in expected]
    assert all(words in message.text for message, (_, words) in zip(sent, expected, strict=True))
    said = "martes 3 de marzo" if language == "es" else "Tuesday 3 March"
    assert all(said in message.text and "/visit/" in message.text for message in sent)


def test_a_text_waits_for_the_morning_and_an_answer_to_ones_own_act_does_not(clinic: Clinic) -> None:
    visit = a_session(clinic, channel="sms")
    night = at("22:00") - timedelta(days=1)
    actions.remind(now=night)
    assert reminders()[0].not_before == at("08:30")
    actions.cancel(appointment=visit, reason="ill", by=clinic.desk, now=night)
    assert reminders("booking-cancelled")[0].not_before == night


def test_a_reminder_that_still_waits_is_dropped_when_the_visit_leaves_its_time(clinic: Clinic) -> None:
    visit = a_session(clinic, channel="sms")
    actions.remind(now=at("22:00") - timedelta(days=1))
    actions.cancel(appointment=visit, reason="ill", by=clinic.desk, now=at("07:00"))
    assert comms.send_due(now=at("09:00")) == 3, "two confirmations and the cancellation, no reminder"
    assert reminders()[0].state == MessageState.DROPPED


def takes(visit: Appointment, medicine: str) -> None:
    intake.add_medication(patient=visit.patient, as_written=medicine, by=None, now=NOW)


def test_a_reminder_says_ones_own_clock_times_and_not_what_they_are_for(clinic: Clinic) -> None:
    visit = a_session(clinic, channel="both")
    takes(visit, "Lamictal 200 mg")
    actions.remind(now=DAY_BEFORE)
    for message in reminders():
        assert "The times on your list for that day: 7:00 am and 7:50 pm." in message.text
        private = (*content.pack().policies.private_words, "lamictal", "medicine")
        assert not [word for word in private if word in f"{message.subject} {message.text}".lower()]


def test_without_such_a_medicine_or_such_a_visit_there_are_none(clinic: Clinic) -> None:
    visit = a_session(clinic)
    takes(visit, "sertraline 50 mg")
    first = clinic.book("intake", at("10:00"))
    takes(first, "Lamictal 200 mg")
    actions.remind(now=DAY_BEFORE)
    assert len(reminders()) == 2
    assert not any("times on your list" in each.text or "too. What" not in each.text for each in reminders())


def test_the_reminder_of_a_moved_visit_says_the_new_times(clinic: Clinic) -> None:
    visit = a_session(clinic)
    takes(visit, "Lamictal 200 mg")
    actions.remind(now=DAY_BEFORE)
    place = {"staff": visit.staff, "room": visit.room, "reason": "earlier", "by": clinic.desk}
    actions.move(appointment=visit, starts_at=at("11:30"), now=DAY_BEFORE, **place)
    actions.remind(now=DAY_BEFORE)
    assert "5:30 am and 6:20 pm" in reminders()[1].text


AGREED = [
    ({}, ("sms", "+1 503-555-0111")),
    ({"phone": "", "email": "rosa@example.test"}, ("email", "rosa@example.test")),
    ({"may_write": False}, None),
    ({"may_write": None}, None),
]


@pytest.mark.parametrize(("told", "expected"), AGREED)
def test_an_escort_is_told_when_to_come_only_if_the_patient_agreed(
    clinic: Clinic, told: dict[str, object], expected: tuple[str, str] | None
) -> None:
    with_escort(a_session(clinic), **told)
    actions.remind_escorts(now=DAY_BEFORE)
    actions.remind_escorts(now=DAY_BEFORE)
    sent = reminders("escort-pickup")
    assert [(each.channel, each.to) for each in sent] == ([expected] if expected else [])
    assert all("4:00 pm" in each.text and "Maren" in each.text for each in sent), "the time to be picked up"
    assert all("Solberg" not in each.text for each in sent)


def test_nobody_is_called_for_a_visit_that_needs_no_way_home(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("13:00"))
    with_escort(visit)
    assert actions.remind_escorts(now=DAY_BEFORE) == 0


def test_an_escort_who_was_told_hears_that_the_time_has_changed_and_of_the_new_one(clinic: Clinic) -> None:
    visit = a_session(clinic)
    with_escort(visit)
    actions.remind_escorts(now=DAY_BEFORE)
    comms.send_due(now=DAY_BEFORE)
    place = {
        "staff": visit.staff,
        "room": visit.room,
        "reason": "earlier",
        "by": clinic.desk,
        "now": DAY_BEFORE,
    }
    actions.move(appointment=visit, starts_at=at("11:00"), **place)
    actions.remind_escorts(now=DAY_BEFORE)
    assert "4:00 pm" in reminders("escort-called-off")[0].text
    assert "2:00 pm" in reminders("escort-pickup")[1].text
    comms.send_due(now=DAY_BEFORE)

    actions.move(appointment=visit, starts_at=at("13:00"), **place)
    actions.remind_escorts(now=DAY_BEFORE)
    assert len(reminders("escort-pickup")) == 3 and len(reminders("escort-called-off")) == 2


def test_an_escort_need_not_come_for_somebody_who_did_not(clinic: Clinic) -> None:
    visit = a_session(clinic)
    with_escort(visit)
    actions.remind_escorts(now=DAY_BEFORE)
    comms.send_due(now=DAY_BEFORE)
    actions.miss(appointment=visit, by=clinic.desk, now=at("13:40"))
    assert len(reminders("escort-called-off")) == 1


def test_another_escort_is_another_message_and_needs_a_word_of_its_own(clinic: Clinic) -> None:
    visit = a_session(clinic)
    with_escort(visit)
    actions.remind_escorts(now=DAY_BEFORE)
    with_escort(visit, name="Ines Hale", phone="503 555 0122", may_write=None)
    actions.remind_escorts(now=DAY_BEFORE)
    assert len(reminders("escort-pickup")) == 1
    with_escort(visit, name="Ines Hale", phone="503 555 0122")
    actions.remind_escorts(now=DAY_BEFORE)
    assert [each.to[-4:] for each in reminders("escort-pickup")] == ["0111", "0122"]


def test_an_agreement_to_write_needs_an_address(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="telephone number or e-mail"):
        with_escort(a_session(clinic), phone="")


def test_a_link_says_whom_it_asks_about_which_time_and_bears_no_change(clinic: Clinic) -> None:
    visit = a_session(clinic)
    path = answer_path(visit.pk, visit.starts_at, "escort", change=True)
    token = path.split("/")[2]
    asked = read_link(token)
    assert path.endswith("/change/") and len(token) < 100
    assert asked and (asked.visit_id, asked.starts_at, asked.who) == (visit.pk, visit.starts_at, "escort")
    for wrong in (token[:-1], token.replace(".e:", ".p:"), f"B{token[1:]}", "", "a.b.c:d", token.swapcase()):
        assert read_link(wrong) is None


def says(visit: Appointment, comes: bool, who: str = "patient", **changes: object) -> VisitAnswer:
    facts = {"starts_at": visit.starts_at, "now": DAY_BEFORE, "by": None}
    return actions.answer(appointment=visit, who=who, comes=comes, **{**facts, **changes})  # type: ignore[arg-type]


def test_the_same_answer_counts_once_and_another_one_replaces_it(clinic: Clinic) -> None:
    visit = a_session(clinic)
    assert says(visit, True) == says(visit, True)
    assert queries.answers_to([visit])[visit.pk]["patient"].comes
    says(visit, False, note="Thursday would do.")
    said = queries.answers_to([visit])[visit.pk]["patient"]
    assert not said.comes and said.note == "Thursday would do." and visit.answers.count() == 2


def test_who_cannot_come_waits_for_the_desk_until_somebody_has_spoken_with_them(clinic: Clinic) -> None:
    visit = a_session(clinic)
    says(visit, False)
    says(visit, False, who="escort")
    assert {each.who for each in queries.asked_to_change(DAY_BEFORE)} == {"patient", "escort"}
    says(visit, True, by=clinic.desk, note="Called: they come after all.")
    assert [each.who for each in queries.asked_to_change(DAY_BEFORE)] == ["escort"]
    assert not queries.asked_to_change(at("13:00")).exists(), "the visit has begun"


def test_a_move_or_a_cancellation_answers_it_and_the_old_word_is_not_one_about_the_new_time(
    clinic: Clinic,
) -> None:
    visit = a_session(clinic)
    says(visit, False)
    place = {
        "staff": visit.staff,
        "room": visit.room,
        "reason": "asked",
        "by": clinic.desk,
        "now": DAY_BEFORE,
    }
    moved = actions.move(appointment=visit, starts_at=at("11:00"), **place)
    assert not queries.asked_to_change(DAY_BEFORE).exists()
    assert queries.answers_to([moved])[moved.pk] == {}
    with pytest.raises(Refused, match="changed since"):
        says(moved, True, starts_at=at("13:00"))
    says(moved, False)
    actions.cancel(appointment=moved, reason="asked", by=clinic.desk, now=DAY_BEFORE)
    assert not queries.asked_to_change(DAY_BEFORE).exists()


@pytest.mark.parametrize("now", [at("13:00"), datetime(2027, 1, 1, tzinfo=UTC)])
def test_a_link_ends_when_the_visit_begins(clinic: Clinic, now: datetime) -> None:
    with pytest.raises(Refused, match="has passed"):
        says(a_session(clinic), True, now=now)


def test_a_long_note_is_refused_and_not_cut(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="under 500 letters"):
        says(a_session(clinic), False, note="x" * 501)


def test_texts_need_a_number_and_a_language_must_be_written_here() -> None:
    patient: Patient = a_patient(phone="")
    for wrong, why in (
        ({"channel": "both"}, "need a phone number"),
        ({"channel": "pigeon"}, "e-mail, text message or both"),
        ({"language": "fr"}, "one of the languages"),
    ):
        with pytest.raises(Refused, match=why):
            people.update_details(patient=patient, by=None, now=NOW, **wrong)
    people.update_details(
        patient=patient, by=None, now=NOW, phone="503 555 0100", channel="both", language="es"
    )
    with pytest.raises(Refused, match="need a phone number"):
        people.update_details(patient=patient, by=None, now=NOW, phone="")
