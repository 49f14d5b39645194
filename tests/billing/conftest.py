"""Fixtures of the tests of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.billing.story import Story


@pytest.fixture
def story(db: None) -> Story:
    """A clinic with a patient."""
    from tests.billing.story import a_story

    return a_story()
