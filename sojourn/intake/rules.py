"""Pure rules about what was told and signed."""

from __future__ import annotations

from datetime import date


def consent_is_current(
    *, signed: tuple[str, str], wanted: tuple[str, str], expires_on: date | None, withdrawn: bool, today: date
) -> bool:
    """True when this signature covers this document: same id and version, not withdrawn, not expired."""
    in_date = expires_on is None or today <= expires_on
    return signed == wanted and in_date and not withdrawn


def same_name(written: str, legal_name: str) -> bool:
    """A typed signature is the person's own name, give or take capitals and spaces."""
    return " ".join(written.lower().split()) == " ".join(legal_name.lower().split())
