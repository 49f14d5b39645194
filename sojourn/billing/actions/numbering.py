"""Numbers without gaps: given out inside the transaction that uses them, one at a time."""

from __future__ import annotations

from sojourn.billing.models import Numbering
from sojourn.core.holding import hold
from sojourn.people.models import Patient


def next_number(series: str) -> int:
    """The next number of a series. Holds the series' row until the transaction ends, so none is lost or doubled."""
    row, _ = Numbering.objects.select_for_update().get_or_create(series=series, defaults={"last": 0})
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def lock_account(patient: Patient) -> Patient:
    """One change of an account at a time: whoever comes second sees what the first has done."""
    return hold(patient)
