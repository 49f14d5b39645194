"""`sojourn demo`: an invented clinic, ready to walk through, that needs nothing else on the machine."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import IO

import click

from sojourn.command_line.django_ready import start_django
from sojourn.command_line.mail_sink import MailSink
from sojourn.command_line.processes import Family, free_port
from sojourn.command_line.running import packing_beside, server_command
from sojourn.project.environment import REPOSITORY

HOST = "127.0.0.1"


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port of the web server.")
@click.option("--seed", default=1, show_default=True, help="Another number invents other people.")
@click.option("--weeks", default=12, show_default=True, help="How much history to invent.")
@click.option("--no-serve", is_flag=True, help="Build the clinic and stop.")
def demo(port: int, seed: int, weeks: int, no_serve: bool) -> None:
    """Build an invented clinic in its third month and serve it. Every start begins anew."""
    started = time.monotonic()
    address = f"http://{HOST}:{port}"
    var = _demo_settings(address)
    lock = _only_one(var)
    if not no_serve:
        _port_is_free(port)
    _remove_old(var)
    click.echo("Building the clinic …")
    start_django()
    _build(address, var, seed=seed, weeks=weeks)
    click.echo(f"Built in {time.monotonic() - started:.0f} s.")
    if not no_serve:
        _serve(port, address, var)
    lock.close()


def _demo_settings(address: str) -> Path:
    """The demo chooses its own database; it never touches one that DATABASE_URL names."""
    if os.environ.get("SOJOURN_MODE", "demo") != "demo":
        raise click.ClickException(
            f"SOJOURN_MODE is {os.environ['SOJOURN_MODE']!r}. The demo invents people and lets anyone sign in as "
            "them, so it runs only where SOJOURN_MODE is unset or 'demo'."
        )
    var = Path(os.environ.get("SOJOURN_VAR", REPOSITORY / "var"))
    var.mkdir(parents=True, exist_ok=True)
    os.environ["SOJOURN_MODE"] = "demo"
    os.environ["SOJOURN_VAR"] = str(var)
    os.environ["DATABASE_URL"] = f"sqlite:///{var / 'demo.sqlite3'}"
    os.environ["SOJOURN_URL"] = address
    os.environ["SOJOURN_SMTP"] = f"smtp://{HOST}:{free_port()}"
    return var


def _only_one(var: Path) -> IO[str]:
    lock = (var / "demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise click.ClickException(
            f"A demo is already running from {var}. Stop it, or set SOJOURN_VAR to another folder."
        ) from error
    return lock


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} is taken. Choose another: make demo PORT={port + 1}"
            ) from error


def _remove_old(var: Path) -> None:
    for old in [*var.glob("demo.sqlite3*"), *var.glob("mail/**/*.*"), var / "demo.json"]:
        if old.is_file():
            old.unlink()


def _build(address: str, var: Path, *, seed: int, weeks: int) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from sojourn import demonstration

    with packing_beside():
        call_command("migrate", interactive=False, verbosity=0)
        history = timedelta(weeks=weeks)
        summary = demonstration.build(seed=seed, now=timezone.now(), history=history)
    demonstration.write(summary, address=address, to=var / "demo.json")


def _serve(port: int, address: str, var: Path) -> None:
    from sojourn import demonstration

    with MailSink(var / "mail", port=int(os.environ["SOJOURN_SMTP"].rpartition(":")[2])), Family() as family:
        family.start("web server", server_command(host=HOST, port=port, workers=2))
        family.start("background worker", [sys.executable, "-m", "sojourn.command_line", "worker"])
        family.wait_until_answering(HOST, port)
        click.echo(demonstration.as_text(demonstration.read(var / "demo.json")))
        click.echo("Stop with Ctrl-C.")
        sys.stdout.flush()
        family.watch()
