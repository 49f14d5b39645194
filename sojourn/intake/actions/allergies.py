"""Allergies, line by line. A drug is read by the matcher; what it does not know stays as written, *not checked*."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.core.decisions import require
from sojourn.core.ids import new_id
from sojourn.intake.actions.line_keeping import already_kept, keep, one_line, say_yes, successor
from sojourn.intake.allergy_reading import read_allergy
from sojourn.intake.line_rules import may_name, short_enough
from sojourn.intake.models import Allergy
from sojourn.people.models import Patient

LISTING = "allergies"
_CARRIED = ("as_written", "ingredients", "status", "reaction", "harm")
_LONGEST = {each.name: each.max_length for each in Allergy._meta.fields if each.max_length}


@transaction.atomic
def add_allergy(
    *,
    patient: Patient,
    as_written: str,
    harm: str,
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
    reaction: str = "",
) -> Allergy:
    """Put one allergy on the list as the person wrote it. Sending the same client id again changes nothing."""
    told = {**_as_told(reaction=reaction, harm=harm), **_as_read(as_written)}
    if already := already_kept(Allergy, patient, client_id, told):
        return already
    line = Allergy(id=client_id or new_id(), patient=patient, by=by, at=now, **told)
    say_yes(patient, LISTING, by=by, now=now)
    return keep(line, "allergy.added", f"{line.as_written} added to the allergies")


@transaction.atomic
def change_allergy(
    *, allergy: Allergy, by: User | None, now: datetime, change_reason: str = "", **changes: str
) -> Allergy:
    """Replace a line by one with changes: as_written, reaction or harm."""
    reading = _as_read(changes.pop("as_written")) if "as_written" in changes else {}
    told = _as_told(**changes)
    line = successor(allergy, _CARRIED, by=by, now=now, change_reason=change_reason, **told, **reading)
    return keep(line, "allergy.changed", f"{line.as_written} changed among the allergies")


@transaction.atomic
def remove_allergy(*, allergy: Allergy, by: User | None, now: datetime, reason: str = "") -> Allergy:
    """Take a line off the list; it is kept, and can be put back."""
    line = successor(allergy, _CARRIED, by=by, now=now, is_listed=False, change_reason=reason)
    return keep(line, "allergy.removed", f"{line.as_written} taken off the allergies")


@transaction.atomic
def put_back_allergy(*, allergy: Allergy, by: User | None, now: datetime) -> Allergy:
    """Undo: the line that was taken off stands again."""
    line = successor(allergy, _CARRIED, by=by, now=now)
    say_yes(allergy.patient, LISTING, by=by, now=now)
    return keep(line, "allergy.put_back", f"{line.as_written} put back among the allergies")


def _as_told(**told: str) -> dict[str, str]:
    told = {name: one_line(text) for name, text in told.items()}
    require(short_enough(_LONGEST, told))
    return told


def _as_read(as_written: str) -> dict[str, Any]:
    text = one_line(as_written)
    require(may_name(text, "as_written"))
    require(short_enough(_LONGEST, {"as_written": text}))
    ingredients, status = read_allergy(text, content.library().drugs, content.library().allergies)
    return {"as_written": text, "ingredients": list(ingredients), "status": str(status)}
