"""Whoever signs as the second person proves it themselves: signed in, or with their own password at the tablet."""

from __future__ import annotations

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from sojourn.accounts.models import User
from sojourn.core.decisions import refuse

WRONG = "Address and password do not belong together."


def who_signs(request: HttpRequest, *, email: str, password: str, code: str) -> User:
    """The person behind these, by the same measure and as often as at sign-in. Raises Refused."""
    try:
        found = get_adapter(request).authenticate(request, email=email, password=password)
    except ValidationError as too_often:
        raise refuse("too_often", " ".join(too_often.messages), field="password") from too_often
    if found is None:
        raise refuse("wrong", WRONG, field="password")
    person = cast(User, found)
    if is_mfa_enabled(person):
        _check_code(person, code)
    return person


def _check_code(person: User, code: str) -> None:
    asked = AuthenticateForm(user=person, data={"code": code})
    if asked.is_valid():
        asked.authenticator.record_usage()
        return
    words = " ".join(asked.errors["code"]) if code.strip() else "You have a second factor: enter its code."
    raise refuse("code", words, field="code")
