"""A new drug table reads old lines anew: what it no longer recognises is not checked any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.intake.actions.medications import as_read, kept, replaced
from sojourn.intake.models import Medication

REASON = "Read again with a new drug list"


@transaction.atomic
def read_again(*, now: datetime) -> list[Medication]:
    """Replace every standing line that the drug table of today reads in another way. Gives the new lines.

    What a provider named stays named, and what the patient confirmed stays confirmed: nothing they take has changed.
    The interaction check is due again, and a decision that stood on the old reading says so.
    """
    standing = Medication.objects.select_for_update(of=("self",), no_key=True).filter(
        superseded_by__isnull=True, is_taken=True
    )
    lines = list(standing.order_by("at", "id"))
    named, read = _named_by_a_person(lines), cache(as_read)
    changed = [(each, read(each.as_written)) for each in lines if each.pk not in named]
    return [_replace(line, reading, now) for line, reading in changed if not _is_the_same(line, reading)]


def _replace(line: Medication, reading: dict[str, Any], now: datetime) -> Medication:
    new = replaced(line, by=None, now=now, change_reason=REASON, **reading)
    return kept(new, "medication.read_again", f"{line.as_written}: read again with a new drug list")


def _is_the_same(line: Medication, reading: dict[str, Any]) -> bool:
    return (line.ingredients, line.status) == (reading["ingredients"], reading["status"])


def _named_by_a_person(lines: Iterable[Medication]) -> set[UUID]:
    """Lines whose contents a provider named: somewhere before them the same words turned from unread to read."""
    known = Medication.objects.filter(superseded_by__isnull=False).in_bulk()
    return {line.pk for line in lines if _was_named(line, known)}


def _was_named(line: Medication, known: dict[UUID, Medication]) -> bool:
    while line.supersedes_id:
        earlier = known[line.supersedes_id]
        if earlier.as_written != line.as_written:
            return False
        if earlier.status == "not_checked" and line.status == "checked" and line.change_reason != REASON:
            return True
        line = earlier
    return False
