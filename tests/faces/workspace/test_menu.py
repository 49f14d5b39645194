"""The menu shows every person the rooms they may enter, and no closed door."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.accounts.roles import Role
from tests.factories import a_user, the_clinic

pytestmark = pytest.mark.django_db
STAFF = [role for role in Role if role is not Role.PATIENT]


def _menu(client: Client) -> list[str]:
    page = client.get(reverse("workspace:today")).content.decode()
    rail = page[page.index('<nav class="rail') : page.index("</nav>", page.index('<nav class="rail'))]
    return re.findall(r'href="([^"]+)"', rail)


@pytest.mark.parametrize("role", STAFF)
def test_every_place_of_the_menu_lets_its_reader_in(client: Client, role: Role) -> None:
    the_clinic()
    client.force_login(a_user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    places = _menu(client)
    assert reverse("workspace:today") in places
    assert [place for place in places if client.get(place).status_code == 403] == []


def test_the_front_desk_sees_the_till_and_not_the_session_room(client: Client) -> None:
    the_clinic()
    client.force_login(a_user(Role.FRONT_DESK), backend="allauth.account.auth_backends.AuthenticationBackend")
    places = _menu(client)
    assert reverse("workspace:billing") in places
    assert reverse("workspace:session_room") not in places
