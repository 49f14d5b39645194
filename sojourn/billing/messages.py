"""How this room writes to a patient."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sojourn.people.actions import write_to
from sojourn.people.models import Patient

PORTAL_PAGE = "/portal/billing/"


def tell(patient: Patient, template: str, *, once: str, now: datetime, **values: Any) -> None:
    """Queue one message of the pack that leads to the page of payments. ``once`` names the occasion."""
    write_to(patient=patient, template=template, once=once, now=now, link=PORTAL_PAGE, **values)
