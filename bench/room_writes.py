"""What the session room asks of the server: keeping one entry, and the board of a group of six.

Over HTTP on loopback, from a server like any clinic's with a PostgreSQL that writes through to the disk.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from tests import postgres
from tests.journeys import bedside, roomful
from tests.journeys import house as houses
from tests.journeys.nurse import Nurse

ENTRIES, LOOKS = 300, 101


def report(entries: int = ENTRIES, looks: int = LOOKS) -> str:
    """The section of figures.md."""
    folder = postgres.binaries()
    if folder is None:
        return "PostgreSQL is not installed here: not measured."
    with _a_room(folder, "tests.journeys.bedside", bedside.NOW_THERE) as (nurse, clock):
        took = [_seconds(nurse.sends, number, clock.now()) for number in range(entries)]
    with _a_room(folder, "tests.journeys.roomful", roomful.NOW_THERE) as (nurse, _):
        board = f"/workspace/group-room/{nurse.scene['group']}/"
        looked = [_seconds(nurse.looks_at, board) for _ in range(looks)]
    return f"""
Over HTTP on loopback, PostgreSQL with fsync on, by the clock. An entry is checked, charted, audited and on the disk
({entries} in a row); the board is the whole page of six running sessions, which refreshes itself ({looks} times).

| what | median | 95 % are within | may take |
|---|---|---|---|
{_row("one entry of a tablet", took, 15)}
{_row("the board of six patients", looked, 50)}
"""


def _row(what: str, took: list[float], limit: int) -> str:
    late = quantiles(took, n=20)[-1]
    return f"| {what} | {1000 * median(took):.1f} ms | {1000 * late:.1f} ms | {limit} ms |"


@contextmanager
def _a_room(folder: Path, scene: str, now: str) -> Iterator[tuple[Nurse, houses.Clock]]:
    """A server, and a nurse who has signed in."""
    database = postgres.Server(folder).start(durable=True)
    try:
        with tempfile.TemporaryDirectory(prefix="sojourn-writes-") as name:
            there, port = Path(name), houses.free_port()
            around = houses.environment(there, mode="test", port=port, database=database.url)
            clock = houses.Clock(there / "clock")
            clock.set(now)
            houses.run_in_time(scene, str(there / "scene.json"), around=around)
            nurse = Nurse(around["SOJOURN_URL"], json.loads((there / "scene.json").read_text()))
            with houses.process(houses.server(port), around):
                houses.wait_until_answering(port)
                nurse.signs_in()
                yield nurse, clock
    finally:
        database.stop()


def _seconds(act: Callable[..., int], *facts: object) -> float:
    began = time.perf_counter()
    status = act(*facts)
    took = time.perf_counter() - began
    assert status == 200, f"the server answered {status}"
    return took


if __name__ == "__main__":
    print(report())
