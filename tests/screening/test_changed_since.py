"""A yes that something new speaks against waits in the provider's inbox, and the patient is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.screening.asked_of_many import about_each
from sojourn.screening.changed_queries import changed_since_the_decision, is_looked_at_again
from sojourn.screening.queries import screening_of
from tests.crawling import questions_of
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.screening.asking import on_the_list
from tests.stories import a_prescriber, an_eligible_patient, answer_questionnaire

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber()


@pytest.fixture
def patient(provider):
    return an_eligible_patient(provider.user, patient=a_patient(user=a_user(Role.PATIENT)))


def changed():
    return changed_since_the_decision(today=NOW.date())


def test_a_yes_that_stands_waits_for_nobody(patient):
    assert changed() == []
    assert not is_looked_at_again(patient, today=NOW.date())


def test_a_new_stop_comes_before_any_other_change(provider, patient):
    other = an_eligible_patient(provider.user)
    on_the_list(other, "Zoloft 50 mg")
    on_the_list(patient, "Theophylline 300 mg")
    first, second = changed()
    assert (first.patient, second.patient) == (patient, other)
    assert "Theophylline" in first.first.message and first.stops
    assert not second.stops and "Zoloft" in second.first.message
    assert is_looked_at_again(patient, today=NOW.date())


def test_a_no_and_a_period_that_ended_are_not_in_it(patient):
    on_the_list(patient, "Theophylline 300 mg")
    ends = patient.decisions.first().valid_until
    assert changed_since_the_decision(today=ends + timedelta(days=1)) == []


def test_many_asked_together_read_as_each_alone(provider, patient):
    other = an_eligible_patient(provider.user)
    answer_questionnaire(other, "phq-9", 2, now=LATER)
    on_the_list(patient, "Theophylline 300 mg")
    together = about_each([patient, other])
    for each in (patient, other):
        alone = screening_of(each, today=NOW.date())
        assert screening_of(each, today=NOW.date(), asked=together[each.pk]) == alone


@time_machine.travel(LATER, tick=False)
def test_inbox_and_today_show_it_to_the_provider_alone(client, provider, patient):
    on_the_list(patient, "Theophylline 300 mg")
    client.force_login(provider.user)
    inbox, today = (client.get(reverse(f"workspace:{page}")).text for page in ("inbox", "today"))
    assert "Changed since the decision" in inbox and "Theophylline" in inbox
    patient.refresh_from_db()
    assert f"Look again at {patient.called}’s decision" in today
    client.force_login(a_user(Role.FRONT_DESK))
    assert "Theophylline" not in client.get(reverse("workspace:inbox")).text


@time_machine.travel(LATER, tick=False)
def test_it_asks_as_often_for_three_as_for_one(client, provider, patient):
    client.force_login(provider.user)
    on_the_list(patient, "Theophylline 300 mg")
    client.get(reverse("workspace:inbox"))
    _, for_one = questions_of(client, reverse("workspace:inbox"))
    for _ in range(2):
        on_the_list(an_eligible_patient(provider.user), "Theophylline 300 mg")
    _, for_three = questions_of(client, reverse("workspace:inbox"))
    assert len(for_three) == len(for_one) <= 12


@time_machine.travel(LATER, tick=False)
@pytest.mark.parametrize("page", ["portal:next_step", "portal:medications"])
def test_the_patient_reads_that_the_doctor_looks_again(client, patient, page):
    client.force_login(patient.user)
    assert "looks at it again before your next treatment" not in client.get(reverse(page)).text
    on_the_list(patient, "Theophylline 300 mg")
    assert "looks at it again before your next treatment" in client.get(reverse(page)).text
