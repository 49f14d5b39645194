"""Lines of medication lists that nobody has read to the end and nobody has dealt with, over all patients."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sojourn.core.together import fetch_together
from sojourn.intake.models import Medication
from sojourn.screening.models import FindingResolution
from sojourn.screening.resolution_rules import INTERACTION


def unchecked_lines() -> list[Medication]:
    """What is taken, was not read, and waits for a word; the oldest first. One query.

    A line that a provider settled since it was written stays "not checked" in the chart, and waits no more.
    """
    lines = Medication.objects.filter(status="not_checked", is_taken=True, superseded_by__isnull=True)
    whose = lines.values("patient")
    words = FindingResolution.objects.filter(patient__in=whose, code__startswith=INTERACTION)
    earlier = Medication.objects.filter(patient__in=whose)
    lines, words = lines.select_related("patient").order_by("at"), words.select_related("clearance__result")
    before, said = earlier.values_list("pk", "supersedes"), words.order_by("at", "id")
    fetch_together(lines, said, before)
    latest = {each.code: each for each in said}
    return [each for each in lines if not _is_settled(each, latest, dict(before))]


def _is_settled(
    line: Medication, latest: Mapping[str, FindingResolution], before: Mapping[UUID, UUID | None]
) -> bool:
    """A change of the line asks anew."""
    word = latest.get(f"{INTERACTION}{_origin(line.pk, before)}")
    return word is not None and word.settles and word.at >= line.at


def _origin(line: UUID, before: Mapping[UUID, UUID | None]) -> UUID:
    while earlier := before.get(line):
        line = earlier
    return line
