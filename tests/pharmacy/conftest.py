"""A nurse who keeps the register, a provider beside them, and one vial."""

from typing import Any

import pytest


@pytest.fixture
def nurse(db: None) -> Any:
    """Who writes."""
    from tests.factories import a_user

    return a_user("nurse", name="Tamsin Brook")


@pytest.fixture
def provider(db: None) -> Any:
    """Who signs as the second person."""
    from tests.factories import a_user

    return a_user("provider", name="Imogen Sorrel")


@pytest.fixture
def vial(nurse: Any) -> Any:
    """Five millilitres at 100 mg/mL."""
    from tests.factories import a_vial

    return a_vial(nurse)
