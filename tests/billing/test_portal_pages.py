"""Money in the portal: in words, with every paper, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn.accounts.models import User
from sojourn.billing.actions import agree_plan, give_estimate, issue_superbill, take_payment
from sojourn.billing.models import EstimateRead, Payment
from sojourn.clinic.queries import local_day
from sojourn.core.ids import new_id
from tests.billing.story import Story
from tests.factories import NOW, a_patient, a_user


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def portal(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(story: Story) -> str:
    return text(portal(story.patient.user).get(reverse("portal:billing")))


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def pay(story: Story, cents: int, **changes: Any) -> Payment:
    facts: dict[str, Any] = {
        "method": "card",
        "reference": "",
        "client_id": new_id(),
        "by": story.desk,
        "now": NOW,
    }
    return take_payment(patient=story.patient, cents=cents, **{**facts, **changes})


def on_a_plan(story: Story, *, days_ago: int) -> None:
    story.charged("session", days_ago=days_ago + 1)
    then = NOW - timedelta(days=days_ago)
    agree_plan(
        patient=story.patient, total_cents=550_00, parts=4, first_due=local_day(then), by=story.desk, now=then
    )


def test_before_the_first_visit_there_is_nothing_to_pay(story: Story) -> None:
    assert "Nothing is owed." in page(story)
    assert "No bills yet" in page(story)


def test_what_is_due_is_said_in_words_with_the_ways_to_pay(story: Story) -> None:
    story.charged("integration")
    said = page(story)
    for words in ("$170.00", "is due", "How to pay", "Venmo", "HSA"):
        assert words in said


def test_instalments_are_listed_and_a_late_one_is_said_kindly(story: Story) -> None:
    on_a_plan(story, days_ago=10)
    said = page(story)
    for words in ("$137.50", "was due on Friday 20 February", "Nothing is added for being late", "4 of 4"):
        assert words in said


def test_when_the_plan_is_kept_the_next_date_is_named(story: Story) -> None:
    on_a_plan(story, days_ago=10)
    first = story.patient.payment_plans.get().instalments.first()
    pay(story, 137_50, instalment=first)
    said = page(story)
    assert "Nothing is due today." in said
    assert "Friday 20 March" in said


def test_receipts_and_superbills_open_as_pdf(story: Story) -> None:
    visit = story.charged("integration").appointment
    story.signed(visit)
    payment = pay(story, 170_00)
    superbill = issue_superbill(appointment=visit, by=story.desk, now=NOW)
    client = portal(story.patient.user)
    assert "Superbill S-0001" in page(story)
    for name, id in (("billing_receipt", payment.pk), ("billing_superbill", superbill.pk)):
        response = client.get(reverse(f"portal:{name}", args=[id]))
        assert response["Content-Disposition"].startswith("inline")
        assert response.content.startswith(b"%PDF")


def test_the_session_says_why_it_has_no_superbill(story: Story) -> None:
    story.charged("session")
    assert "we do not give a superbill" in page(story)


def test_the_estimate_is_read_once_and_then_no_longer_asked_for(story: Story) -> None:
    estimate = give_estimate(patient=story.patient, scope="intake", by=None, now=NOW)
    client = portal(story.patient.user)
    assert "Your written estimate: $220" in page(story)
    shown = text(client.get(reverse("portal:billing_estimate", args=[estimate.pk])))
    for words in ("Medical and psychiatric intake", "$220.00", "I have read this", "not a bill"):
        assert words in shown
    for _ in range(2):
        client.post(reverse("portal:billing_estimate_read", args=[estimate.pk]))
    assert EstimateRead.objects.count() == 1
    assert "Your written estimate: $220" not in page(story)
    pdf = client.get(reverse("portal:billing_estimate_pdf", args=[estimate.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_nobody_sees_the_papers_of_somebody_else(story: Story) -> None:
    story.charged("integration")
    payment = pay(story, 170_00)
    estimate = give_estimate(patient=story.patient, scope="intake", by=None, now=NOW)
    other = a_user("patient")
    a_patient(user=other)
    client = portal(other)
    assert client.get(reverse("portal:billing_receipt", args=[payment.pk])).status_code == 404
    assert client.get(reverse("portal:billing_estimate", args=[estimate.pk])).status_code == 404
    assert client.post(reverse("portal:billing_estimate_read", args=[estimate.pk])).status_code == 404


def test_staff_do_not_use_the_portal(story: Story) -> None:
    assert portal(story.desk).get(reverse("portal:billing")).status_code == 403


def test_the_page_needs_the_same_queries_however_much_is_on_it(
    story: Story, django_assert_max_num_queries: Any
) -> None:
    def another(day: int) -> None:
        visit = story.charged("integration", days_ago=day).appointment
        story.signed(visit)
        pay(story, 100_00)
        issue_superbill(appointment=visit, by=story.desk, now=NOW)
        give_estimate(patient=story.patient, scope="intake", by=None, now=NOW)

    another(1)
    with CaptureQueriesContext(connection) as first:
        page(story)
    with_one_row = len(first)
    for day in (2, 3, 4):
        another(day)
    with django_assert_max_num_queries(with_one_row):
        page(story)
