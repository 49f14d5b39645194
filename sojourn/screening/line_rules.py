"""Lines that no rule can read: an allergy that is no known drug, a condition in own words. Never auto-green. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sojourn.core.decisions import Finding, Severity


@dataclass(frozen=True)
class ToldLine:
    """One line as the rules need it: its name through all changes, its words, and what they were read as."""

    origin: str
    words: str
    read_as: tuple[str, ...] = ()


def not_read(problems: Iterable[ToldLine], allergies: Iterable[ToldLine]) -> tuple[Finding, ...]:
    """A finding for each line that nothing was read from."""
    return (
        *(_allergy(line) for line in allergies if not line.read_as),
        *(_problem(line) for line in problems if not line.read_as),
    )


def _allergy(line: ToldLine) -> Finding:
    return Finding(
        code=f"allergy:{line.origin}",
        message=f"Allergy “{line.words}” was not recognized, so it is not checked.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Ketalar and Spravato labels, contraindications",
        evidence=f"allergy line “{line.words}” = not checked",
        owner="provider",
    )


def _problem(line: ToldLine) -> Finding:
    return Finding(
        code=f"problem:{line.origin}",
        message=f"Problem list, in their own words: “{line.words}”. No rule reads this; a person has to.",
        severity=Severity.DECIDE,
        source="Clinic safety practice",
        evidence=f"problem line “{line.words}”",
        owner="provider",
    )
