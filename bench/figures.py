"""Measures what a clinic feels, on the demo, and writes docs/reference/figures.md. Run by `make figures`."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import page
from bench.timing import RUNS, milliseconds, processor_milliseconds

PAGES = (
    ("Public page", "", "/"),
    ("Portal: next step", "wren.halloway", "/portal/"),
    ("Portal: progress", "wren.halloway", "/portal/progress/"),
    ("Portal: medicine type-ahead", "wren.halloway", "/portal/medications/names?q=ser"),
    ("Workspace: today", "tamsin.brook", "/workspace/"),
    ("Workspace: calendar", "robin.larkspur", "/workspace/calendar/"),
    ("Workspace: patients", "robin.larkspur", "/workspace/patients/"),
    ("Workspace: inbox", "imogen.sorrel", "/workspace/inbox/"),
    ("Workspace: session room", "tamsin.brook", "/workspace/sessions/"),
    ("Workspace: group room", "tamsin.brook", "/workspace/group-room/"),
    ("Workspace: groups", "robin.larkspur", "/workspace/groups/"),
    ("Workspace: billing desk", "robin.larkspur", "/workspace/billing/"),
    ("Workspace: outcomes", "cordelia.vane", "/workspace/outcomes/"),
    ("Workspace: audit", "cordelia.vane", "/workspace/audit/"),
)


def main() -> None:
    """Build the demo in a folder of its own, measure, write."""
    with tempfile.TemporaryDirectory(prefix="sojourn-figures-") as var:
        ready = build_the_demo(var)
        start_django(var)
        rows = list(page_rows())
        booking = booking_milliseconds()
        from bench import busy_week, checks, crowded, curves, killed_workers, room_writes, rushes, tablets

        page.put_head(report(ready, booking, rows))
        page.put("Clinical checks", checks.report())
        page.put("Expected course", curves.report())
        page.put("Workers killed while sending", killed_workers.report(var))
        page.put("Many at once", rushes.report())
        page.put("A busy week", busy_week.report())
        page.put("A crowded calendar", crowded.report(lambda: booking_milliseconds(processor_milliseconds)))
        page.put("The session room", room_writes.report())
        page.put("Tablets", tablets.report())
    print(f"Written to {page.WRITTEN_TO}.")


def build_the_demo(var: str) -> float:
    """Seconds from the command to a clinic that is ready to be served."""
    started = time.monotonic()
    environment = {**os.environ, "SOJOURN_VAR": var, "SOJOURN_MODE": "demo"}
    command = [sys.executable, "-m", "sojourn.command_line", "demo", "--no-serve"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def start_django(var: str) -> None:
    """On the database just built."""
    import django

    os.environ.update(
        DJANGO_SETTINGS_MODULE="sojourn.project.settings",
        SOJOURN_MODE="demo",
        SOJOURN_VAR=var,
        DATABASE_URL=f"sqlite:///{var}/demo.sqlite3",
    )
    django.setup()


def page_rows() -> Iterator[tuple[str, float, int, int]]:
    """Name, milliseconds, queries and kilobytes of each page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from sojourn.accounts.models import User

    for name, who, address in PAGES:
        client = Client()
        if who:
            client.force_login(User.objects.get(email__startswith=f"{who}@"))
        answer = client.get(address)
        if answer.status_code == 302:
            address, answer = answer.url, client.get(answer.url)
        assert answer.status_code == 200, f"{name} answered {answer.status_code}"
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        count = len(asked)  # before the next request clears the log
        took = milliseconds(lambda client=client, address=address: client.get(address))  # type: ignore[misc]
        yield name, took, count, len(answer.content) // 1024


def booking_milliseconds(measure: Callable[..., float] = milliseconds) -> float:
    """One booking with its claims, audit event and letter; each is undone again."""
    from django.db import transaction
    from django.utils import timezone

    from sojourn import content
    from sojourn.core.decisions import ALLOWED
    from sojourn.people.models import Patient
    from sojourn.scheduling.actions import book
    from sojourn.scheduling.queries import free_times

    now = timezone.now()
    service = next(each for each in content.pack().services.values() if each.bookable_by == "public")
    from_day = timezone.localdate(now + timedelta(days=7))
    place = next(iter(free_times(service.code, from_day=from_day, days=14)))
    patient = Patient.objects.exclude(appointments__starts_at__gt=now).order_by("-mrn").first()

    def once() -> None:
        with transaction.atomic():
            booked: dict[str, Any] = {"staff": place.staff, "room": place.room, "starts_at": place.starts_at}
            book(patient=patient, service=service.code, by=None, now=now, gate=ALLOWED, **booked)
            transaction.set_rollback(True)

    return measure(once, RUNS)


def machine() -> str:
    """What kind of machine this is; not which."""
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores ({found[1] if found else platform.machine()}), Python {platform.python_version()}"


def report(ready: float, booking: float, rows: list[tuple[str, float, int, int]]) -> str:
    """The page as Markdown."""
    table = "\n".join(f"| {name} | {took:.0f} ms | {asked} | {size} KB |" for name, took, asked, size in rows)
    busy = os.getloadavg()[0]
    return f"""# Figures

Measured on {datetime.now(UTC):%d %B %Y} with Sojourn {version("sojourn")} on {machine()}, SQLite, on the demo clinic.
The load was {busy:.1f} at the end; times are medians of {RUNS} requests in one process. `make figures` measures anew.

- From `sojourn demo` to a clinic ready to be served: {ready:.0f} s
- One booking, with its claims, audit event and letter: {booking:.0f} ms

| page | time | queries | size |
|---|---|---|---|
{table}
"""


if __name__ == "__main__":
    main()
