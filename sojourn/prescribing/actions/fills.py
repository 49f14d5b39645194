"""What a pharmacy dispensed: written down, and corrected by a row that supersedes the wrong one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.prescribing import permissions, queries, rules
from sojourn.prescribing.models import Prescription, PrescriptionFill, PrescriptionVoid


@transaction.atomic
def record_fill(
    *,
    prescription: Prescription,
    filled_on: date,
    pharmacy: str = "",
    reason: str = "",
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> PrescriptionFill:
    """Write down that a pharmacy dispensed on it. At most its refills, and none after it has run out.

    ``reason``: why it was filled before the patient's last fill is used; see :func:`rules.check_early`.
    """
    require(permissions.may_record_fill(by))
    prescription = _hold(prescription)
    said = {"filled_on": filled_on, "pharmacy": pharmacy.strip(), "reason": reason.strip()}
    if stored := _stored(prescription, client_id):
        return kept_before(stored, said)
    _check_dispensed(prescription)
    last = queries.last_rows(prescription.fills.all())
    allowed = _may_fill(prescription, filled_on, now, fills_so_far=len(queries.standing(last)))
    require(Decision.of(allowed, _in_time(prescription, filled_on, reason, by=by)))
    free = next((each for each in last if each.withdrawn), None)
    fill = PrescriptionFill.objects.create(
        pk=client_id or new_id(),
        prescription=prescription,
        number=free.number if free else len(last),
        supersedes=free,
        by=by,
        at=now,
        **said,
    )
    _record("prescription.filled", fill, _which(fill), by=by, now=now)
    return fill


@transaction.atomic
def correct_fill(
    *,
    fill: PrescriptionFill,
    filled_on: date,
    pharmacy: str = "",
    withdrawn: bool = False,
    reason: str,
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> PrescriptionFill:
    """Supersede a wrong row by the right one, or by one that says nothing was dispensed (``withdrawn``)."""
    require(permissions.may_record_fill(by))
    prescription = _hold(fill.prescription)
    said = {
        "filled_on": fill.filled_on if withdrawn else filled_on,
        "pharmacy": fill.pharmacy if withdrawn else pharmacy.strip(),
        "withdrawn": withdrawn,
        "reason": reason.strip(),
        "supersedes": fill,
    }
    if stored := _stored(prescription, client_id):
        return kept_before(stored, said)
    rows = list(prescription.fills.all())
    if fill not in queries.standing(rows):
        raise refuse(
            "corrected", "This fill was corrected already. Open the plan again to see how it stands."
        )
    if not reason.strip():
        raise refuse("reason_missing", "Say what was wrong.", field="reason")
    if not withdrawn:
        others = len(queries.standing(rows)) - 1
        allowed = _may_fill(prescription, filled_on, now, fills_so_far=others)
        require(Decision.of(allowed, _in_time(prescription, filled_on, reason, by=by, wrong=fill)))
    right = PrescriptionFill.objects.create(
        pk=client_id or new_id(),
        prescription=prescription,
        number=fill.number,
        by=by,
        at=now,
        **said,
    )
    done = "taken back" if withdrawn else "corrected"
    _record("prescription.fill_corrected", right, f"{_which(right)} {done}", by=by, now=now)
    return right


def _hold(prescription: Prescription) -> Prescription:
    """With the patient's row: fills of two prescriptions count together."""
    hold(prescription.patient)
    return hold(prescription)


def _stored(prescription: Prescription, client_id: UUID | None) -> PrescriptionFill | None:
    return prescription.fills.filter(pk=client_id).first() if client_id else None


def _check_dispensed(prescription: Prescription) -> None:
    if prescription.setting == Prescription.Setting.OFFICE:
        raise refuse("office", "Given from stock: its doses stand in the register, and no pharmacy fills it.")
    if PrescriptionVoid.objects.filter(prescription=prescription).exists():
        raise refuse("already_void", "This prescription is void; nothing is filled on it.")


def _may_fill(prescription: Prescription, on: date, now: datetime, *, fills_so_far: int) -> Decision:
    if on > clinic.local_day(now):
        raise refuse("filled_later", "A fill cannot lie in the future.", field="filled_on")
    return rules.may_fill(
        issued_on=prescription.issued_on,
        on=on,
        fills_so_far=fills_so_far,
        refills=prescription.refills,
        expires_on=prescription.expires_on,
    )


def _in_time(
    prescription: Prescription, on: date, reason: str, *, by: User, wrong: PrescriptionFill | None = None
) -> Decision:
    """Held against every fill of every prescription of the patient."""
    others = queries.dispensed(
        queries.prescriptions_of(prescription.patient), but=wrong.pk if wrong else None
    )
    new = rules.Dispensed(on, queries.days_of_a_fill(prescription))
    return rules.check_early(
        days=rules.days_early(others, new),
        limits=content.library().dosing.quantities.early_fill,
        reason=reason,
        by_prescriber=by.may(Permission.PRESCRIBE),
    )


def _which(fill: PrescriptionFill) -> str:
    return f"refill {fill.number}" if fill.number else "first fill"


def _record(kind: str, fill: PrescriptionFill, words: str, *, by: User, now: datetime) -> None:
    prescription = fill.prescription
    audit.record(
        kind,
        f"{prescription.drug}: {words}",
        by=by,
        now=now,
        subject=prescription,
        patient_id=prescription.patient_id,
        reason=fill.reason,
    )
