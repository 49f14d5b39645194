"""The database's own guard over a group that was called off: nobody sits, is booked or waits in it, ever again.

Whoever writes past the application meets the same: a seat cannot be given in such a group, a visit not booked or
revived, nobody put on its list; and no group is called off while somebody still has a place in it. On PostgreSQL each
side looks with the group's row locked, so that of two transactions at once one sees the other.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.migrations.operations import RunPython

_HELD = "('booked', 'arrived', 'in_room', 'done')"
_STANDING = "('waiting', 'offered')"
_OFF = "this group was called off"
_NOT_EMPTY = "somebody still has a place in this group"
_IS_OFF = "EXISTS (SELECT 1 FROM scheduling_groupcalledoff WHERE group_id = NEW.group_id)"
_SOMEBODY = f"""EXISTS (SELECT 1 FROM scheduling_seat WHERE group_id = NEW.group_id AND patient_id IS NOT NULL)
  OR EXISTS (SELECT 1 FROM scheduling_appointment WHERE group_id = NEW.group_id AND state IN {_HELD})
  OR EXISTS (SELECT 1 FROM scheduling_waitinglistentry WHERE group_id = NEW.group_id AND state IN {_STANDING})"""

# Only what was not so before is looked at: somebody who arrives holds their visit already, and asks for no other lock.
_TAKEN = {
    "scheduling_seat": (
        "NEW.patient_id IS NOT NULL",
        "(OLD.patient_id IS NULL OR OLD.patient_id <> NEW.patient_id OR OLD.group_id <> NEW.group_id)",
    ),
    "scheduling_appointment": (
        f"NEW.group_id IS NOT NULL AND NEW.state IN {_HELD}",
        f"(OLD.state NOT IN {_HELD} OR OLD.group_id IS NULL OR OLD.group_id <> NEW.group_id)",
    ),
    "scheduling_waitinglistentry": (
        f"NEW.state IN {_STANDING}",
        f"(OLD.state NOT IN {_STANDING} OR OLD.group_id <> NEW.group_id)",
    ),
}
_WHEN = [
    (table, verb, taken if verb == "INSERT" else f"{taken} AND {is_new}")
    for table, (taken, is_new) in _TAKEN.items()
    for verb in ("INSERT", "UPDATE")
]

_SQLITE = (
    *(
        f"""
CREATE TRIGGER {table}_stays_empty_{verb.lower()} BEFORE {verb} ON {table} WHEN {when} AND {_IS_OFF}
BEGIN SELECT RAISE(ABORT, '{_OFF}'); END
"""
        for table, verb, when in _WHEN
    ),
    f"""
CREATE TRIGGER scheduling_group_is_empty BEFORE INSERT ON scheduling_groupcalledoff WHEN {_SOMEBODY}
BEGIN SELECT RAISE(ABORT, '{_NOT_EMPTY}'); END
""",
)


def _function(name: str, lock: str, wrong: str, why: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM scheduling_groupsession WHERE id = NEW.group_id FOR {lock};
  IF {wrong} THEN RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$"""


_POSTGRES = (
    _function("sojourn_group_stays_empty", "SHARE", _IS_OFF, _OFF),
    _function("sojourn_group_is_empty", "NO KEY UPDATE", _SOMEBODY, _NOT_EMPTY),
    *(
        f"CREATE TRIGGER {table}_stays_empty_{verb.lower()} BEFORE {verb} ON {table} "
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION sojourn_group_stays_empty()"
        for table, verb, when in _WHEN
    ),
    "CREATE TRIGGER scheduling_group_is_empty BEFORE INSERT ON scheduling_groupcalledoff "
    "FOR EACH ROW EXECUTE FUNCTION sojourn_group_is_empty()",
)


def keep_called_off_groups_empty() -> RunPython:
    """A migration operation that puts the triggers on, whether or not they are there.

    A migration that changes one of these tables takes them off before (run it backwards) and runs it again: SQLite
    copies the table, drops its triggers, and minds those elsewhere that name it.
    """

    def install(apps: Any, schema_editor: Any) -> None:
        remove(apps, schema_editor)
        for statement in _own(schema_editor):
            schema_editor.execute(statement, params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for statement in _own(schema_editor):
            if found := re.search(r"CREATE TRIGGER (\w+) BEFORE \w+ ON (\w+)", statement):
                on = "" if is_sqlite else f" ON {found[2]}"
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {found[1]}{on}", params=None)

    return RunPython(install, remove)


def _own(schema_editor: Any) -> tuple[str, ...]:
    return _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES
