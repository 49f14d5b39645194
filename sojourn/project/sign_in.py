"""How allauth behaves here: nobody signs up on their own, second-factor secrets are stored encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from sojourn.core.encryption import Cipher


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by booking an intake or by the owner, never by a sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery codes go through our cipher; without this allauth stores them in clear."""

    def encrypt(self, text: str) -> str:
        """Called by allauth before storing."""
        return Cipher(settings.DATA_KEY).seal(text, context="second factor")

    def decrypt(self, encrypted_text: str) -> str:
        """Called by allauth after loading."""
        return Cipher(settings.DATA_KEY).open(encrypted_text, context="second factor")

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """The name a passkey is stored under."""
        return {"id": self.request.get_host().partition(":")[0], "name": "Sojourn"}
