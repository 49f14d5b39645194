"""The migrated SQLite database, kept between runs: to migrate takes longer than most tests that ask for it.

What is kept is known by everything that goes into it, so another migration, model or trigger has another file.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
MADE_OF = (
    "requirements.lock",
    "sojourn/core/*.py",
    "sojourn/project/settings.py",
    "sojourn/*/migrations/*.py",
    "sojourn/*/*_triggers.py",
    "sojourn/*/models.py",
    "sojourn/*/models/*.py",
)
A_DAY = 24 * 60 * 60
_held: list[sqlite3.Connection] = []


def fill() -> None:
    """Fill the test database that Django is about to make, when these migrations were kept; it then has none to do."""
    if connection.vendor != "sqlite" or not (kept := _kept()).exists():
        return
    name = connection.creation._get_test_db_name()
    # It lives in memory as long as somebody holds it.
    _held.append(sqlite3.connect(name, uri=True, check_same_thread=False))
    with sqlite3.connect(f"file:{kept}?mode=ro", uri=True) as source:
        source.backup(_held[-1])


def keep() -> None:
    """Keep what was just migrated; what nobody used for a day goes."""
    if connection.vendor != "sqlite" or (kept := _kept()).exists():
        return
    made = kept.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(made)])
    made.replace(kept)
    for other in kept.parent.glob("*"):
        if other.stat().st_mtime < time.time() - A_DAY:
            other.unlink(missing_ok=True)


def _kept() -> Path:
    folder = Path(tempfile.gettempdir()) / f"sojourn-migrated-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{_digest(sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)))}.sqlite3"


def _digest(paths: Iterable[Path]) -> str:
    found = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in paths:
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:24]
