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


def allergy_words(ketamine: str | None, others: str | None, listed: str | None) -> str:
    """Allergies for the chart's header: what was named, "none known", or "" when not all of it was answered."""
    named = (["ketamine"] if ketamine == "yes" else []) + (
        [listed or "see intake"] if others == "yes" else []
    )
    if named:
        return ", ".join(named)
    return "none known" if ketamine == "no" and others == "no" else ""
