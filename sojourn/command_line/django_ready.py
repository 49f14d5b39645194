"""Django is started by the command that needs it, after the command has chosen its settings."""

from __future__ import annotations

import os

import click
import django


def start_django() -> None:
    """Read the settings and start Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.project.settings")
    django.setup()


def need_a_clinic() -> None:
    """Refuse with what to do where no clinic was set up yet. Makes no database by asking."""
    from django.db import DatabaseError, connection

    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and not name.startswith("file:")
    missing = is_file and not os.path.exists(name)  # asking SQLite would make the file
    try:
        if not missing and "audit_event" in connection.introspection.table_names():
            return
    except DatabaseError as error:
        raise click.ClickException(f"The database does not answer: {error}") from error
    raise click.ClickException(
        f"There is no clinic in {name} yet. Run `sojourn migrate`, or set SOJOURN_MODE=demo to read the demo’s."
    )
