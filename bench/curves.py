"""Measures the expected course: a thousand people on one core, and what a general solver needs for the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from bench import page
from bench.timing import processor_milliseconds as milliseconds
from sojourn import content
from sojourn.treatment.rules.course import Body, Doses, bodies, predict
from sojourn.treatment.rules.course.body import Array
from sojourn.treatment.rules.course.matrix import readings, system
from sojourn.treatment.rules.course.superposition import QUANTITIES

PEOPLE = 1000
MINUTES = np.arange(181.0)
AT = (0.0, 20.0, 45.0)
RUNS = 31
LIMIT_MS = 20
SOLVED = 10
METHODS = ("DOP853", "LSODA")


def main() -> None:
    """Measure and write the section."""
    page.put("Expected course", report())
    print(f"Written to {page.WRITTEN_TO}.")


def report() -> str:
    """The section as Markdown."""
    body, doses = people()
    with one_core():
        took = milliseconds(lambda: predict(body, doses, MINUTES, only=("ketamine",)), RUNS)
        whole = milliseconds(lambda: predict(body, doses, MINUTES), RUNS)
        solvers = "\n".join(rows(body, doses, took))
    return f"""{PEOPLE} people × {len(MINUTES)} minutes × {len(AT)} doses into the muscle, {MODEL}, one core, medians of
{RUNS} runs by the processor's clock. `scipy.solve_ivp` solves the same equations for ketamine, rtol 1e-8, dose by dose;
its time is that of {SOLVED} people, times {PEOPLE // SOLVED}.

| way | time | to ours | furthest from ours |
|---|---|---|---|
| ketamine, sums of exponentials (may take {LIMIT_MS} ms) | {took:.1f} ms | 1 |  |
| the same with norketamine and effect site | {whole:.1f} ms | {whole / took:.1f} |  |
{solvers}
"""


MODEL = "kamp2020"


def people() -> tuple[Body, Doses]:
    """Weights and doses as they come, always the same ones; nobody's rates are near."""
    random = np.random.default_rng(20261126)
    body = bodies(
        content.library().models[MODEL],
        random.uniform(45, 120, PEOPLE),
        bioavailability=0.93,
        absorption_half_life=10,
    )
    mg = random.uniform(15, 60, (PEOPLE, len(AT)))
    at = np.broadcast_to(np.array(AT), mg.shape)
    return body, Doses(mg, at, np.zeros_like(mg), (True,) * len(AT))


def rows(body: Body, doses: Doses, ours: float) -> Iterator[str]:
    """A line for each general solver."""
    first = np.arange(PEOPLE) < SOLVED
    few, given = replace(body, norketamine=None, equilibration=None).of(first), doses.of(first)
    exact = predict(few, given, MINUTES, only=QUANTITIES[:1]).ketamine
    for method in METHODS:
        kept: list[Array] = []
        took = milliseconds(solved(few, given, method, kept), 3) * PEOPLE / SOLVED
        apart = abs(kept[-1] - exact).max() / exact.max()
        yield f"| `scipy.solve_ivp`, {method} | {took / 1000:.1f} s | {took / ours:.0f} | {apart:.0e} of the peak |"


def solved(body: Body, doses: Doses, method: str, kept: list[Array]) -> Callable[[], None]:
    """Ketamine of a few people by a general solver."""
    from scipy.integrate import solve_ivp

    def person(number: int) -> Array:
        rates, reading = system(body, number), readings(body, number)["ketamine"]
        total = np.zeros(len(MINUTES))
        for mg, at in zip(doses.mg[number] * body.bioavailability[number], AT, strict=True):
            after = at <= MINUTES
            start = np.zeros(len(rates))
            start[0] = mg
            state = solve_ivp(
                lambda _, amounts, rates=rates: rates @ amounts,
                (at, MINUTES[-1]),
                start,
                method=method,
                t_eval=MINUTES[after],
                rtol=1e-8,
                atol=1e-10,
            ).y
            total[after] += reading @ state
        return total

    return lambda: kept.append(np.stack([person(number) for number in range(body.people)]))


@contextmanager
def one_core() -> Iterator[None]:
    """While the block runs, this process keeps to one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


if __name__ == "__main__":
    main()
