"""Proving that an installation is sound."""

from __future__ import annotations

import json

import click

from sojourn.command_line.django_ready import need_a_clinic, start_django


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print {ok, problems} for a script.")
def check(as_json: bool) -> None:
    """Check the library, the clinic's pack, the settings and the database; fails when anything is wrong."""
    problems = content_problems()
    if not problems:
        start_django()
        problems = settings_problems() + database_problems()
    _report(problems, as_json=as_json)


def content_problems() -> list[str]:
    """What is wrong with library and pack, each with file, key and reason."""
    from sojourn import content

    return [str(problem) for problem in content.check()]


def settings_problems() -> list[str]:
    """What Django's own checks say."""
    from django.core.checks import ERROR, run_checks

    return [str(found) for found in run_checks() if found.level >= ERROR]


def database_problems() -> list[str]:
    """A database that does not answer, or lags behind this version."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        return [f"The database does not answer: {error}"]
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{len(waiting)} database changes are not applied yet: run `sojourn migrate`."] if waiting else []


def _report(problems: list[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"ok": not problems, "problems": problems}, ensure_ascii=False))
    else:
        click.echo("\n".join(problems) or "All is well.")
    if problems:
        raise SystemExit(1)


@click.command("verify-audit")
@click.option("--json", "as_json", is_flag=True, help="Print {intact, events, first_broken} for a script.")
def verify_audit(as_json: bool) -> None:
    """Walk the whole audit trail and prove that no event was changed, left out or cut off."""
    start_django()
    need_a_clinic()
    from sojourn.audit.queries import verify

    found = verify()
    if as_json:
        facts = {"intact": found.intact, "events": found.events, "first_broken": found.first_broken}
        click.echo(json.dumps(facts))
    elif found.intact:
        click.echo(f"Intact: {found.events} events, each following from the one before.")
    elif found.first_broken == -1:
        click.echo(f"BROKEN: events after number {found.events} were cut off.")
    else:
        click.echo(f"BROKEN at event {found.first_broken}: it was changed, or one before it was taken out.")
    if not found.intact:
        raise SystemExit(1)
