"""Reading the session room: what is ready, what stands in the chart, what is due."""

from sojourn.treatment.queries.chart import (
    Chart,
    board,
    chart_of,
    chart_of_visit,
    doses_of,
    due_vitals,
    group_board,
    last_injection_at,
    session_by_id,
    sessions_of,
)
from sojourn.treatment.queries.readiness import readiness, readiness_before, readiness_facts
from sojourn.treatment.queries.visits import NotFound

__all__ = [
    "Chart",
    "NotFound",
    "board",
    "chart_of",
    "chart_of_visit",
    "doses_of",
    "due_vitals",
    "group_board",
    "last_injection_at",
    "readiness",
    "readiness_before",
    "readiness_facts",
    "session_by_id",
    "sessions_of",
]
