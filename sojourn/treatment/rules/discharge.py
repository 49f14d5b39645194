"""May this patient go home? Each criterion met, or gone past by a clinician with a reason; never alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sojourn.content.discharge import Criterion
from sojourn.core.decisions import Decision, Finding
from sojourn.treatment.rules.freshness import Freshness, freshness


@dataclass(frozen=True, kw_only=True)
class DischargeFacts:
    """``met`` (ticked) and ``overrides`` (reasons) are by the criterion's code, ``read_at`` by the measure's."""

    now: datetime
    started: bool
    already: bool
    in_recovery: bool
    last_dose_at: datetime | None
    minimum_minutes: int
    criteria: tuple[Criterion, ...]
    met: Mapping[str, bool]
    overrides: Mapping[str, str]
    escort_name: str
    read_at: Mapping[str, datetime]
    fresh_minutes: int
    medicine_held: bool = False
    entries_waiting: int = 0

    @property
    def earliest(self) -> datetime | None:
        """When the time since the last dose has passed; None when nothing was given."""
        return self.last_dose_at + timedelta(minutes=self.minimum_minutes) if self.last_dose_at else None

    def freshness(self, criterion: Criterion) -> Freshness | None:
        """How fresh the readings of a criterion are; None when it stands on none."""
        return freshness(criterion, self.read_at, self.fresh_minutes, self.now)

    def is_met(self, criterion: Criterion) -> bool:
        """Ticked, and no reading it stands on is old or missing."""
        fresh = self.freshness(criterion)
        return bool(self.met.get(criterion.code)) and (fresh is None or fresh.is_fresh)


def may_go_home(facts: DischargeFacts) -> Decision:
    """Every reason against going home now."""
    return Decision.of(
        _running(facts),
        _too_early(facts),
        *(_open(criterion, facts) for criterion in facts.criteria),
        None if facts.escort_name.strip() else _alone(),
        _own_medicine() if facts.medicine_held else None,
        _waiting() if facts.entries_waiting else None,
    )


def _running(facts: DischargeFacts) -> Finding | None:
    if facts.already:
        return Finding(code="over", message="They have gone home already.")
    if not facts.started:
        return Finding(code="not_started", message="This session has not begun.")
    return None if facts.in_recovery else Finding(code="phase", message="Move on to recovery first.")


def _too_early(facts: DischargeFacts) -> Finding | None:
    if facts.earliest is None or facts.now >= facts.earliest:
        return None
    wait = -((facts.now - facts.earliest) // timedelta(minutes=1))
    return Finding(
        code="too_early",
        message=f"Home from {facts.minimum_minutes} minutes after the last dose: {wait} more "
        f"{'minute' if wait == 1 else 'minutes'}.",
    )


def _open(criterion: Criterion, facts: DischargeFacts) -> Finding | None:
    if facts.is_met(criterion) or facts.overrides.get(criterion.code, "").strip():
        return None
    fresh = facts.freshness(criterion)
    act = "Tick it" if fresh is None or fresh.is_fresh else f"{fresh.sentence} Read again and tick it"
    message = f"Not yet: {criterion.sentence.rstrip('.')}. {act}, or say why they may go without it."
    return Finding(code=criterion.code, field=criterion.code, message=message)


def _alone() -> Finding:
    return Finding(
        code="escort",
        field="escort_name",
        message="Nobody leaves alone. Write who is here to take them home.",
    )


def _waiting() -> Finding:
    return Finding(
        code="entries_waiting",
        message="An entry from a tablet still waits, it may be a dose. Put it right or set it aside first.",
    )


def _own_medicine() -> Finding:
    return Finding(
        code="custody",
        message="Some of their own medicine is still in the box. Give it back before they leave.",
    )
