"""Running a clinic: bring the database up to date, answer requests, do background work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from sojourn.command_line.django_ready import start_django


@click.command()
def migrate() -> None:
    """Bring the database, the pack's rooms and prices, and the packed static files up to date. Safe to repeat."""
    start_django()
    bring_up_to_date()
    pack_static_files()
    click.echo("Up to date.")


def bring_up_to_date() -> None:
    """Everything a new version or a changed pack asks of the database."""
    from django.core.management import call_command
    from django.utils import timezone

    from sojourn.clinic.actions import apply_pack
    from sojourn.intake.actions import read_again

    call_command("migrate", interactive=False, verbosity=0)
    apply_pack(now=timezone.now())
    read_again(now=timezone.now())


def pack_static_files() -> None:
    """Hash and compress what browsers load, where they are served packed."""
    from django.conf import settings
    from django.core.management import call_command

    if not settings.WHITENOISE_USE_FINDERS:
        call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def packing_beside() -> Iterator[None]:
    """Pack static files in a process of its own while the block runs; raises ClickException when that failed."""
    packing = subprocess.Popen(
        [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    )
    try:
        yield
    finally:
        failed = packing.wait()
    if failed:
        raise click.ClickException("The style sheets and scripts could not be packed.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Server processes; about one for each core.")
def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until stopped. Run `sojourn migrate` first, and `sojourn worker` beside it."""
    start_django()
    command = server_command(host=host, port=port, workers=workers)
    os.execv(command[0], command)


def server_command(*, host: str, port: int, workers: int) -> list[str]:
    """The server as a command. Two threads a worker, said outright: each may hold a database connection."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "2"),
        "sojourn.project.wsgi:application",
    ]


@click.command()
@click.option("--until-idle", is_flag=True, help="Stop when no job is waiting.")
def worker(until_idle: bool) -> None:
    """Do the background work: messages, reminders, questionnaires due. Any number may run."""
    start_django()
    from sojourn.project.jobs import work

    work(stop_when_idle=until_idle)
