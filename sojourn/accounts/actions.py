"""Making accounts. Nobody signs up alone: a booking or the owner makes the account, a link in an e-mail opens it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from sojourn.audit import actions as audit
from sojourn.core.decisions import Decision, Finding, Refused, refuse


@transaction.atomic
def create_user(
    *, email: str, name: str, roles: list[Role], by: User | None, now: datetime, password: str | None = None
) -> User:
    """A new account; an address already in use is refused."""
    if User.objects.filter(email=email.lower()).exists():
        raise refuse("email_taken", "There is already an account with this e-mail address.", field="email")
    user = User.objects.create_user(email=email, name=name, roles=roles, password=password)
    audit.record(
        "account.created", f"Account for {user.name}", by=by, now=now, subject=user, data={"roles": roles}
    )
    return user


def invitation_for(user: User) -> str:
    """The one-time part of the link that lets this person choose a password: "user-token".

    Good until settings.PASSWORD_RESET_TIMEOUT has passed or a password was chosen with it.
    """
    return f"{urlsafe_base64_encode(user.pk.bytes)}.{default_token_generator.make_token(user)}"


def invited_user(invitation: str) -> User | None:
    """The person an invitation was made for, or None when it is wrong, used or too old."""
    user, token = person_named_in(invitation), invitation.partition(".")[2]
    return user if user and default_token_generator.check_token(user, token) else None


def person_named_in(invitation: str) -> User | None:
    """Whose invitation it once was, spent or not: enough to send them a new one, never to let anybody in."""
    try:
        reference = UUID(bytes=urlsafe_base64_decode(invitation.partition(".")[0]))
    except (ValueError, UnicodeError):
        return None
    return User.objects.filter(pk=reference, is_active=True).first()


@transaction.atomic
def accept_invitation(*, invitation: str, password: str, now: datetime) -> User:
    """Choose the first password. Refused when the link is spent or the password too weak."""
    user = invited_user(invitation)
    if user is None:
        raise refuse("invitation_spent", "This link has been used or is too old. We can send you a new one.")
    _require_good_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("account.opened", f"{user.name} opened their account", by=user, now=now, subject=user)
    return user


def _require_good_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        reasons = (Finding(code="weak_password", message=each, field="password") for each in error.messages)
        raise Refused(Decision.of(*reasons)) from error
