"""The billing desk and a patient's account, as the front desk, the doctor and the owner see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn import content
from sojourn.accounts.models import User
from sojourn.billing.actions import agree_plan, give_estimate, issue_superbill, take_payment
from sojourn.billing.models import Charge, Estimate, Payment, PaymentPlan, Superbill
from sojourn.clinic.queries import local_day
from sojourn.core.ids import new_id
from tests.billing.story import Story
from tests.factories import NOW, a_patient


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


REFUSAL = content.pack().services["session"].superbill_refusal.split(".")[0]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def account_of(story: Story) -> str:
    return reverse("workspace:chart_billing", args=[story.patient.pk])


def at(story: Story, name: str, *more: object) -> str:
    return reverse(f"workspace:{name}", args=[story.patient.pk, *more])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def payment_form(**changes: object) -> dict[str, object]:
    return {"method": "card", "cents": "170.00", "reference": "4417", "client_id": str(new_id()), **changes}


def test_the_front_desk_sees_charges_and_why_a_superbill_is_or_is_not(story: Story) -> None:
    story.signed(story.charged("integration", days_ago=3).appointment)
    story.charged("integration", days_ago=2)
    story.charged("session", days_ago=1)
    page = text(signed_in(story.desk).get(account_of(story)))
    for words in (
        "Ready",
        "Issue superbill",
        "waits for Hollis Greenaway, LPC’s signature",
        "Not eligible",
        REFUSAL,
        "$890.00",
        "Take payment",
    ):
        assert words in page
    assert "Allergies" not in page


def test_the_doctor_sees_the_account_in_the_chart_but_takes_no_money(story: Story) -> None:
    story.charged("session")
    page = text(signed_in(story.doctor.user).get(account_of(story)))
    assert "Allergies" in page
    assert "Take payment" not in page
    refused = signed_in(story.doctor.user).post(at(story, "billing_take_payment"), payment_form())
    assert refused.status_code == 403


def test_taking_a_payment_shows_its_receipt_and_counts_once(story: Story) -> None:
    story.charged("integration")
    form = payment_form()
    client = signed_in(story.desk)
    for _ in range(2):
        response = client.post(at(story, "billing_take_payment"), form, follow=True)
    payment = Payment.objects.get()
    assert (payment.cents, payment.method, payment.reference) == (170_00, "card", "4417")
    assert "Receipt R-0001 is written." in text(response)
    assert "Print the receipt" in text(response)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cents": "-1"}, "An amount is more than zero."),
        ({"cents": "0"}, "An amount is between one cent and $20,000."),
        ({"cents": "99999999"}, "An amount is between one cent and $20,000."),
        ({"cents": "lots"}, "Write an amount in dollars, like 137.50."),
        ({"cents": ""}, "Write the amount."),
        ({"cents": "170.01"}, "That is more than is owed: $170.00."),
        ({"method": ""}, "Choose how they pay."),
        ({"method": "shells"}, "Choose one of these ways."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_what_was_typed_stays(
    story: Story, changes: dict[str, object], sentence: str
) -> None:
    story.charged("integration")
    response = signed_in(story.desk).post(at(story, "billing_take_payment"), payment_form(**changes))
    page = text(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="4417"' in page
    assert not Payment.objects.exists()


@pytest.mark.parametrize(("typed", "cents"), [("$1,100", 1_100_00), ("137.5", 137_50), ("90", 90_00)])
def test_amounts_are_typed_as_people_type_them(story: Story, typed: str, cents: int) -> None:
    story.charged("session", days_ago=1)
    story.charged("session")
    signed_in(story.desk).post(at(story, "billing_take_payment"), payment_form(cents=typed))
    assert Payment.objects.get().cents == cents


def test_a_plan_is_agreed_and_its_first_part_paid(story: Story) -> None:
    story.charged("session")
    client = signed_in(story.desk)
    assert "Adds up" in text(client.get(account_of(story)))
    form = {"total_cents": "550.00", "parts": "4", "first_due": "2026-03-02", "client_id": str(new_id())}
    page = text(client.post(at(story, "billing_agree_plan"), form, follow=True))
    assert "is now paid in parts" in page
    first = PaymentPlan.objects.get().instalments.first()
    client.post(at(story, "billing_take_payment"), payment_form(cents="137.50", instalment=str(first.pk)))
    assert Payment.objects.get().instalment == first
    assert "$412.50 of $550.00 open" in text(client.get(account_of(story)))


def test_five_parts_are_refused_with_the_lending_statement(story: Story) -> None:
    story.charged("session")
    form = {"total_cents": "550.00", "parts": "5", "first_due": "2026-03-02"}
    response = signed_in(story.desk).post(at(story, "billing_agree_plan"), form)
    assert response.status_code == 422
    assert "Truth in Lending statement. Prepare it first" in text(response)
    assert not PaymentPlan.objects.exists()


def test_a_superbill_is_issued_and_opens_as_pdf(story: Story) -> None:
    visit = story.charged("integration").appointment
    story.signed(visit)
    response = signed_in(story.desk).post(at(story, "billing_issue_superbill", visit.pk), follow=True)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="S-0001.pdf"'
    assert response.content.startswith(b"%PDF")


def test_the_ketamine_session_has_a_page_that_says_why_not(story: Story) -> None:
    visit = story.charged("session").appointment
    response = signed_in(story.desk).post(at(story, "billing_issue_superbill", visit.pk))
    page = text(response)
    assert response.status_code == 422
    assert "No superbill for this visit" in page
    assert REFUSAL in page
    assert "Every payment has a receipt" in page
    assert not Superbill.objects.exists()


def test_why_there_is_none_can_be_read_and_printed(story: Story) -> None:
    session = story.charged("session", days_ago=1).appointment
    ready = story.charged("integration").appointment
    story.signed(ready)
    client = signed_in(story.desk)
    assert REFUSAL in text(client.get(at(story, "billing_no_superbill", session.pk)))
    assert client.get(at(story, "billing_no_superbill", ready.pk)).status_code == 302


def test_an_estimate_is_given_or_the_page_says_what_is_missing(story: Story) -> None:
    client = signed_in(story.desk)
    page = text(client.post(at(story, "billing_give_estimate"), {"scope": "course"}, follow=True))
    assert "There is no plan yet" in page
    page = text(client.post(at(story, "billing_give_estimate"), {"scope": "intake"}, follow=True))
    assert "Estimate E-0001: $220." in page
    pdf = client.get(at(story, "billing_estimate", Estimate.objects.get().pk))
    assert pdf.content.startswith(b"%PDF")


def test_the_owner_takes_something_off_and_gives_money_back(story: Story) -> None:
    charge = story.charged("session")
    paid = take_payment(
        patient=story.patient,
        method="cash",
        cents=500_00,
        reference="",
        client_id=new_id(),
        by=story.desk,
        now=NOW,
    )
    client = signed_in(story.owner)
    assert "Take something off" in text(client.get(account_of(story)))
    refused = client.post(at(story, "billing_waive", charge.pk), {"cents": "600", "reason": "Kindness."})
    assert "That is more than was charged: $550.00." in text(refused)
    assert "Kindness." in text(refused)
    client.post(at(story, "billing_waive", charge.pk), {"cents": "50", "reason": "Room was noisy."})
    client.post(at(story, "billing_refund", paid.pk), {"cents": "25", "reason": "Change miscounted."})
    assert Charge.objects.get(answers=charge).cents == -50_00
    assert Payment.objects.get(answers=paid).cents == -25_00
    assert "given back: Change miscounted." in text(client.get(account_of(story)))
    assert signed_in(story.desk).get(at(story, "billing_waive", charge.pk)).status_code == 403


def test_papers_of_one_patient_are_not_found_under_another(story: Story) -> None:
    story.charged("integration")
    paid = take_payment(
        patient=story.patient,
        method="cash",
        cents=170_00,
        reference="",
        client_id=new_id(),
        by=story.desk,
        now=NOW,
    )
    other = a_patient()
    client = signed_in(story.desk)
    assert client.get(reverse("workspace:billing_receipt", args=[other.pk, paid.pk])).status_code == 404
    assert client.get(at(story, "billing_receipt", paid.pk)).status_code == 200


def many_accounts(story: Story, count: int) -> None:
    for number in range(count):
        each = Story(a_patient(), story.desk, story.owner, story.doctor, story.therapist)
        each.charged("session", days_ago=20 + number)
        each.charged("integration", days_ago=number)
        agree_plan(
            patient=each.patient,
            total_cents=550_00,
            parts=4,
            first_due=local_day(NOW - timedelta(days=15)),
            by=story.desk,
            now=NOW - timedelta(days=15),
        )
        take_payment(
            patient=each.patient,
            method="cash",
            cents=10_00 + number,
            reference="",
            client_id=new_id(),
            by=story.desk,
            now=NOW,
        )


def test_the_desk_lists_balances_plans_behind_and_todays_takings(story: Story) -> None:
    story.charged("intake")
    many_accounts(story, 2)
    client = signed_in(story.desk)
    page = text(client.get(reverse("workspace:billing")))
    for words in ("2 payment plans are behind.", "$220.00", "Day close", "Cash", "$20.01", "R-0002"):
        assert words in page
    assert story.patient.name not in text(client.get(reverse("workspace:billing"), {"show": "behind"}))
    largest_first = text(client.get(reverse("workspace:billing"), {"sort": "-balance"}))
    assert largest_first.index("$710.00") < largest_first.index("$709.99") < largest_first.index("$220.00")
    yesterday = text(client.get(reverse("workspace:billing"), {"day": "2026-03-01", "sort": "nonsense"}))
    assert "No payment on this day." in yesterday
    assert client.get(reverse("workspace:billing"), {"day": "tomorrow"}).status_code == 200


@pytest.mark.parametrize("count", [1, 6])
def test_the_desk_needs_at_most_twelve_queries(
    story: Story, count: int, django_assert_max_num_queries: Any
) -> None:
    many_accounts(story, count)
    client = signed_in(story.desk)
    with django_assert_max_num_queries(12):
        client.get(reverse("workspace:billing"))


def test_an_account_needs_the_same_queries_with_one_row_and_with_many(
    story: Story, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(story.desk)

    def another(day: int) -> None:
        visit = story.charged("integration", days_ago=day).appointment
        story.signed(visit)
        issue_superbill(appointment=visit, by=story.desk, now=NOW)
        give_estimate(patient=story.patient, scope="intake", by=story.desk, now=NOW)
        client.post(at(story, "billing_take_payment"), payment_form(cents="10"))

    another(1)
    with CaptureQueriesContext(connection) as first:
        client.get(account_of(story))
    with_one_row = len(first)
    for day in range(2, 6):
        another(day)
    with django_assert_max_num_queries(with_one_row):
        client.get(account_of(story))


def test_patients_do_not_enter_the_desk(story: Story) -> None:
    client = signed_in(story.patient.user)
    assert client.get(reverse("workspace:billing")).status_code == 403
    assert client.get(account_of(story)).status_code == 403
