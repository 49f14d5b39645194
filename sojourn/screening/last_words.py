"""The last word about each finding: a resolution, or an answer "not cleared" that came after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sojourn.screening.models import ClearanceResult, FindingResolution
from sojourn.screening.resolution_rules import Resolution


def as_resolved(rows: Iterable[FindingResolution]) -> dict[str, Resolution]:
    """The last word per finding code. Whoever was asked and said no has the word until somebody answers that."""
    latest = {row.code: row for row in sorted(rows, key=_last_word)}
    return {code: _told(row) for code, row in latest.items()}


def _last_word(row: FindingResolution) -> tuple[datetime, UUID]:
    asked = getattr(row, "clearance", None)
    result = getattr(asked, "result", None)
    if result is None or result.outcome == ClearanceResult.Outcome.CLEARED:
        return row.at, row.pk
    return max((row.at, row.pk), (result.at, result.pk))


def _told(row: FindingResolution) -> Resolution:
    return Resolution(row.evidence_hash, row.kind, row.reason, str(row.by), row.settles, row=str(row.pk))
