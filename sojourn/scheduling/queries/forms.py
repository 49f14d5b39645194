"""What people were asked to fill in before a visit and have not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from sojourn.measures.models import Assignment
from sojourn.measures.queries import OPEN_STATES, wordless


def forms_open(patients: Iterable[UUID], *, until: datetime) -> dict[UUID, int]:
    """How many questionnaires due by then each of them still has open. One query; who has none is left out."""
    due = Assignment.objects.filter(patient__in=list(patients), state__in=OPEN_STATES, due_at__lte=until)
    counted = due.exclude(instrument__in=wordless()).values("patient").annotate(count=Count("pk")).order_by()
    return {row["patient"]: row["count"] for row in counted}
