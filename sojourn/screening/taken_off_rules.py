"""What was told once and is told no more: a line with a stop at stake that left its list unread. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sojourn.core.decisions import Finding, Severity
from sojourn.screening.reading_rules import TAKEN_OFF

NOT_RECOGNIZED = "not recognized"


@dataclass(frozen=True, kw_only=True)
class Version:
    """A line as it was told at one time. ``stops``: what it may mean; ``by``: whose word it is, "" the patient's.

    ``lately``: the stops among them that count for some time only, and that its day still lets count.
    """

    words: str
    stops: frozenset[str]
    at: datetime
    by: str = ""
    stands: bool = True
    reason: str = ""
    lately: frozenset[str] = frozenset()

    @property
    def held(self) -> frozenset[str]:
        """The stops that it keeps before everybody's eyes; one that is over by its day is another one."""
        dated = {f"{each}, lately" for each in self.lately}
        return self.stops | dated if self.stands else frozenset()

    @property
    def explains(self) -> bool:
        """Staff who correct a line know why; whoever takes one off has to say so."""
        return bool(self.by) and (self.stands or bool(self.reason.strip()))


@dataclass(frozen=True)
class Loss:
    """A stop that one version named and the next does not."""

    before: Version
    after: Version


def taken_off(lines: Mapping[str, Sequence[Version]]) -> tuple[Finding, ...]:
    """A finding for each line (its name through all changes -> its versions in order) that hides a stop."""
    lost = {origin: _losses(versions) for origin, versions in lines.items()}
    return tuple(_finding(origin, losses) for origin, losses in lost.items() if losses)


def _losses(versions: Sequence[Version]) -> list[Loss]:
    """What was lost and did not come back."""
    losses: list[Loss] = []
    for before, after in pairwise(versions):
        losses = [each for each in losses if not each.before.held <= after.held]
        if _hides(before, after) and not after.explains:
            losses.append(Loss(before, after))
    return losses


def _hides(before: Version, after: Version) -> frozenset[str]:
    """What nobody recognized may be written better; taken off, it is hidden."""
    return before.held - after.held - (frozenset({NOT_RECOGNIZED}) if after.stands else frozenset())


def _finding(origin: str, losses: Iterable[Loss]) -> Finding:
    found = tuple(losses)
    return Finding(
        code=f"{TAKEN_OFF}{origin}",
        message=" ".join(map(_sentence, found)),
        severity=Severity.DECIDE,
        at_stake=Severity.STOP,
        source="Clinic safety practice: what was told once is read before a decision",
        evidence="; ".join(f"“{each.before.words}” until {each.after.at:%Y-%m-%d %H:%M}" for each in found),
        owner="provider",
    )


def _sentence(loss: Loss) -> str:
    stops, after = " or ".join(sorted(loss.before.stops)), loss.after
    done = f"Changed to “{after.words}”" if after.stands else "Taken off"
    return (
        f"{done} by {after.by or 'the patient'}: “{loss.before.words}”, which may be a stop ({stops}). "
        f"Reason: {after.reason.strip().rstrip('.') or 'none given'}."
    )
