"""Dates at the ends of the calendar, scripts, newlines and very long words in every form a role can post."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.clinic.models import Room
from tests.factories import NOW, a_staff_member, a_user, the_clinic
from tests.forms_on_a_page import carried
from tests.stories import a_patient_with_a_plan, a_prescriber

pytestmark = pytest.mark.django_db
ENDS = ["0001-01-01", "9999-12-31"]


@pytest.fixture
def provider(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    the_clinic()
    member = a_prescriber()
    client.force_login(member.user)
    return member


def page(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.mark.parametrize("day", ENDS)
def test_dates_at_the_ends_of_the_calendar_are_refused_kindly(client, provider, day):
    patient = a_patient_with_a_plan(provider.user)
    client.force_login(a_user(Role.PROVIDER, Role.OWNER))
    plan = page("chart_plan", patient.pk)
    who, watch = provider.pk, a_staff_member("nurse").pk
    room = Room.objects.filter(kind="group")[0].pk
    posts = [
        (
            plan,
            {"do": "decide", "outcome": "not_now", "reasons": "x", "valid_until": day, "evaluated_on": day},
        ),
        (
            plan,
            {
                "do": "prescription",
                "setting": "office",
                "preparation": "vial-100",
                "quantity": "1",
                "directions": "x",
                "refills": "0",
                "issued_on": day,
                "seen_on": day,
                "seen_by": provider.pk,
                "pdmp_checked_at": f"{day}T23:59",
                "pdmp_finding": "x",
            },
        ),
        (plan, {"do": "fill", "prescription": uuid4(), "filled_on": day}),
        (page("chart_medication_add", patient.pk), {"as_written": "zinc", "last_taken_at": f"{day}T23:59"}),
        (page("billing_agree_plan", patient.pk), {"total_cents": "10", "parts": "2", "first_due": day}),
        (page("groups"), {"day": day, "time": "23:00"}),
        (page("groups"), {"day": day, "time": "10:00", "room": room, "provider": who, "monitor": watch}),
        (page("rosters"), {"staff": who, "first": day, "last": day}),
        (page("rosters"), {"staff": who, "first": "2026-03-03", "last": day, "ends": "23:59"}),
        (page("waiting_join", patient.pk, "preparation"), {"from_day": day, "until_day": day}),
        (page("waiting_join", patient.pk, "preparation"), {"from_day": "2026-03-09", "until_day": day}),
        (
            page("register_receive"),
            {"number": "1", "lot": "x", "strength_mg_per_ml": "100", "volume_ml": "5", "expires_on": day},
        ),
    ]
    for address, data in posts:
        assert client.post(address, {**data, "client_id": str(uuid4())}).status_code in {200, 302, 422}, data
    assert client.get(page("book_course", patient.pk) + f"?from_day={day}").status_code == 200
    assert (
        client.post(
            page("book") + f"?patient={patient.pk}&service=intake",
            {"starts_at": f"{day}T00:00:00+00:00|{provider.pk}|{uuid4()}"},
        ).status_code
        == 422
    )


def test_a_decision_does_not_hold_for_ever(client, provider):
    patient = a_patient_with_a_plan(provider.user)
    decided = patient.decisions.count()
    said = carried(client.get(page("chart_plan", patient.pk)).text, do="decide")
    said |= {"outcome": "eligible", "reasons": "x", "evaluated_on": "2026-03-02"}
    answer = client.post(page("chart_plan", patient.pk), {**said, "valid_until": "2062-03-02"})
    assert "holds at most until" in answer.text
    assert patient.decisions.count() == decided
