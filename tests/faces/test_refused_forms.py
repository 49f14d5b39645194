"""Every form a person can reach: filled with nonsense it is refused by 422, and what was typed stands there again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from tests.crawling import pages_of
from tests.forms_on_a_page import TYPED, PageForm, forms_on
from tests.repository.full_clinic import FullClinic, a_full_clinic
from tests.treatment.stage import after

pytestmark = pytest.mark.django_db
OURS = ("/portal/", "/workspace/")
REFUSED_AT_LEAST = {Role.PATIENT: 6, Role.PROVIDER: 15, Role.FRONT_DESK: 8}
"""So many forms refuse at the least: a walk in which all are kept proves nothing."""

SHOWN_ONCE = "workspace:calendar_link_make "
"""A new secret address is shown in the answer itself and never again; this form has nothing to type."""


@pytest.fixture
def clinic(db: None) -> Any:
    """In the middle of an afternoon with a session running."""
    full = a_full_clinic()
    with time_machine.travel(after(150), tick=False):
        yield full


def test_a_refused_form_says_so_and_keeps_what_was_typed(clinic: FullClinic) -> None:
    for role, at_least in REFUSED_AT_LEAST.items():
        start = reverse("portal:next_step" if role is Role.PATIENT else "workspace:today")
        user = clinic.people[role]
        forms = forms_of(user, list(pages_of(user, start)))
        answers = {name: sent(user, form) for name, form in forms.items() if name != SHOWN_ONCE}
        assert {
            name: each.status_code for name, each in answers.items() if each.status_code not in {302, 422}
        } == {}
        refused = {name: answer.text for name, answer in answers.items() if answer.status_code == 422}
        assert [name for name, page in refused.items() if forms[name].written and TYPED not in page] == []
        assert len(refused) >= at_least, (role, sorted(refused))


def forms_of(user: User, addresses: list[str]) -> dict[str, PageForm]:
    """One form of each kind among the pages: its address's name, and what it says it does."""
    reader, found = Client(), dict[str, PageForm]()
    reader.force_login(user)
    for address in addresses:
        for form in forms_on(reader.get(address).text, address):
            if form.address.startswith(OURS):
                found.setdefault(f"{view_of(form)} {form.values.get('do', '')}", form)
    return found


def view_of(form: PageForm) -> str:
    """The name of the address it goes to."""
    return resolve(urlsplit(form.address).path).view_name


def sent(user: User, form: PageForm) -> Any:
    """The answer; whatever it kept is taken back."""
    sender = Client()
    sender.force_login(user)
    with transaction.atomic():
        answer = sender.post(form.address.partition("#")[0], form.filled)
        transaction.set_rollback(True)
    return answer
