"""The pages of the desk: each shows, refuses kindly, and asks the same few questions however long the list."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn.core.ids import new_id
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from tests.faces.workspace.desk_day import MORNING, a_day, the_desk
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import TUESDAY, Clinic, at
from tests.stories import a_patient_with_a_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_in_the_morning")]
MOST_QUERIES = 12


def said(response: Any) -> str:
    return response.content.decode()


def count_queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_today_shows_rooms_arrivals_and_the_tally(client: Any, clinic: Clinic) -> None:
    late, coming, _ = a_day(clinic)
    page = said(client.get(reverse("workspace:today")))
    assert "<b>0</b> here" in page and "1 late" in page and "2 still to come" in page
    assert "60 min late" in page and coming.patient.name in page and "Check in" in page
    assert f"Call {late.patient.called}" in page


def test_checking_in_from_today(client: Any, clinic: Clinic) -> None:
    (visit,) = a_day(clinic, 1)
    page = client.post(reverse("workspace:arrive", args=[visit.pk]), follow=True)
    assert f"{visit.patient.called} is here" in said(page)
    visit.refresh_from_db()
    assert visit.state == "arrived"


def test_checking_in_on_another_day_says_so(client: Any, clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00", TUESDAY.replace(day=5)))
    page = said(client.post(reverse("workspace:arrive", args=[visit.pk]), follow=True))
    assert "not today" in page


@pytest.mark.parametrize("by", ["rooms", "people", "week"])
def test_the_calendar(client: Any, clinic: Clinic, by: str) -> None:
    visit = a_day(clinic, 1)[0]
    page = said(client.get(reverse("workspace:calendar"), {"day": "2026-03-03", "by": by}))
    assert visit.patient.short_name in page or visit.patient.name in page
    assert client.get(reverse("workspace:calendar"), {"day": "nonsense", "by": by}).status_code == 200


def test_booking_from_name_to_confirmation(client: Any, clinic: Clinic) -> None:
    patient = a_patient(first_name="Tove", last_name="Lind")
    assert "Tove Lind" in said(client.get(reverse("workspace:book"), {"q": "tove"}))
    address = f"{reverse('workspace:book')}?patient={patient.pk}&service=intake&day=2026-03-04"
    page = client.get(address)
    value = page.context["free"][0][1][0][0] if page.context else _first_value(said(page))
    number = str(new_id())
    for _ in range(2):
        done = client.post(address, {"starts_at": value, "client_id": number}, follow=True)
        assert "Booked: Wednesday 4 March" in said(done)
    assert Appointment.objects.count() == 1


def test_a_time_that_is_gone_is_said_beside_new_ones(client: Any, clinic: Clinic) -> None:
    patient = a_patient()
    address = f"{reverse('workspace:book')}?patient={patient.pk}&service=intake&day=2026-03-04"
    value = _first_value(said(client.get(address)))
    moment, staff, room = value.split("|")
    taken = queries.free_times("intake", from_day=TUESDAY.replace(day=4), days=1)[0]
    clinic.book("intake", taken.starts_at, staff=taken.staff, room=taken.room)
    page = said(client.post(address, {"starts_at": value, "client_id": str(new_id())}))
    assert "just taken. Still free:" in page
    assert "choose one of the free times" not in page and Appointment.objects.count() == 1
    client.post(address, {"starts_at": "rubbish"})
    assert Appointment.objects.count() == 1


def test_a_closed_gate_is_explained_instead_of_times(client: Any, clinic: Clinic) -> None:
    patient = a_patient()
    page = said(client.get(reverse("workspace:book"), {"patient": patient.pk, "service": "session"}))
    assert "cannot be booked yet" in page and "prescription" in page


def test_a_course_is_proposed_and_booked(client: Any, clinic: Clinic) -> None:
    provider = clinic.doctor.user
    clinic.doctor.__class__.objects.filter(pk=clinic.doctor.pk).update(
        dea_number="AB1234563", npi="1234567893"
    )
    patient = a_patient_with_a_plan(provider)
    clinic.book("intake", NOW.replace(hour=18), patient=patient)
    address = reverse("workspace:book_course", args=[patient.pk])
    page = said(client.get(address))
    assert page.count("<select") == 9 and "Book all 9 visits" in page
    form = _course_fields(page)
    sent = {**form, "client_id": str(new_id())}
    done = said(client.post(address, sent, follow=True))
    assert "9 visits are booked" in done and "a written estimate" in done
    client.post(address, sent)
    assert patient.estimates.filter(scope="course").count() == 1
    assert patient.appointments.filter(service="integration", follows__service="session").count() == 4


def test_a_course_that_is_not_open_says_why_and_has_no_button(client: Any, clinic: Clinic) -> None:
    from sojourn.prescribing.models import PlanRevision

    patient = a_patient()
    PlanRevision.objects.create(
        patient=patient, number=1, kind="series", sessions=1, reason="A start.", by=clinic.doctor.user, at=NOW
    )
    page = said(client.get(reverse("workspace:book_course", args=[patient.pk])))
    assert "The course cannot be booked yet" in page and "prescription" in page and "Book all" not in page


def test_a_course_needs_a_plan(client: Any, clinic: Clinic) -> None:
    page = said(client.get(reverse("workspace:book_course", args=[a_patient().pk])))
    assert "There is no plan yet" in page


def test_one_visit_moves_and_is_cancelled(client: Any, clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00", TUESDAY.replace(day=5)))
    move = reverse("workspace:visit_move", args=[visit.pk])
    value = _first_value(said(client.get(move, {"day": "2026-03-06"})))
    page = said(client.post(move, {"starts_at": value, "reason": "Rain"}, follow=True))
    assert "Moved to Friday 6 March" in page and "Rain" in page
    cancel = reverse("workspace:visit_cancel", args=[visit.pk])
    refused = client.post(cancel, {"cause": "", "reason": "cannot come"})
    assert refused.status_code == 422 and "cannot come" in said(refused)
    assert "is cancelled" in said(client.post(cancel, {"cause": "illness", "reason": "flu"}, follow=True))


def test_a_therapist_sees_a_visit_through(client: Any, clinic: Clinic) -> None:
    patient = clinic.book("intake", NOW).patient
    visit = clinic.book("preparation", at("10:00"), patient=patient)
    actions.arrive(appointment=visit, by=clinic.desk, now=MORNING)
    step = reverse("workspace:visit_step", args=[visit.pk])
    assert client.post(step, {"step": "begin"}).status_code == 404
    client.force_login(clinic.therapist.user)
    assert "has begun" in said(client.post(step, {"step": "begin"}, follow=True))
    assert "done and charged" in said(client.post(step, {"step": "finish"}, follow=True))
    assert "Only a visit that has begun" not in said(client.post(step, {"step": "finish"}, follow=True))
    assert client.post(step, {"step": "fly"}).status_code == 404


def test_patients_are_found_sorted_and_filtered(client: Any, clinic: Clinic) -> None:
    tove = a_patient(first_name="Tove", last_name="Lind")
    a_patient(first_name="Tova", last_name="Ek")
    address = reverse("workspace:patients")
    page = said(client.get(address, {"q": "tov", "sort": "-name"}))
    assert page.index("Lind, Tove") < page.index("Ek, Tova")
    assert client.get(address, {"q": "tove"}).url == reverse("workspace:person", args=[tove.pk])
    assert "Nobody found" in said(client.get(address, {"stage": "sessions"}))
    assert "Lind, Tove" in said(client.get(address, {"stage": "intake", "sort": "rubbish", "page": "9"}))


def test_somebody_new_at_the_desk(client: Any, clinic: Clinic) -> None:
    facts = {
        "first_name": "Ida",
        "last_name": "Bramble",
        "birth_date": "1991-02-03",
        "email": "ida@example.test",
        "phone": "503 555 0111",
        "with_portal": "on",
        "client_id": str(new_id()),
    }
    address = reverse("workspace:patient_new")
    young = client.post(address, {**facts, "birth_date": "2015-01-01"})
    assert (
        young.status_code == 422
        and "Nothing you entered was kept" in said(young)
        and "Bramble" in said(young)
    )
    assert not Patient.objects.exists()
    assert client.post(address, facts).status_code == 302
    ida = Patient.objects.get()
    assert ida.user.is_patient and ida.assignments.exists() and ida.intake
    assert client.post(address, facts).status_code == 302 and Patient.objects.count() == 1


def test_details_and_contacts_are_kept(client: Any, clinic: Clinic) -> None:
    patient = a_patient()
    facts = {
        "first_name": "Maren",
        "last_name": "Sol",
        "preferred_name": "Mar",
        "email": "mar@example.test",
        "phone": "call me maybe",
        "channel": "both",
        "language": "es",
    }
    address = reverse("workspace:person_details", args=[patient.pk])
    assert "cannot read this as a phone number" in said(client.post(address, facts))
    page = said(client.post(address, {**facts, "phone": "503 555 0199"}, follow=True))
    assert "Mar Sol" in page and "+1 503-555-0199" in page
    assert "e-mail and text message, in Español" in page
    contact = reverse("workspace:person_contact", args=[patient.pk])
    assert "Rosa" in said(client.post(contact, {"kind": "escort", "name": "Rosa"}, follow=True))
    told = {"kind": "escort", "name": "Rosa", "phone": "503 555 0111", "may_write": "on"}
    assert "is told when to come" in said(client.post(contact, told, follow=True))


def test_what_somebody_told_about_coming_stands_with_the_visit_and_on_today(
    client: Any, clinic: Clinic
) -> None:
    visit = clinic.book("intake", at("11:00", NOW.date()))
    address = reverse("workspace:visit_answer", args=[visit.pk])
    assert client.post(address, {"who": "patient"}).status_code == 422
    told = {"who": "patient", "comes": "no", "note": "Thursday would do."}
    with time_machine.travel(NOW):
        assert "Thursday would do." in said(client.post(address, told, follow=True))
        assert "Asks to change" in said(client.get(reverse("workspace:today")))
        assert "Thursday would do." in said(client.get(reverse("workspace:inbox")))
        client.post(address, {"who": "patient", "comes": "yes"})
        assert "Confirmed" in said(client.get(reverse("workspace:today")))
        assert "Confirmed" in said(client.get(reverse("workspace:visit", args=[visit.pk])))
        assert "Thursday would do." not in said(client.get(reverse("workspace:inbox")))


@pytest.mark.parametrize("role", ["front_desk", "provider", "owner"])
@pytest.mark.parametrize(
    "address",
    [
        "today",
        "patients",
        "inbox",
        "groups",
        "calendar?by=people&day=2026-03-03",
        "calendar?by=week&day=2026-03-03",
    ],
)
def test_lists_ask_the_same_few_questions(client: Any, clinic: Clinic, role: str, address: str) -> None:
    if role == "owner" and address == "today":
        client.force_login(a_user("owner"))
    if role == "provider":
        client.force_login(clinic.doctor.user)
    name, _, query = address.partition("?")
    if role == "provider" and name == "groups":
        pytest.skip("same page as the desk's")
    page = f"{reverse(f'workspace:{name}')}?{query}"
    a_day(clinic, 1)
    client.get(page)
    few = count_queries(client, page)
    for clock in ("11:00", "13:00", "14:00", "15:00"):
        clinic.book("intake", at(clock))
    assert count_queries(client, page) == few <= MOST_QUERIES


@pytest.mark.parametrize("name", ["today", "calendar", "patients", "inbox", "groups", "book", "patient_new"])
def test_patients_have_no_business_here(client: Any, clinic: Clinic, name: str) -> None:
    client.force_login(a_user("patient"))
    assert client.get(reverse(f"workspace:{name}")).status_code == 403


def test_the_desk_sees_no_readiness_list(client: Any, clinic: Clinic) -> None:
    visit = a_day(clinic, 1)[0]
    assert client.get(reverse("workspace:visit_readiness", args=[visit.pk])).status_code == 403
    assert client.get(reverse("workspace:visit", args=[new_id()])).status_code == 404


def _first_value(page: str) -> str:
    return page.split('name="starts_at" value="')[1].split('"')[0]


def _course_fields(page: str) -> dict[str, str]:
    """The form as a browser would send it: hidden fields and the chosen option of each select."""
    import re

    fields = dict(re.findall(r'type="hidden" name="((?:service|follows)-\d+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]*name="(visit-\d+)">(.*?)</select>', page, re.S):
        fields[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return fields


def test_no_reason_is_chosen_for_the_desk_when_it_cancels(client: Any) -> None:
    """The first on the list would be illness, which waives a fee that nobody meant to waive."""
    clinic, _ = the_desk(client)
    visit = clinic.book("intake", at("10:00"))
    page = said(client.get(reverse("workspace:visit", args=[visit.pk])))
    assert '<option value="" selected>Choose</option>' in page
    refused = client.post(reverse("workspace:visit_cancel", args=[visit.pk]), {"cause": "", "reason": "x"})
    visit.refresh_from_db()
    assert refused.status_code == 422 and visit.state == "booked"


def test_a_visit_of_this_kind_that_is_booked_already_is_named(client: Any) -> None:
    clinic, _ = the_desk(client)
    with time_machine.travel(MORNING, tick=False):
        visit = clinic.book("intake", at("15:00"))
        asked = {"patient": visit.patient_id, "service": "intake"}
        there = said(client.get(reverse("workspace:book"), asked))
        assert "Booked already:" in there and reverse("workspace:visit", args=[visit.pk]) in there
        assert "Booked already" not in said(
            client.get(reverse("workspace:book"), {**asked, "service": "session"})
        )
