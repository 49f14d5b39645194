"""Addresses nobody's button leads to: strange days, pages, sort keys and ids never break a page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse

from sojourn.accounts.roles import Role
from tests.factories import a_patient, a_user

pytestmark = pytest.mark.django_db

DAYS = [
    "abc",
    "2026-02-31",
    "2026-13-45",
    "0001-01-01",
    "9999-12-31",
    "٢٠٢٦-٠٣-٠٢",
    "2026-03-02T10:00",
    "\x00",
    "9" * 400,
]
WORDS = ["\x00", "%00", "'; DROP TABLE people;--", "<script>alert(1)</script>", "😀" * 50, "ملح", "x" * 5000]
NUMBERS = ["-1", "0", "999999999999999999999", "NaN", "abc", "٣"]

STAFF_PAGES = {
    "workspace:calendar": {"day": DAYS, "by": ["rooms", "people", "week", "wheels", "\x00"]},
    "workspace:register": {"day": DAYS},
    "workspace:billing": {"day": DAYS, "page": NUMBERS, "sort": WORDS, "show": WORDS},
    "workspace:patients": {"q": WORDS + DAYS, "page": NUMBERS, "sort": WORDS, "stage": WORDS},
    "workspace:audit": {"page": NUMBERS, "kind": WORDS, "who": WORDS},
    "workspace:book": {"patient": WORDS, "service": WORDS, "day": DAYS, "staff": WORDS, "q": WORDS},
    "workspace:groups": {"q": WORDS},
}
PUBLIC_PAGES = {"website:questions": {"q": WORDS}, "website:contact": {"about": WORDS}}


def asked(pages):
    return [
        (name, key, value)
        for name, wishes in pages.items()
        for key, values in wishes.items()
        for value in values
    ]


def status_of(client, name, key, value):
    return client.get(f"{reverse(name)}?{key}={quote(value)}").status_code


def test_staff_pages_answer_any_address(client):
    from tests.factories import the_clinic

    the_clinic()
    a_patient()
    client.force_login(a_user(Role.PROVIDER, Role.OWNER))
    broken = [each for each in asked(STAFF_PAGES) if status_of(client, *each) not in {200, 302, 400, 404}]
    assert broken == []


def test_public_pages_answer_any_address(client):
    broken = [each for each in asked(PUBLIC_PAGES) if status_of(client, *each) not in {200, 302, 400, 404}]
    assert broken == []


@pytest.mark.parametrize("day", DAYS)
def test_the_portal_answers_any_day(client, day):
    from tests.factories import the_clinic

    the_clinic()
    user = a_user(Role.PATIENT)
    a_patient(user=user)
    client.force_login(user)
    page = reverse("portal:appointments_book", args=["preparation"])
    assert client.get(f"{page}?day={quote(day)}").status_code in {200, 400, 404}
