"""Pure rules about the people who work here and the hours of the place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise

from sojourn.core.decisions import Decision, Finding
from sojourn.core.identifiers import dea_number_is_valid, npi_is_valid


def check_numbers(*, npi: str, dea_number: str) -> Decision:
    """Numbers that papers will carry: empty, or with a check digit that fits."""
    return Decision.of(
        None if not npi.strip() or npi_is_valid(npi) else _wrong("npi", "NPI", npi),
        None
        if not dea_number.strip() or dea_number_is_valid(dea_number)
        else _wrong("dea_number", "DEA number", dea_number),
    )


Stretches = Sequence[tuple[time, time]]
MOST_STRETCHES = 2


def check_hours(stretches: Stretches, *, first: date, today: date, grain: int) -> Decision:
    """Hours that may be noted: ahead of us, forward, with a break between two, and on the grid of ``grain`` minutes."""
    return Decision.of(
        _hours("past", "day", "Hours are noted for today or a later day.") if first < today else None,
        _shape_of(stretches),
        _hours("off_grid", "opens", f"Hours begin and end every {grain} minutes on the clock.")
        if any(each.minute % grain or each.second for both in stretches for each in both)
        else None,
    )


def _shape_of(stretches: Stretches) -> Finding | None:
    backwards = [number for number, (starts, ends) in enumerate(stretches) if ends <= starts]
    if backwards:
        field = "closes_again" if backwards[0] else "closes"
        return _hours("hours_backwards", field, "Hours end after they start.")
    if any(second[0] <= first[1] for first, second in pairwise(stretches)):
        return _hours("no_break", "opens_again", "The second stretch begins after the first has ended.")
    if len(stretches) > MOST_STRETCHES:
        return _hours("too_many", "opens_again", "A day has two stretches at the most.")
    return None


def _hours(code: str, field: str, message: str) -> Finding:
    return Finding(code=code, message=message, owner="owner", field=field)


def _wrong(field: str, words: str, number: str) -> Finding:
    message = f"{number.strip()} is no {words}: its check digit does not fit. Copy it again from the licence."
    return Finding(code=f"{field}_wrong", message=message, owner="owner", field=field)
