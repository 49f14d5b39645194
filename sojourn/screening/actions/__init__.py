"""Keeping a check, settling findings, asking others, deciding."""

from sojourn.screening.actions.clearances import record_clearance_result
from sojourn.screening.actions.deciding import check_interactions, decide, resolve_finding
from sojourn.screening.actions.letters import record_answer, write_to_prescriber
from sojourn.screening.actions.reading import read_intake

__all__ = [
    "check_interactions",
    "decide",
    "read_intake",
    "record_answer",
    "record_clearance_result",
    "resolve_finding",
    "write_to_prescriber",
]
