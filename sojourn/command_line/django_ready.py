"""Django is started by the command that needs it, after the command has chosen its settings."""

from __future__ import annotations

import os

import django


def start_django() -> None:
    """Read the settings and start Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.project.settings")
    django.setup()
