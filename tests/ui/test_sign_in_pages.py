"""The pages of signing in stand in the clinic's own words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.accounts.models import User
from sojourn.accounts.roles import Role

OPEN_PAGES = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
OWN_PAGES = (
    *("account_change_password", "account_logout", "mfa_index", "account_reauthenticate", "account_email"),
    *("mfa_activate_totp", "mfa_generate_recovery_codes"),
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_open_pages_stand(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert 'href="tel:988"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_pages_stand_or_ask_again(client: Client, name: str) -> None:
    user = User.objects.create_user(
        email="t.brook@example.org",
        name="Tamsin Brook",
        roles=[next(iter(Role))],
        password="a long enough one",
    )
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


@pytest.mark.django_db
def test_a_wrong_password_is_said_and_the_address_stays(client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": "wren@example.org", "password": "wrong"})
    html = answer.content.decode()
    assert 'id="error-summary"' in html
    assert 'value="wren@example.org"' in html
