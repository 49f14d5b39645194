"""Sealing short texts with AES-256-GCM, and keys made from the one key. The context is part of both."""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_VERSION = "s1"


class Cipher:
    """Seals and opens with one key. The sealed text starts with the key's short id, so keys can be rotated."""

    def __init__(self, key: str) -> None:
        self._key = hashlib.sha256(key.encode()).digest()
        self._key_id = hashlib.sha256(b"id:" + self._key).hexdigest()[:8]

    def seal(self, text: str, *, context: str) -> str:
        """Encrypt; two calls never give the same result."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._key).encrypt(nonce, text.encode(), context.encode())
        return f"{_VERSION}.{self._key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *, context: str) -> str:
        """Decrypt. Raises ValueError for another key, cryptography's InvalidTag for a changed text."""
        version, key_id, body = sealed.split(".", 2)
        if (version, key_id) != (_VERSION, self._key_id):
            raise ValueError("this text was sealed with another key")
        raw = base64.urlsafe_b64decode(body)
        return AESGCM(self._key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()


def derived_key(key: str, *, context: str) -> bytes:
    """32 bytes for one purpose, the same each time (HKDF-SHA256, RFC 5869). They tell nothing of ``key``."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=context.encode()).derive(key.encode())
