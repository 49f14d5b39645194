"""The chain's own guard in the database: an event links to the head, and becomes the head, or is refused."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunPython

from sojourn.audit.rules import GENESIS

_HEAD = "INSERT INTO audit_chainhead (id, hash) VALUES (1, '{genesis}') ON CONFLICT DO NOTHING"
_SQLITE = (
    """
CREATE TRIGGER audit_event_links BEFORE INSERT ON audit_event
WHEN NEW.previous_hash IS NOT (SELECT hash FROM audit_chainhead WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'audit_event does not follow the event before it'); END
""",
    """
CREATE TRIGGER audit_event_becomes_head AFTER INSERT ON audit_event
BEGIN UPDATE audit_chainhead SET hash = NEW.hash WHERE id = 1; END
""",
)
_POSTGRES = (
    """
CREATE FUNCTION sojourn_audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE audit_chainhead SET hash = NEW.hash WHERE id = 1 AND hash = NEW.previous_hash;
  IF NOT FOUND THEN RAISE EXCEPTION 'audit_event does not follow the event before it'; END IF;
  RETURN NEW;
END $$
""",
    """
CREATE TRIGGER audit_event_links BEFORE INSERT ON audit_event
FOR EACH ROW EXECUTE FUNCTION sojourn_audit_link()
""",
)


def keep_the_chain() -> RunPython:
    """A migration operation that makes the first head and puts the triggers on the trail."""

    def install(apps: Any, schema_editor: Any) -> None:
        own = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES
        for statement in (_HEAD.format(genesis=GENESIS), *own):
            schema_editor.execute(statement, params=None)

    return RunPython(install, RunPython.noop)
