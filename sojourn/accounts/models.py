"""People who sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sojourn.accounts.roles import ROLES, Permission, Role, permissions_of
from sojourn.core.models import Record


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are compared without regard to case."""

    def create_user(self, *, email: str, name: str, roles: list[Role], password: str | None = None) -> User:
        """A new user; without a password they sign in by an e-mailed link first."""
        user = self.model(
            email=self.normalize_email(email).lower(), name=name, roles=[str(role) for role in roles]
        )
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """By e-mail address, in any case."""
        return self.get(email=(username or "").lower())


class User(Record, AbstractBaseUser):
    """One person, one account. ``roles`` holds names from :class:`Role`."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=160)
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """True when one of their roles carries the permission."""
        return self.is_active and permission in self.permissions

    @property
    def permissions(self) -> frozenset[Permission]:
        """All their roles may do together."""
        return permissions_of(self.roles)

    @property
    def is_patient(self) -> bool:
        """True for somebody whose home is the portal."""
        return Role.PATIENT in self.roles

    @property
    def title(self) -> str:
        """Their roles in words."""
        return ", ".join(ROLES[Role(role)].title for role in self.roles)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used."""
        return False
