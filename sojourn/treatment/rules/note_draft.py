"""A session's note as its chart writes it, in the order that is usual in the field. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sojourn.treatment.rules.note_layout import row_of

MONITORING = ("Time", "After dose", "BP", "Heart", "SpO₂", "Breaths", "MOAA/S", "Nausea")
NOTHING_FELT = "No side effect was charted."


@dataclass(frozen=True, kw_only=True)
class ChartFacts:
    """What the record and the live chart know, as sentences with their clock times where they have one."""

    identification: Sequence[str] = ()
    indication: Sequence[str] = ()
    readiness: Sequence[str] = ()
    medicines: Sequence[str] = ()
    intention: str = ""
    arrival: Sequence[str] = ()
    doses: Sequence[str] = ()
    readings: Sequence[Sequence[str]] = ()
    effects: Sequence[str] = ()
    course: Sequence[str] = ()
    words: Sequence[str] = ()
    discharge: Sequence[str] = ()
    plan: Sequence[str] = ()


def draft_from(chart: ChartFacts) -> dict[str, str]:
    """The sections of a session's note; the clinician edits and signs."""
    return {
        "identification": "\n".join(chart.identification),
        "indication": "\n".join(chart.indication),
        "readiness": "\n".join(chart.readiness),
        "medicines": "\n".join(chart.medicines),
        "before": "\n".join([*_intention(chart), *chart.arrival]),
        "doses": "\n".join(chart.doses),
        "monitoring": _table(chart.readings),
        "effects": "\n".join(chart.effects) or (NOTHING_FELT if chart.doses else ""),
        "course": "\n".join(chart.course),
        "words": "\n".join(chart.words),
        "after": "\n".join(chart.discharge),
        "plan": "\n".join(chart.plan),
    }


def _intention(chart: ChartFacts) -> list[str]:
    return [f"Intention: {chart.intention}"] if chart.intention else []


def _table(readings: Sequence[Sequence[str]]) -> str:
    """Without a reading there is no table, and no empty head of one."""
    return "\n".join(row_of(each) for each in (MONITORING, *readings)) if readings else ""
