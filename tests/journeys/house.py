"""A clinic that really runs: database, post office, web server and background worker, each a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from sojourn.command_line.mail_sink import MailSink
from sojourn.command_line.processes import free_port

ZONE = ZoneInfo("America/Los_Angeles")
REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 60
LETTER_SECONDS = 60


class Clock:
    """The clinic's time, which the test moves. Windows follow it, as every clock in the house does."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.followers: list[Callable[[datetime], None]] = []

    def set(self, local: str) -> None:
        """The clinic's clock shows this from now on, as "2026-09-15 12:50"."""
        there = datetime.fromisoformat(local).replace(tzinfo=ZONE)
        whole = self.file.with_suffix(".new")
        whole.write_text(str(there.timestamp() - time.time()))
        whole.replace(self.file)
        for follow in self.followers:
            follow(there)

    def now(self) -> datetime:
        """What it shows."""
        return datetime.fromtimestamp(time.time() + float(self.file.read_text()), ZONE)


class Mailbox:
    """Everything the clinic mailed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def letters(self, to: str) -> list[str]:
        """The texts of all letters to that address, oldest first."""
        found = [self._read(path) for path in sorted(self._folder.glob("*.eml"))]
        return [text for address, text in found if address == to]

    def link(self, to: str, containing: str) -> str:
        """The newest link to such an address, waited for: the worker sends in its own time."""
        deadline = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < deadline:
            for text in reversed(self.letters(to)):
                if found := re.search(rf"https?://\S*{containing}\S*", text):
                    return found.group().rstrip(".,)>")
            time.sleep(0.1)
        raise AssertionError(f"no letter to {to} holds a link to {containing}; it has {self.letters(to)}")

    def letter(self, to: str, containing: str) -> str:
        """The newest letter that says so, waited for."""
        deadline = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < deadline:
            for text in reversed(self.letters(to)):
                if containing in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no letter to {to} says {containing!r}; it has {self.letters(to)}")

    def _read(self, path: Path) -> tuple[str, str]:
        with path.open("rb") as file:
            message = BytesParser(policy=policy.default).parse(file)
        body = message.get_body(preferencelist=("plain", "html"))
        return str(message["to"]), body.get_content() if body else ""


@dataclass
class House:
    """One running clinic."""

    folder: Path
    address: str
    clock: Clock
    mailbox: Mailbox
    people: dict[str, dict[str, str]]
    environment: dict[str, str]

    def stored(self) -> dict[str, int]:
        """How many rows about people the database holds, by table."""
        return rows(self.environment["DATABASE_URL"])

    def command(self, *arguments: str) -> str:
        """What `sojourn …` prints."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.in_time", *arguments],
            env=self.environment,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def environment(folder: Path, *, mode: str, port: int, database: str = "") -> dict[str, str]:
    """What every process of one clinic knows."""
    left_out = {"DATABASE_URL", "SOJOURN_TEST_DATABASE"}
    usual = {name: value for name, value in os.environ.items() if name not in left_out}
    return {
        **usual,
        "SOJOURN_MODE": mode,
        "SOJOURN_VAR": str(folder),
        "SOJOURN_URL": f"http://127.0.0.1:{port}",
        "SOJOURN_SMTP": f"smtp://127.0.0.1:{free_port()}",
        "SOJOURN_TEST_CLOCK": str(folder / "clock"),
        **({"DATABASE_URL": database} if database else {}),
    }


def opened(folder: Path, *, database: str = "", local: str) -> dict[str, dict[str, str]]:
    """Migrate a new database and hire everybody; gives who signs in how."""
    around = environment(folder, mode="test", port=1, database=database)
    Clock(folder / "clock").set(local)
    people = folder / "people.json"
    run_in_time("tests.journeys.opening", str(people), around=around)
    return json.loads(people.read_text())


def run_in_time(module: str, *arguments: str, around: dict[str, str]) -> None:
    """Run one module to its end."""
    subprocess.run(
        [sys.executable, "-m", module, *arguments], env=around, cwd=REPOSITORY, check=True, timeout=400
    )


def new_database(folder: Path) -> str:
    """A DATABASE_URL of its own: a file in the folder, or a new database on the tests' PostgreSQL server."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{folder / 'journey.sqlite3'}"
    import psycopg

    name = f"journey_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return f"{server.rpartition('/')[0]}/{name}"


ABOUT_PEOPLE = ("people_patient", "accounts_user", "scheduling_appointment", "django_session", "audit_event")


def rows(database: str) -> dict[str, int]:
    """Counted past the application, straight in the database."""
    with closing(_connected(database)) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ABOUT_PEOPLE
        }


def _connected(database: str) -> Any:
    if database.startswith("sqlite"):
        return sqlite3.connect(database.removeprefix("sqlite:///"))
    import psycopg

    return psycopg.connect(database)


@contextmanager
def running(
    folder: Path, *, people: dict, mode: str, database: str = "", worker: bool = True
) -> Iterator[House]:
    """Server, post office and, if wanted, the background worker while the block lasts."""
    port = free_port()
    around = environment(folder, mode=mode, port=port, database=database)
    with ExitStack() as stack:
        stack.enter_context(MailSink(folder / "mail", port=urlsplit(around["SOJOURN_SMTP"]).port or 25))
        stack.enter_context(process(server(port), around))
        if worker:
            stack.enter_context(process([sys.executable, "-m", "tests.journeys.in_time", "worker"], around))
        wait_until_answering(port)
        yield House(
            folder=folder,
            address=around["SOJOURN_URL"],
            clock=Clock(folder / "clock"),
            mailbox=Mailbox(folder / "mail"),
            people=people,
            environment=around,
        )


def server(port: int) -> list[str]:
    """The clinic's own server, one process, at the test's time."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "2"),
        "tests.journeys.served:application",
    ]


@contextmanager
def process(command: list[str], around: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """One process with everything it starts; all of it ends with the block."""
    started = subprocess.Popen(command, env=around, cwd=REPOSITORY, start_new_session=True)
    try:
        yield started
    finally:
        kill(started)


def kill(started: subprocess.Popen[bytes]) -> None:
    """No time to say goodbye."""
    if started.poll() is None:
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


def wait_until_answering(port: int) -> None:
    """Until the port takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the web server did not start")
