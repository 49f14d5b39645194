"""Registering people, reaching them, and who may open their record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from sojourn.audit.models import Event
from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.people import actions, queries
from sojourn.people.models import Patient
from sojourn.people.rules import ways_to_write
from tests.factories import NOW, a_patient, a_user

db = pytest.mark.django_db


@db
def test_record_numbers_count_up() -> None:
    first, second = a_patient(), a_patient()
    assert second.mrn == first.mrn + 1 and len(first.record_number) == 5


def test_record_numbers_count_up_under_a_rush(own_database: str) -> None:
    def register(_: int) -> int:
        try:
            return a_patient().mrn
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        numbers = list(crowd.map(register, range(24)))
    assert sorted(numbers) == list(range(10_001, 10_025))


@db
@pytest.mark.parametrize(
    ("born", "why"),
    [
        (date(2008, 3, 3), "from 18 years on"),
        (date(2026, 3, 2), "cannot be right"),
        (date(2030, 1, 1), "cannot be right"),
        (date(1899, 12, 31), "cannot be right"),
    ],
)
def test_too_young_or_impossible_is_refused_and_nothing_is_kept(born: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        a_patient(birth_date=born)
    assert not Patient.objects.exists() and not Event.objects.exists()


@db
def test_eighteen_today_is_old_enough() -> None:
    assert a_patient(birth_date=date(2008, 3, 2)).pk


@db
def test_a_form_sent_twice_registers_once() -> None:
    number = new_id()
    same = {"client_id": number, "last_name": "Solberg", "email": "maren@example.test"}
    assert a_patient(**same).pk == a_patient(**same).pk
    with pytest.raises(Refused, match="has kept “Solberg” already"):
        a_patient(**{**same, "last_name": "Solheim"})
    assert Patient.objects.count() == 1


@db
def test_details_change_and_the_trail_keeps_the_old_ones() -> None:
    patient = a_patient()
    actions.update_details(patient=patient, by=None, now=NOW, preferred_name="Mar", phone="(503) 555-0199")
    patient.refresh_from_db()
    assert (patient.called, patient.phone) == ("Mar", "+1 503-555-0199")
    assert Event.objects.get(kind="patient.changed").data["before"]["preferred_name"] == ""
    with pytest.raises(Refused, match="phone number"):
        actions.update_details(patient=patient, by=None, now=NOW, phone="call me")


@db
@pytest.mark.parametrize("text", ["tove", "Lind", "tove lind", "1984-06-02", "6/2/1984", "10001"])
def test_finding_somebody(text: str) -> None:
    tove = a_patient(first_name="Tove", last_name="Lind", birth_date=date(1984, 6, 2))
    a_patient()
    assert list(queries.find_patients(text)) == [tove]


@db
def test_a_record_opens_for_its_patient_and_for_staff_and_every_read_is_logged() -> None:
    wren = a_user("patient")
    patient, nurse = a_patient(user=wren), a_user("nurse")
    for reader in (wren, nurse):
        assert queries.open_record(patient.pk, by=reader, now=NOW, reason="visit") == patient
    assert Event.objects.filter(kind="record.opened", patient_id=str(patient.pk)).count() == 2


@db
def test_another_patients_record_looks_absent() -> None:
    stranger, patient = a_user("patient"), a_patient()
    for wanted in (patient.pk, new_id()):
        with pytest.raises(queries.NotFound):
            queries.open_record(wanted, by=stranger, now=NOW, reason="curious")
    assert not Event.objects.filter(kind="record.opened").exists()


@db
def test_one_escort_at_a_time() -> None:
    patient = a_patient()
    for name in ("Rosa", "Juno"):
        actions.set_contact(patient=patient, kind="escort", name=name, by=None, now=NOW)
    assert queries.escort_of(patient).name == "Juno" and patient.contacts.count() == 1
    with pytest.raises(Refused, match="give a name"):
        actions.set_contact(patient=patient, kind="escort", name=" ", by=None, now=NOW)


@db
def test_the_latest_weight_counts_and_pounds_are_noticed() -> None:
    patient = a_patient()
    for days, kg in ((0, 70), (5, Decimal("68.4"))):
        actions.note_weight(patient=patient, kg=kg, by=None, now=NOW + timedelta(days=days))
    assert queries.latest_weight(patient).kg == Decimal("68.4")
    with pytest.raises(Refused, match="pounds"):
        actions.note_weight(patient=patient, kg=500, by=None, now=NOW)


@db
@pytest.mark.parametrize(
    ("kg", "question"),
    [
        ("92.1", "15 % more than the last measured 80.0 kg. Weigh again"),
        ("67.9", "15 % less"),
        ("176.4", "pounds and kilograms mixed up"),
        ("36.3", "pounds and kilograms mixed up"),
    ],
)
def test_a_weight_that_jumps_is_kept_only_when_somebody_confirms_it(kg: str, question: str) -> None:
    patient = a_patient()
    actions.note_weight(patient=patient, kg=80, by=None, now=NOW)
    later = {"patient": patient, "kg": Decimal(kg), "by": None, "now": NOW + timedelta(days=1)}
    with pytest.raises(Refused, match=question) as refused:
        actions.note_weight(**later)
    assert [each.field for each in refused.value.decision.blocking] == ["confirmed"]
    assert actions.note_weight(**later, confirmed=True).kg == Decimal(kg)


@db
def test_pounds_on_the_first_weighing_are_noticed_by_what_they_told() -> None:
    patient = a_patient()
    actions.note_weight(patient=patient, kg=Decimal("74.8"), by=None, now=NOW, source="told by the patient")
    asked = "165.0 kg is 121 % more than the 74.8 kg they told us. Were pounds and kilograms mixed up"
    with pytest.raises(Refused, match=asked):
        actions.note_weight(patient=patient, kg=165, by=None, now=NOW)
    assert actions.note_weight(patient=patient, kg=76, by=None, now=NOW).kg == Decimal(76)


@db
def test_only_a_jump_from_the_scale_is_asked_about() -> None:
    patient = a_patient()
    told = {"patient": patient, "by": None, "source": "told by the patient"}
    actions.note_weight(patient=patient, kg=80, by=None, now=NOW)
    actions.note_weight(kg=120, now=NOW + timedelta(days=1), **told)
    for days, kg in ((2, 92), (3, 80), (4, 68)):
        actions.note_weight(patient=patient, kg=kg, by=None, now=NOW + timedelta(days=days))
    assert queries.latest_weight(patient).kg == Decimal(68)


@db
def test_words_go_both_ways_and_the_email_says_nothing_of_them() -> None:
    wren, desk = a_user("patient"), a_user("front_desk")
    patient = a_patient(user=wren)
    actions.send_message(patient=patient, sender=wren, text="May I eat before?", now=NOW)
    assert queries.unread_by_clinic().count() == 1
    assert actions.mark_read(patient=patient, by=desk, now=NOW) == 1
    actions.send_message(patient=patient, sender=desk, text="Only water, please.", now=NOW)
    assert [each.text for each in queries.thread_of(patient)] == ["May I eat before?", "Only water, please."]
    assert "water" not in OutboundMessage.objects.get().text


@db
def test_an_empty_message_and_a_strangers_message_are_refused() -> None:
    patient = a_patient()
    with pytest.raises(Refused, match="nothing written"):
        actions.send_message(patient=patient, sender=a_user("front_desk"), text="  ", now=NOW)
    with pytest.raises(Refused, match="no such record"):
        actions.send_message(patient=patient, sender=a_user("patient"), text="Hello?", now=NOW)


@db
def test_a_question_is_answered_once() -> None:
    enquiry = actions.ask_question(name="Ida", email="ida@example.test", text="Do you take HSA?", now=NOW)
    desk = a_user("front_desk")
    actions.answer_enquiry(enquiry=enquiry, by=desk, now=NOW)
    assert not queries.open_enquiries().exists()
    with pytest.raises(Refused, match="already"):
        actions.answer_enquiry(enquiry=enquiry, by=desk, now=NOW)


@db
def test_who_cares_for_them_besides_us() -> None:
    patient = a_patient()
    member = actions.add_care_team_member(
        patient=patient, kind="primary_care", name="Dr Fern", contact="treatment", by=None, now=NOW
    )
    assert list(queries.care_team_of(patient)) == [member]
    actions.remove_care_team_member(member=member, by=None, now=NOW)
    assert not queries.care_team_of(patient).exists()
    assert patient.care_team.count() == 1, "what was agreed with them stays on record"


@db
def test_contact_is_the_patients_word_and_every_word_is_kept() -> None:
    patient = a_patient()
    member = actions.add_care_team_member(
        patient=patient, kind="prescriber", name="Dr Ode", phone="503 555 0190", by=None, now=NOW
    )
    assert not member.may_contact and member.contact_words == "not asked yet"
    for scope in ("treatment", "treatment", "medicines", "nothing"):
        actions.set_contact_consent(member=member, scope=scope, by=None, now=NOW)
    fresh = queries.care_team_member(patient, member.pk)
    assert not fresh.may_contact and fresh.contact_words == "no contact"
    assert [each.scope for each in fresh.contact_consents.all()] == ["treatment", "medicines", "nothing"]
    assert Event.objects.filter(kind="care_team.contact_consent").count() == 3


@db
def test_how_a_colleague_is_reached_is_changed_and_checked() -> None:
    patient = a_patient()
    member = actions.add_care_team_member(patient=patient, kind="prescriber", name="Dr Ode", by=None, now=NOW)
    changed = actions.change_care_team_member(
        member=member, fax="503 555 0191", address=" 4 Elm Way ", by=None, now=NOW
    )
    assert changed.fax == "+1 503-555-0191" and changed.address == "4 Elm Way"
    for field, value in (("fax", "by pigeon"), ("email", "ode at practice")):
        with pytest.raises(Refused) as refusal:
            actions.change_care_team_member(member=member, by=None, now=NOW, **{field: value})
        assert [each.field for each in refusal.value.decision.blocking] == [field]


@db
def test_a_care_team_of_somebody_else_is_not_there() -> None:
    member = actions.add_care_team_member(
        patient=a_patient(), kind="prescriber", name="Dr Ode", by=None, now=NOW
    )
    with pytest.raises(queries.NotFound):
        queries.care_team_member(a_patient(), member.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["555 0123", "1234567890", "+44 20 7946 0958"])
def test_a_number_of_another_shape_or_country_is_refused(number):
    with pytest.raises(Refused, match="ten digits"):
        actions.update_details(patient=a_patient(), by=None, now=NOW, phone=number)


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "longest"), [("first_name", 80), ("preferred_name", 80), ("pronouns", 40)])
def test_a_name_too_long_to_keep_whole_is_refused_and_not_cut(field, longest):
    with pytest.raises(Refused, match=f"under {longest}"):
        actions.update_details(patient=a_patient(), by=None, now=NOW, **{field: "x" * (longest + 1)})


@pytest.mark.parametrize(
    ("wanted", "email", "phone", "possible", "ways"),
    [
        ("email", "m@x", "1", ("email", "sms"), ["email"]),
        ("sms", "m@x", "1", ("email", "sms"), ["sms"]),
        ("both", "m@x", "1", ("email", "sms"), ["email", "sms"]),
        ("sms", "m@x", "1", ("email",), ["email"]),
        ("both", "m@x", "1", ("email",), ["email"]),
        ("sms", "m@x", "", ("email", "sms"), ["email"]),
        ("both", "", "1", ("email", "sms"), ["sms"]),
        ("email", "", "1", ("email", "sms"), ["sms"]),
        ("email", "", "", ("email", "sms"), []),
    ],
)
def test_how_somebody_is_written_to(
    wanted: str, email: str, phone: str, possible: tuple[str, ...], ways: list[str]
) -> None:
    assert [way for way, _ in ways_to_write(wanted, email, phone, possible)] == ways
