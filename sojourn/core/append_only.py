"""The database's own guard over append-only tables: triggers on SQLite and PostgreSQL that refuse change."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunPython

_SQLITE_OFF = "DROP TRIGGER IF EXISTS {table}_no_{verb}"
_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION sojourn_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME; END $$
"""
_POSTGRES_OFF = "DROP TRIGGER IF EXISTS {table}_append_only ON {table}"
_POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sojourn_append_only()
"""


def guard(*tables: str) -> RunPython:
    """A migration operation that puts the triggers on the named tables.

    A migration that adds a field to a guarded table guards it again: SQLite copies such a table and drops the old one
    with its triggers.
    """

    def install(apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor, tables):
            schema_editor.execute(statement, params=None)

    return RunPython(install, RunPython.noop)


def statements(vendor: str, tables: tuple[str, ...]) -> list[str]:
    """The SQL that guards ``tables`` on this kind of database, whether or not they were guarded before."""
    if vendor == "sqlite":
        pairs = [(table, verb) for table in tables for verb in ("UPDATE", "DELETE")]
        return [sql.format(table=table, verb=verb) for table, verb in pairs for sql in (_SQLITE_OFF, _SQLITE)]
    renewed = [sql.format(table=table) for table in tables for sql in (_POSTGRES_OFF, _POSTGRES_TRIGGER)]
    return [_POSTGRES_FUNCTION, *renewed]
