"""How every test runs: test mode, no network but loopback, one of two database engines.

`SOJOURN_TEST_DATABASE` is "sqlite" (said or not), "postgres", or "none" for the tests that touch no database at all.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests import postgres

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_server: postgres.Server | None = None
_var: str = ""


def _prepare() -> None:
    """Before Django reads its settings. Workers of xdist inherit what the first process chose."""
    global _server, _var
    os.environ["DJANGO_SETTINGS_MODULE"] = "sojourn.project.settings"
    os.environ["SOJOURN_MODE"] = "test"
    # A browser driven in this process keeps an event loop; Django would refuse its database to every test after it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if IS_WORKER:
        return
    _var = os.environ["SOJOURN_VAR"] = tempfile.mkdtemp(prefix="sojourn-tests-")
    if os.environ.get("SOJOURN_TEST_DATABASE", "sqlite") == "postgres":
        found = postgres.binaries()
        if found is None:
            raise pytest.UsageError("PostgreSQL was asked for, but pg_ctl and initdb are not installed.")
        _server = postgres.Server(found).start()
        os.environ["DATABASE_URL"] = _server.url


_prepare()


def pytest_configure() -> None:
    """Passwords of test users need no strength."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the tests' database runs again, the whole journey with it; on none, the rest.

    Tablets, pictures and killed servers have a database file of their own; once, with SQLite, is enough for them.
    """
    engine = os.environ.get("SOJOURN_TEST_DATABASE", "sqlite")
    if engine == "sqlite":
        return
    asked = [item for item in items if _touches_a_database(item) == (engine == "postgres")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asked)])
    items[:] = asked


def _touches_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & {"db", "own_database", "transactional_db", "house"}
    )


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    if _server is not None:
        _server.stop()
    if _var:
        shutil.rmtree(_var, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Once the test database has its name, and before it is migrated."""
    from tests import migrated

    with django_db_blocker.unblock():
        migrated.fill()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The migrated test database, with a clean copy kept for tests that commit.

    pytest-django's own makes none when all tests of a run have a database of their own: they copy this one.
    """
    from django.test.utils import setup_databases, teardown_databases

    from tests import migrated
    from tests.own_database import kept_clean

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"], serialized_aliases=set())
        migrated.keep()
    with django_db_blocker.unblock(), kept_clean(tmp_path_factory.mktemp("clean")), django_db_blocker.block():
        yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own, where threads and processes may commit. Gives its DATABASE_URL."""
    from tests.own_database import copied

    with django_db_blocker.unblock(), copied(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path. Without one the test is skipped; in CI it fails."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if IN_CI:
        pytest.fail("CI needs Chromium: `make system` installs it.")
    pytest.skip("no Chromium on this machine: `make system` installs it")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one driver of browsers in this process; it cannot be started twice."""
    with sync_playwright() as driver:
        yield driver
