"""How long the server takes to keep one entry of a tablet, on a PostgreSQL that writes through to the disk."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from tests import postgres
from tests.journeys import bedside
from tests.journeys import house as houses
from tests.journeys.nurse import Nurse

ENTRIES = 300


def report(entries: int = ENTRIES) -> str:
    """The section of figures.md."""
    folder = postgres.binaries()
    if folder is None:
        return "PostgreSQL is not installed here: not measured."
    database = postgres.Server(folder).start(durable=True)
    try:
        took = sorted(_seconds(database.url, entries))
    finally:
        database.stop()
    late = quantiles(took, n=20)[-1]
    return f"""
One entry over HTTP on loopback: checked, charted, audited and on the disk (PostgreSQL, fsync on), {entries} in a row.

| median | 95 % are within | may take |
|---|---|---|
| {1000 * median(took):.1f} ms | {1000 * late:.1f} ms | 15 ms |
"""


def _seconds(database: str, entries: int) -> list[float]:
    with tempfile.TemporaryDirectory(prefix="sojourn-writes-") as name:
        there, port = Path(name), houses.free_port()
        around = houses.environment(there, mode="test", port=port, database=database)
        clock = houses.Clock(there / "clock")
        clock.set(bedside.NOW_THERE)
        houses.run_in_time("tests.journeys.bedside", str(there / "scene.json"), around=around)
        nurse = Nurse(around["SOJOURN_URL"], json.loads((there / "scene.json").read_text()))
        with houses.process(houses.server(port), around):
            houses.wait_until_answering(port)
            nurse.signs_in()
            return [_one(nurse, number, clock) for number in range(entries)]


def _one(nurse: Nurse, number: int, clock: houses.Clock) -> float:
    began = time.perf_counter()
    status = nurse.sends(number, clock.now())
    took = time.perf_counter() - began
    assert status == 200, f"the server answered {status}"
    return took


if __name__ == "__main__":
    print(report())
