"""Lines that no rule can read, or not to the end: an allergy that is no known drug or names one beside something
unknown, a condition in own words. Never auto-green. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sojourn.core.decisions import Finding, Severity


@dataclass(frozen=True)
class ToldLine:
    """One line as the rules need it: its name through all changes, its words, and what they were read as.

    ``to_the_end``: no word was left over. "Aspirin and ketamin" is read as aspirin, and yet not read.
    """

    origin: str
    words: str
    read_as: tuple[str, ...] = ()
    to_the_end: bool = True

    @property
    def is_read(self) -> bool:
        """Whether the rules saw all of it."""
        return bool(self.read_as) and self.to_the_end


def not_read(problems: Iterable[ToldLine], allergies: Iterable[ToldLine]) -> tuple[Finding, ...]:
    """A finding for each line that nothing was read from, or not all of it."""
    return (
        *(_allergy(line) for line in allergies if not line.is_read),
        *(_problem(line) for line in problems if not line.is_read),
    )


def _allergy(line: ToldLine) -> Finding:
    return Finding(
        code=f"allergy:{line.origin}",
        message=f"Allergy “{line.words}” was {_how_far(line)}, so it is not checked.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Ketalar and Spravato labels, contraindications",
        evidence=f"allergy line “{line.words}” = not checked",
        owner="provider",
    )


def _how_far(line: ToldLine) -> str:
    return f"only read in part ({', '.join(line.read_as)})" if line.read_as else "not recognized"


def _problem(line: ToldLine) -> Finding:
    return Finding(
        code=f"problem:{line.origin}",
        message=f"Problem list, in their own words: “{line.words}”. No rule reads this; a person has to.",
        severity=Severity.DECIDE,
        source="Clinic safety practice",
        evidence=f"problem line “{line.words}”",
        owner="provider",
    )
