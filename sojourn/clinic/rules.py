"""Pure rules about the people who work here."""

from __future__ import annotations

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


def _wrong(field: str, words: str, number: str) -> Finding:
    message = f"{number.strip()} is no {words}: its check digit does not fit. Copy it again from the licence."
    return Finding(code=f"{field}_wrong", message=message, owner="owner", field=field)
