"""What a page of a session tells the tablet, so that it can go on without the server."""

from __future__ import annotations

from typing import Any

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.content.monitoring import Monitoring
from sojourn.scheduling.models import GroupSession
from sojourn.treatment.queries import Chart
from sojourn.treatment.queries.chart import Unanswered


def sheet_of(chart: Chart) -> dict[str, Any]:
    """The library's numbers and what this chart has: when readings are due, what is possible, what is out of band."""
    monitoring = content.library().monitoring
    return {
        **numbers_of(monitoring),
        "doses": [each.isoformat() for each in chart.given_at],
        "taken": sorted({each.point for each in chart.vitals}),
        "zone": clinic.zone_of(chart.session.appointment.room_id).key,
        "over": chart.session.ended_at is not None,
        "emergency": chart.is_emergency,
        "unanswered": [_unanswered(each) for each in chart.unanswered],
    }


def sheet_of_group(group: GroupSession) -> dict[str, Any]:
    """The library's numbers for the board; what each seat has stands in its pod."""
    return {**numbers_of(content.library().monitoring), "zone": clinic.zone_of(group.room_id).key}


def _unanswered(each: Unanswered) -> dict[str, Any]:
    return {"reading": str(each.reading.pk), "urgent": each.is_urgent}


def numbers_of(monitoring: Monitoring) -> dict[str, Any]:
    """The monitoring sheet as the tablet's script reads it."""
    measures = [
        {"code": each.code, "name": each.name, "unit": each.unit, "low": each.low, "high": each.high}
        for each in monitoring.measures
    ]
    bands = [
        {"measure": each.measure, "concern": each.concern, "at_least": each.at_least, "at_most": each.at_most}
        for each in monitoring.bands
    ]
    return {
        "minutes": monitoring.minutes,
        "amber_after": monitoring.amber_after,
        "red_after": monitoring.red_after,
        "measures": measures,
        "bands": bands,
    }
