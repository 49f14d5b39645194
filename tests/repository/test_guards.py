"""Every address × every role: nobody enters where they have no business, and nobody is shut out of their work."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import Client

from sojourn.accounts.models import User
from sojourn.accounts.roles import ROLES, Role
from tests.factories import a_user
from tests.repository.addresses import Address, all_addresses

ADDRESSES = all_addresses()
OURS = [each for each in ADDRESSES if not each.name.startswith(("account_", "mfa_"))]
SIGN_IN = "/accounts/login/"
OPEN_IN_ALLAUTH = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}


def by_name(address: Address) -> str:
    return address.name


@pytest.mark.parametrize("address", OURS, ids=by_name)
def test_every_view_says_who_may_enter(address: Address) -> None:
    assert getattr(address.view, "access", None), f"{address.name} wears no guard of accounts.guards"


def test_of_the_sign_in_pages_only_these_are_open() -> None:
    others = [each for each in ADDRESSES if each not in OURS]
    open_to_all = {each.name for each in others if not getattr(each.view, "login_required", True)}
    assert open_to_all == {*OPEN_IN_ALLAUTH, "account_signup"}, "sign-up only leads to booking an intake"


GUARDED = [each for each in OURS if getattr(each.view, "access", "public") != "public"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_strangers_are_sent_to_sign_in(client: Client, address: Address) -> None:
    for answer in (client.get(address.url), client.post(address.url)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(SIGN_IN)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_role_enters_where_its_work_is_and_nowhere_else(client: Client, role: Role) -> None:
    user = a_user(role)
    client.force_login(user)
    wrong = [fault for address in GUARDED if (fault := _fault(client, user, address))]
    assert wrong == []


def _fault(client: Client, user: User, address: Address) -> str:
    may = bool(address.view.access & user.permissions)  # type: ignore[attr-defined]
    refused = _status(client, address) == 403
    if may and refused:
        return f"{address.name}: {user.title} is shut out"
    return "" if may or refused else f"{address.name}: {user.title} gets in"


def _status(client: Client, address: Address) -> int:
    """Ids of nobody give 404 or a refusal inside the view: past the guard is all that matters here."""
    client.raise_request_exception = False
    try:
        return client.get(address.url).status_code
    except Http404:
        return 404


def test_every_role_is_described() -> None:
    assert set(ROLES) == set(Role)
    assert all(card.sentence.endswith(".") and card.permissions for card in ROLES.values())
