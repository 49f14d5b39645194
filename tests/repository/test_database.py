"""Models and migrations agree, and what is only added is guarded by the database itself."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from sojourn.core.models import AppendOnly

ONLY_ADDED = sorted(
    {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)} | {"audit_event"}
)


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ONLY_ADDED)
def test_the_database_refuses_to_change_it(table: str) -> None:
    assert table in guarded_tables()


def guarded_tables() -> set[str]:
    """Tables that carry the append-only trigger."""
    if connection.vendor == "sqlite":
        question = (
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name HAVING count(*) >= 2"
        )
    else:
        question = (
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname LIKE '%append_only'"
        )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {row[0] for row in cursor.fetchall()}


def test_foreign_keys_point_the_way_imports_do() -> None:
    from sojourn.project.settings import ROOMS

    order = {room: place for place, room in enumerate(ROOMS)}
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in order
        for field in model._meta.get_fields()
        if field.many_to_one and not field.auto_created and field.related_model._meta.app_label in order
        if order[field.related_model._meta.app_label] > order[model._meta.app_label]
    ]
    assert upward == []
