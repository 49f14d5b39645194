"""The lines of a dose. Called where the dose is charted, inside that transaction."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import require
from sojourn.people.models import Patient
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.actions.lines import NEVER_GIVEN, REPLACED, Kind, lock, lock_all, write
from sojourn.pharmacy.models import RegisterEntry, Vial
from sojourn.pharmacy.queries import facts_of


@transaction.atomic
def record_given(
    *,
    vial: Vial,
    mg: Decimal,
    patient: Patient,
    by: User,
    now: datetime,
    dose: UUID | None = None,
    given_at: datetime | None = None,
    instead_of: RegisterEntry | None = None,
) -> RegisterEntry:
    """``mg`` leaves the vial for a patient. ``dose``: the chart's entry; ``given_at``: when, if that was before.

    ``instead_of`` is the line of a dose that was charted wrongly: it is taken back first, whatever vial it was from.
    """
    require(permissions.may_give(by))
    held = lock_all([vial.pk, *([instead_of.vial_id] if instead_of else [])])
    if instead_of:
        _take_back(held[instead_of.vial_id], instead_of, REPLACED, by=by, now=now)
    vial, when = held[vial.pk], given_at or now
    require(rules.may_draw(facts_of(vial), mg, local_day(when)))
    return write(
        vial, Kind.GIVEN, -mg, by=by, now=now, patient=patient, dose=dose, happened_at=_if_other(when, now)
    )


@transaction.atomic
def take_back_given(*, line: RegisterEntry, by: User, now: datetime) -> RegisterEntry:
    """A dose was charted that nobody was given: what the register drew for it is in the vial."""
    require(permissions.may_give(by))
    return _take_back(lock(line.vial), line, NEVER_GIVEN, by=by, now=now)


def _take_back(vial: Vial, line: RegisterEntry, reason: str, *, by: User, now: datetime) -> RegisterEntry:
    """Undo the line of a dose that did not leave this vial, by a line in the other direction."""
    return write(
        vial,
        Kind.GIVEN,
        -line.mg,
        by=by,
        now=now,
        patient=line.patient,
        reason=reason,
        reverses=line,
        dose=line.dose,
        happened_at=line.happened_at,
    )


def _if_other(when: datetime, now: datetime) -> datetime | None:
    return when if when != now else None
