"""A day at the desk around the real clock: pages read the time themselves, so visits are laid around it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sojourn.accounts.models import User
from tests.scheduling.clinic_day import Clinic, a_clinic, at

MORNING = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
"""Tuesday, ten in the morning at the clinic."""


def the_desk(client: Any) -> tuple[Clinic, User]:
    """A clinic, with its front desk signed in."""
    clinic = a_clinic()
    client.force_login(clinic.desk)
    return clinic, clinic.desk


def a_day(clinic: Clinic, visits: int = 3) -> list[Any]:
    """So many intakes on Tuesday, one after the other."""
    clocks = ("09:00", "11:00", "13:00", "14:00", "15:00", "16:00")
    return [clinic.book("intake", at(clock)) for clock in clocks[:visits]]
