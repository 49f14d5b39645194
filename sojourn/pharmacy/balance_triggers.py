"""The database's own guard over stock: a line follows from its vial's balance and moves it; nothing else does.

Whoever writes past the application meets the same: a line that does not fit, or takes more than there is, is refused,
and so is a balance that is not the sum of its lines. A second signature names who wrote what it is for.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.migrations.operations import RunPython

_FIXED = ("number", "lot", "strength_mg_per_ml", "volume_ml", "expires_on", "received_at")
_MOVED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _FIXED)
_SUM = "(SELECT coalesce(sum(mg), 0) FROM pharmacy_registerentry WHERE vial_id = NEW.id)"
_WRITER = """coalesce((SELECT by_id FROM pharmacy_registerentry WHERE id = NEW.entry_id),
  (SELECT by_id FROM pharmacy_ownmedicine WHERE id = NEW.own_medicine_id),
  (SELECT by_id FROM pharmacy_count WHERE id = NEW.count_id))"""
_UNFIT = "the line does not follow from the balance of its vial"
_UNMOVED = "a balance moves only with a line of the register"
_KEPT = "a vial stays in the register"
_NOT_FIRST = "the signature does not name who wrote it"

_SQLITE = (
    f"""
CREATE TRIGGER pharmacy_line_follows BEFORE INSERT ON pharmacy_registerentry
WHEN NEW.balance_mg < 0
  OR abs((SELECT balance_mg FROM pharmacy_vial WHERE id = NEW.vial_id) + NEW.mg - NEW.balance_mg) > 0.01
BEGIN SELECT RAISE(ABORT, '{_UNFIT}'); END
""",
    """
CREATE TRIGGER pharmacy_line_moves AFTER INSERT ON pharmacy_registerentry
BEGIN UPDATE pharmacy_vial SET balance_mg = NEW.balance_mg WHERE id = NEW.vial_id; END
""",
    f"""
CREATE TRIGGER pharmacy_vial_begins BEFORE INSERT ON pharmacy_vial WHEN NEW.balance_mg <> 0
BEGIN SELECT RAISE(ABORT, '{_UNMOVED}'); END
""",
    f"""
CREATE TRIGGER pharmacy_vial_follows BEFORE UPDATE ON pharmacy_vial
WHEN {_MOVED} OR abs(NEW.balance_mg - {_SUM}) > 0.01
BEGIN SELECT RAISE(ABORT, '{_UNMOVED}'); END
""",
    f"""
CREATE TRIGGER pharmacy_vial_stays BEFORE DELETE ON pharmacy_vial
BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END
""",
    f"""
CREATE TRIGGER pharmacy_signature_names BEFORE INSERT ON pharmacy_secondsignature
WHEN NEW.first_id IS NOT {_WRITER}
BEGIN SELECT RAISE(ABORT, '{_NOT_FIRST}'); END
""",
)


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"


def _refuse(why: str) -> str:
    return f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'"


def _trigger(name: str, when: str, table: str, function: str) -> str:
    return f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"


_POSTGRES = (
    _function(
        "sojourn_line_follows",
        f"""
DECLARE held numeric;
BEGIN
  SELECT balance_mg INTO held FROM pharmacy_vial WHERE id = NEW.vial_id FOR NO KEY UPDATE;
  IF NEW.balance_mg < 0 OR held + NEW.mg <> NEW.balance_mg THEN {_refuse(_UNFIT)}; END IF;
  RETURN NEW;
END""",
    ),
    _function(
        "sojourn_line_moves",
        """
BEGIN
  UPDATE pharmacy_vial SET balance_mg = NEW.balance_mg WHERE id = NEW.vial_id;
  RETURN NULL;
END""",
    ),
    _function(
        "sojourn_vial_follows",
        f"""
BEGIN
  IF TG_OP = 'DELETE' THEN {_refuse(_KEPT)}; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.balance_mg <> 0 THEN {_refuse(_UNMOVED)}; END IF;
  ELSIF {_MOVED} OR NEW.balance_mg <> {_SUM} THEN {_refuse(_UNMOVED)};
  END IF;
  RETURN NEW;
END""",
    ),
    _function(
        "sojourn_signature_names",
        f"""
BEGIN
  IF NEW.first_id IS DISTINCT FROM {_WRITER} THEN {_refuse(_NOT_FIRST)}; END IF;
  RETURN NEW;
END""",
    ),
    _trigger("pharmacy_line_follows", "BEFORE INSERT", "pharmacy_registerentry", "sojourn_line_follows"),
    _trigger("pharmacy_line_moves", "AFTER INSERT", "pharmacy_registerentry", "sojourn_line_moves"),
    _trigger(
        "pharmacy_vial_follows", "BEFORE INSERT OR UPDATE OR DELETE", "pharmacy_vial", "sojourn_vial_follows"
    ),
    _trigger(
        "pharmacy_signature_names", "BEFORE INSERT", "pharmacy_secondsignature", "sojourn_signature_names"
    ),
)


def keep_the_balance() -> RunPython:
    """A migration operation that puts the triggers on vials, lines and signatures, whether or not they are there.

    A migration that adds a field to one of these tables runs it again: SQLite copies the table and drops its triggers.
    """

    def install(apps: Any, schema_editor: Any) -> None:
        own = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES
        for statement in own:
            for each in (*_off(statement, schema_editor.connection.vendor), statement):
                schema_editor.execute(each, params=None)

    return RunPython(install, RunPython.noop)


def _off(statement: str, vendor: str) -> list[str]:
    """What takes away the trigger that the statement makes."""
    found = re.match(r"\s*CREATE TRIGGER (\w+) [A-Z ]+? ON (\w+)", statement)
    if found is None:
        return []
    name, table = found.groups()
    return [f"DROP TRIGGER IF EXISTS {name}" + ("" if vendor == "sqlite" else f" ON {table}")]
