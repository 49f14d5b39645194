"""A database of a test's own, for tests in which several threads or processes really commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

from sojourn.core.ids import new_id


@contextmanager
def copied(folder: Path) -> Iterator[str]:
    """Within the block Django speaks to a fresh copy of the migrated test database; yields its DATABASE_URL."""
    copy = _copy_sqlite if connection.vendor == "sqlite" else _copy_postgres
    settings = connections.settings["default"]
    usual = settings["NAME"]
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
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return str(path), f"sqlite:///{path}"


def _copy_postgres(folder: Path) -> tuple[str, str]:
    settings = connections.settings["default"]
    name, template = f"own_{new_id().hex}", settings["NAME"]
    _let_go()
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    host = quote(settings["HOST"], safe="")
    return name, f"postgres://{settings['USER']}@{host}/{name}"


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
