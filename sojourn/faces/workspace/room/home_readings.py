"""What the readings say before somebody goes home: how old they are, and which the schedule asked for in vain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sojourn import content
from sojourn.treatment import queries
from sojourn.treatment.queries.home import last_read_at
from sojourn.treatment.rules.freshness import Freshness, freshness, not_taken, spoken_age, whole_minutes
from sojourn.treatment.rules.schedule import DuePoint


@dataclass(frozen=True)
class HomeReadings:
    """What stands above the list, and beside each criterion that readings belong to."""

    last_age: str
    """How long ago anything was read; empty when nothing was."""
    not_taken: tuple[DuePoint, ...]
    by_criterion: dict[str, Freshness]

    def untaken(self, code: str) -> str:
        """Names of the measures a criterion stands on that were never read."""
        sheet = content.library().monitoring
        return ", ".join(sheet.measure(each).name for each in self.by_criterion[code].untaken)


def home_readings(chart: queries.Chart, now: datetime) -> HomeReadings:
    """By the chart as it stands."""
    sheet, read_at = content.library().discharge, last_read_at(chart.vitals)
    judged = {each.code: freshness(each, read_at, sheet.fresh_minutes, now) for each in sheet.criteria}
    return HomeReadings(
        last_age=spoken_age(whole_minutes(now - chart.latest.observed_at)) if chart.latest else "",
        not_taken=not_taken(chart.points),
        by_criterion={code: fresh for code, fresh in judged.items() if fresh},
    )
