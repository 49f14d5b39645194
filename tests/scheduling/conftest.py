"""The clinic that the calendar is tested in."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def clinic(db: None) -> Any:
    """Two doctors, a therapist and the desk."""
    from tests.scheduling.clinic_day import a_clinic

    return a_clinic()
