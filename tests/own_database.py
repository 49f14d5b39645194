"""A database of a test's own, for tests in which several threads or processes really commit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

from sojourn.core.ids import new_id


@contextmanager
def kept_clean(folder: Path) -> Iterator[None]:
    """Keep a copy of the migrated database before any test wrote to it; it is what tests get copies of."""
    if connection.vendor == "sqlite":
        path = folder / "clean.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        _clean["name"] = str(path)
        yield
        return
    name = f"clean_{new_id().hex}"
    _copy_on_server(connections.settings["default"]["NAME"], name)
    _clean["name"] = name
    yield
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def copied(folder: Path) -> Iterator[str]:
    """Within the block Django speaks to a fresh copy of the migrated test database; yields its DATABASE_URL."""
    copy = _copy_sqlite if connection.vendor == "sqlite" else _copy_postgres
    usual = connections.settings["default"]["NAME"]
    name, url = copy(folder)
    _point_at(name)
    try:
        yield url
    finally:
        _point_at(usual)
        if connection.vendor == "postgresql":
            _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _copy_sqlite(folder: Path) -> tuple[str, str]:
    path = folder / f"{new_id()}.sqlite3"
    shutil.copyfile(_clean["name"], path)
    return str(path), f"sqlite:///{path}"


def _copy_postgres(folder: Path) -> tuple[str, str]:
    settings, name = connections.settings["default"], f"own_{new_id().hex}"
    _copy_on_server(_clean["name"], name)
    host = quote(settings["HOST"], safe="")
    return name, f"postgres://{settings['USER']}@{host}/{name}"


def _copy_on_server(template: str, name: str) -> None:
    """The template may have no visitors while it is copied."""
    _let_go()
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _point_at(name: str) -> None:
    """The in-memory SQLite database lives as long as a connection to it, so its connection is kept aside."""
    if connection.vendor == "sqlite":
        held = _kept.pop(name, None)
        _kept[connections.settings["default"]["NAME"]] = connections["default"]
        connections.settings["default"]["NAME"] = name
        connections["default"] = held or connections.create_connection("default")
        return
    _let_go()
    connections.settings["default"]["NAME"] = name


def _let_go() -> None:
    connection.close()
    connection.close_pool()


_kept: dict = {}
_clean: dict[str, str] = {}
