"""The plan page: a revision after each session, prescriptions with look-up and fills, orders, and their papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sojourn.clinic import queries as clinic
from sojourn.clinic.queries import local_day
from sojourn.core.ids import new_id
from sojourn.people import actions as people
from sojourn.prescribing import actions
from tests.billing.test_papers import text_of
from tests.factories import NOW, a_patient, a_staff_member, a_user, the_clinic
from tests.stories import (
    a_medical_visit,
    a_patient_with_a_plan,
    a_prescriber,
    a_prescription,
    an_eligible_patient,
)
from tests.treatment.stage import a_stage, after, begun
from tests.treatment.test_home_and_notes import go_home, to_recovery

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(client: Client) -> Any:
    the_clinic(now=timezone.now())
    user = a_prescriber(now=timezone.now()).user
    client.force_login(user)
    return user


def _page(patient: Any) -> str:
    return reverse("workspace:chart_plan", args=[patient.pk])


def _seen_now(patient: Any, provider: Any) -> Any:
    """The same patient, with a medical visit under way."""
    a_medical_visit(patient, provider, at=timezone.now(), state="in_room")
    return patient


def _written(**changes: Any) -> dict[str, Any]:
    today = local_day(timezone.now())
    looked = timezone.localtime(timezone=clinic.timezone()) - timedelta(minutes=20)
    return {
        "do": "prescription",
        "setting": "pharmacy",
        "preparation": "troche-50",
        "quantity": "6",
        "days_supply": "30",
        "directions": "One under the tongue, in the group only.",
        "refills": "1",
        "issued_on": today.isoformat(),
        "seen_on": today.isoformat(),
        "pdmp_checked_at": f"{looked:%Y-%m-%dT%H:%M}",
        "pdmp_finding": "Nothing unexpected.",
        **changes,
    }


def test_a_prescription_is_written_with_the_time_of_the_look_up(client: Client, provider: Any) -> None:
    patient = an_eligible_patient(provider, now=timezone.now())
    unseen = client.post(_page(patient), _written(seen_by=provider.staff.pk))
    assert unseen.status_code == 422 and "holds no medical visit on this day" in unseen.text
    a_medical_visit(patient, provider, at=timezone.now(), state="in_room")
    empty = client.post(_page(patient), _written(seen_by=provider.staff.pk, pdmp_checked_at=""))
    assert empty.status_code == 422 and not patient.prescriptions.exists()
    old = client.post(_page(patient), _written(seen_by=provider.staff.pk, pdmp_checked_at="2025-01-01T09:00"))
    assert "older than 7 days" in old.text and not patient.prescriptions.exists()
    assert client.post(_page(patient), _written(seen_by=provider.staff.pk)).status_code == 302
    kept = patient.prescriptions.get()
    assert kept.pdmp_checked_at < kept.at - timedelta(minutes=15)
    assert (kept.quantity, kept.seen_by) == ("6 troches", provider.staff.signature)
    page = client.get(_page(patient)).text
    assert f"by {provider.staff.signature}" in page and "Nothing unexpected." in page


@pytest.mark.parametrize("change", [{"preparation": "Sugar"}, {"quantity": "lots"}, {"seen_on": ""}])
def test_nothing_unheard_of_is_prescribed(client: Client, provider: Any, change: dict[str, str]) -> None:
    patient = _seen_now(an_eligible_patient(provider, now=timezone.now()), provider)
    page = client.post(_page(patient), _written(seen_by=provider.staff.pk, **change))
    assert page.status_code == 422 and "Please look at this again" in page.text
    assert not patient.prescriptions.exists()


def test_fills_are_written_down_by_a_nurse_until_none_is_left(client: Client, provider: Any) -> None:
    patient = _seen_now(an_eligible_patient(provider, now=timezone.now()), provider)
    client.post(_page(patient), _written(seen_by=provider.staff.pk, days_supply="3"))
    prescription, today = patient.prescriptions.get(), local_day(timezone.now())
    client.force_login(a_user("nurse"))
    fill = {"do": "fill", "prescription": prescription.pk, "filled_on": today, "pharmacy": "Hill Pharmacy"}
    twice = {**fill, "client_id": str(new_id())}
    for sent in (twice, twice, {**fill, "client_id": str(new_id())}):
        assert client.post(_page(patient), sent).status_code == 302
    assert prescription.fills.count() == 2
    page = client.post(_page(patient), {**fill, "client_id": str(new_id())}).text
    assert "No refills are left" in page and "0 of 2 left" in page and "Hill Pharmacy" in page


def test_an_early_fill_is_asked_back_and_kept_with_its_reason(client: Client, provider: Any) -> None:
    patient = _seen_now(an_eligible_patient(provider, now=timezone.now()), provider)
    today = local_day(timezone.now())
    client.post(_page(patient), _written(seen_by=provider.staff.pk))
    fill = {"do": "fill", "prescription": patient.prescriptions.get().pk, "filled_on": today}
    assert client.post(_page(patient), fill).status_code == 302
    assert "Why it was filled early" not in client.get(_page(patient)).text
    again = {**fill, "client_id": str(new_id()), "pharmacy": "Hill Pharmacy"}
    asked = client.post(_page(patient), again)
    assert asked.status_code == 422 and "still lasts 30 days" in asked.text
    assert "Why it was filled early" in asked.text and "Hill Pharmacy" in asked.text
    assert client.post(_page(patient), {**again, "reason": "A fire at home."}).status_code == 302
    assert "early because: A fire at home." in client.get(_page(patient)).text


def test_a_wrong_fill_is_corrected_with_a_reason(client: Client, provider: Any) -> None:
    patient = _seen_now(an_eligible_patient(provider, now=timezone.now()), provider)
    today = local_day(timezone.now())
    client.post(_page(patient), _written(seen_by=provider.staff.pk))
    client.force_login(a_user("nurse"))
    sent = {
        "do": "fill",
        "prescription": patient.prescriptions.get().pk,
        "filled_on": today,
        "pharmacy": "Dale",
    }
    client.post(_page(patient), sent)
    wrong = patient.prescriptions.get().fills.get()
    address = reverse("workspace:chart_fill_correct", args=[patient.pk, wrong.pk])
    assert address in client.get(_page(patient)).text
    told = {"filled_on": today, "pharmacy": "Hill Pharmacy"}
    refused = client.post(address, {**told, "reason": ""})
    assert refused.status_code == 422 and "Hill Pharmacy" in refused.text
    assert client.post(address, {**told, "reason": "It was Hill."}).status_code == 302
    page = client.get(_page(patient)).text
    assert "(Hill Pharmacy)" in page and "It was Hill." in page and "1 of 2 left" in page
    elsewhere = reverse("workspace:chart_fill_correct", args=[a_patient().pk, wrong.pk])
    assert client.get(elsewhere).status_code == 404


def test_so_much_is_asked_back_and_kept_with_its_reason(client: Client, provider: Any) -> None:
    patient = _seen_now(an_eligible_patient(provider, now=timezone.now()), provider)
    assert "quantity_reason" not in client.get(_page(patient)).text
    many = _written(seen_by=provider.staff.pk, quantity="30")
    asked = client.post(_page(patient), many)
    assert asked.status_code == 422 and "Is that meant?" in asked.text and "quantity_reason" in asked.text
    troches = _written(seen_by=provider.staff.pk, quantity="500", refills="5", quantity_reason="Far away.")
    refused = client.post(_page(patient), troches)
    assert refused.status_code == 422 and "Nothing is prescribed above that" in refused.text
    assert "Far away." in refused.text and not patient.prescriptions.exists()
    for limit in ("One fill holds 25000 mg", "All fills together hold 150000 mg"):
        on_top, at_the_field = (part.count(limit) for part in refused.text.split("</ul>\n</div>", 1))
        assert (on_top, at_the_field) == (1, 1), "once in the summary, once at the quantity"
    assert "3000 mg. All fills together" in refused.text
    assert client.post(_page(patient), {**many, "quantity_reason": "Two months abroad."}).status_code == 302
    assert "Two months abroad." in client.get(_page(patient)).text


def test_only_prescribers_are_offered_as_who_saw_the_patient(client: Client, provider: Any) -> None:
    patient, therapist = an_eligible_patient(provider, now=timezone.now()), a_staff_member("therapist")
    sheet = client.get(_page(patient)).text.partition('name="seen_by"')[2].partition("</select>")[0]
    assert str(provider.staff.pk) in sheet and str(therapist.pk) not in sheet
    refused = client.post(_page(patient), _written(seen_by=therapist.pk))
    assert refused.status_code == 422 and not patient.prescriptions.exists()


def test_the_paper_is_signed_by_hand_or_says_that_it_is_a_copy(
    client: Client, provider: Any, tmp_path: Any
) -> None:
    patient, now = an_eligible_patient(provider, now=timezone.now()), timezone.now()
    today = local_day(now)
    facts = a_prescription(issued_on=today, pdmp_checked_at=now, seen_on=today)
    papers = [
        actions.prescribe(patient=patient, by=provider, now=now, **{**facts, "external_number": number})
        for number in ("", "RX-77")
    ]
    said = [_paper(client, "prescription_paper", each.pk, tmp_path) for each in papers]
    assert "To be signed by hand" in said[0] and "Seen in person" in said[0]
    assert "Copy for the record" in said[1] and "RX-77" in said[1] and "signed by hand" not in said[1]
    people.update_details(patient=patient, last_name="Other", address="Elsewhere", by=provider, now=now)
    again = [_paper(client, "prescription_paper", each.pk, tmp_path) for each in papers]
    assert again == said


@pytest.mark.parametrize(
    ("setting", "said", "unsaid"),
    [
        ("office", ("Given in the office from stock", "not for a pharmacy"), "To be filled until"),
        ("pharmacy", ("Dispensed by a pharmacy to the patient", "To be filled until"), "in the office"),
    ],
)
def test_the_paper_says_where_the_medicine_comes_from(
    client: Client, provider: Any, tmp_path: Any, setting: str, said: tuple[str, ...], unsaid: str
) -> None:
    patient, now = an_eligible_patient(provider, now=timezone.now()), timezone.now()
    facts = a_prescription(issued_on=local_day(now), pdmp_checked_at=now, seen_on=local_day(now))
    kind = {"office": "vial-100", "pharmacy": "troche-50"}[setting]
    facts |= {"setting": setting, "preparation": kind, "days_supply": 28 if setting == "pharmacy" else None}
    written = actions.prescribe(patient=patient, by=provider, now=now, **facts)
    paper = _paper(client, "prescription_paper", written.pk, tmp_path)
    assert all(each in paper for each in said) and unsaid not in paper


def test_the_order_says_the_weighing_on_page_and_paper(client: Client, provider: Any, tmp_path: Any) -> None:
    patient = _seen_now(a_patient_with_a_plan(provider, now=timezone.now()), provider)
    page = client.get(_page(patient)).text
    assert "0.50 mg/kg" in page and "79.8 kg, today" in page
    said = _paper(client, "order_paper", patient.dose_orders.get().pk, tmp_path)
    assert "39.9 mg ketamine = 0.40 mL of 100 mg/mL" in said and "Weighed" in said
    assert "Into the muscle (IM)" in said and said.count(provider.staff.signature) == 2


@time_machine.travel(after(200), tick=False)
def test_each_session_asks_for_the_next_revision_and_the_revision_names_it(client: Client) -> None:
    stage = a_stage()
    begun(stage)
    plan = {"patient": stage.patient, "by": stage.provider}
    actions.write_plan(kind="series", sessions=4, reason="To begin with.", now=NOW, **plan)
    client.force_login(stage.provider)
    assert "Write the next revision</a>" not in client.get(_page(stage.patient)).text
    to_recovery(stage)
    go_home(stage)
    page = client.get(_page(stage.patient)).text
    assert "Session 1 on" in page and "Write the next revision</a>" in page
    sent = {"do": "plan", "kind": "series", "sessions": "4", "per_week": "1", "route": "IM"}
    more = {"preparation_visits": "1", "review_after": "2, 4", "reason": "Slept well."}
    assert client.post(_page(stage.patient), sent | more).status_code == 302
    latest = stage.patient.plan_revisions.last()
    assert (latest.number, latest.after_session, latest.review_after) == (2, stage.session.pk, [2, 4])
    page = client.get(_page(stage.patient)).text
    assert "session 1</a>:" in page and "Write the next revision</a>" not in page


@time_machine.travel(after(20), tick=False)
def test_the_plan_leads_back_to_todays_session_and_the_list_leads_here(client: Client) -> None:
    stage = a_stage()
    client.force_login(stage.provider)
    listed = client.get(reverse("workspace:session_room")).text
    assert f'href="{_page(stage.patient)}"' in listed
    assert f'href="{reverse("workspace:chart", args=[stage.patient.pk])}"' in listed
    assert "Today’s session" not in client.get(_page(stage.patient)).text
    begun(stage)
    room = reverse("workspace:session", args=[stage.session.pk])
    assert f'href="{room}"' in client.get(_page(stage.patient)).text
    with time_machine.travel(after(24 * 60), tick=False):
        client.force_login(stage.provider)
        assert "Today’s session" not in client.get(_page(stage.patient)).text


@pytest.mark.parametrize("reviews", ["soon", "9", "1, 1", "-1"])
def test_reviews_are_sessions_of_the_plan(client: Client, provider: Any, reviews: str) -> None:
    patient = _seen_now(an_eligible_patient(provider, now=timezone.now()), provider)
    sent = {"do": "plan", "kind": "series", "sessions": "4", "per_week": "1", "route": "IM", "reason": "x"}
    page = client.post(_page(patient), sent | {"preparation_visits": "1", "review_after": reviews})
    assert page.status_code == 422 and "Please look at this again" in page.text
    assert not patient.plan_revisions.exists()


def _paper(client: Client, name: str, pk: Any, folder: Any) -> str:
    return text_of(client.get(reverse(f"workspace:{name}", args=[pk])).content, folder)


def test_what_was_kept_is_shown_and_not_the_emptied_form(client: Client, provider: Any) -> None:
    patient = _seen_now(an_eligible_patient(provider, now=timezone.now()), provider)
    kept = client.post(_page(patient), _written(seen_by=provider.staff.pk))
    assert kept.headers["Location"] == f"{_page(patient)}#prescriptions"
    assert 'id="prescriptions"' in client.get(_page(patient)).text
