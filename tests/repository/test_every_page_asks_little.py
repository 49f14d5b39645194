"""Every page a person can reach asks the database at most twelve times, whatever stands on it.

Beginning and ending a transaction is not asking; see ``tests.crawling.NOT_A_QUESTION``. The demo, with its longer
histories, is walked in ``tests/demonstration``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.scheduling.queries import free_times
from tests.crawling import kind_of, pages_of, questions_of
from tests.factories import NOW, a_user
from tests.repository.full_clinic import FullClinic, a_full_clinic
from tests.treatment.stage import after

AT_MOST = 12
DURING_THE_SESSION = after(150)
KINDS_AT_LEAST = {
    Role.PATIENT: 25,
    Role.PROVIDER: 40,
    Role.NURSE: 36,
    Role.THERAPIST: 30,
    Role.FRONT_DESK: 25,
    Role.OWNER: 40,
}
"""So many different pages are walked at the least: a walk that ends at the door proves nothing."""


@pytest.fixture
def clinic(db: None) -> Any:
    """In the middle of an afternoon with a session running."""
    full = a_full_clinic()
    with time_machine.travel(DURING_THE_SESSION, tick=False):
        yield full


def test_every_page_asks_at_most_twelve_times(clinic: FullClinic) -> None:
    for role, user in clinic.people.items():
        start = reverse("portal:next_step" if role is Role.PATIENT else "workspace:today")
        pages = pages_of(user, start)
        too_much = {address: asked for address, asked in pages.items() if asked > AT_MOST}
        assert too_much == {}, role
        kinds = {kind_of(address) for address in pages}
        assert len(kinds) >= KINDS_AT_LEAST[role], (role, len(kinds))


def test_booking_at_the_desk_asks_at_most_twelve_times(clinic: FullClinic) -> None:
    reader = Client()
    reader.force_login(clinic.people[Role.FRONT_DESK])
    day = (DURING_THE_SESSION + timedelta(days=1)).date()
    staff = free_times("session", from_day=day, days=3)[0].staff
    wanted = {"patient": clinic.portal_patient.pk, "service": "session", "day": day, "staff": staff.pk}
    for query in ({"q": "Maren"}, wanted, {**wanted, "staff": ""}):
        answer, asked = questions_of(reader, f"{reverse('workspace:book')}?{urlencode(query)}")
        assert answer.status_code == 200
        assert len(asked) <= AT_MOST, asked


def test_strangers_ask_little(db: None) -> None:
    a_user(Role.OWNER)
    with time_machine.travel(NOW, tick=False):
        for name in ("website:home", "website:book", "website:prices", "website:contact", "account_login"):
            answer, asked = questions_of(Client(), reverse(name))
            assert answer.status_code == 200
            assert len(asked) <= AT_MOST, asked
