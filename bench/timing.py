"""How long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

RUNS = 9


def processor_milliseconds(act: Callable[[], object], runs: int) -> float:
    """The median of several runs by the processor's clock: what else the machine does meanwhile does not count."""
    return milliseconds(act, runs, clock=time.process_time)


def milliseconds(
    act: Callable[[], object], runs: int = RUNS, clock: Callable[[], float] = time.perf_counter
) -> float:
    """The median of several runs."""
    times = []
    for _ in range(runs):
        started = clock()
        act()
        times.append((clock() - started) * 1000)
    return median(times)
