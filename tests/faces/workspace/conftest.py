"""A morning at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def ten_in_the_morning() -> Iterator[None]:
    """It stays ten."""
    import time_machine

    from tests.faces.workspace.desk_day import MORNING

    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def clinic(client: Any) -> Any:
    """A clinic, and the front desk signed in at the browser."""
    from tests.faces.workspace.desk_day import the_desk

    return the_desk(client)[0]
