"""Finding the people who sign in."""

from __future__ import annotations

from uuid import UUID

from sojourn.accounts.models import User


def user_of(user_id: UUID) -> User:
    """One active person. Raises User.DoesNotExist."""
    return User.objects.get(pk=user_id, is_active=True)
