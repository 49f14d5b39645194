"""One demo, built once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demonstration.moments import MIDDAY


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """The demo as it stands at noon of an ordinary Tuesday, in a database of its own."""
    from sojourn.demonstration import build
    from tests.own_database import copied

    folder: Path = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), copied(folder):
        yield build(seed=1, now=MIDDAY)
