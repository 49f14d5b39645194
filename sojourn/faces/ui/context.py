"""What every template may rely on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from sojourn import content


def clinic(request: HttpRequest) -> dict[str, Any]:
    """The pack, the hour, and whether this is the demo."""
    return {
        "clinic": content.pack().clinic,
        "pack": content.pack(),
        "now": timezone.now(),
        "demo": settings.DEMO,
    }
