"""The medication list. Every change is a new line; what was not recognised stays as written and *not checked*."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.intake.actions.line_keeping import already_kept, keep, successor
from sojourn.intake.beside_the_name import still_named
from sojourn.intake.list_seen_rules import as_was_seen
from sojourn.intake.matching import MedicationReading, as_kept
from sojourn.intake.models import ListConfirmation, Medication, MedicationSetAside
from sojourn.intake.queries import SAID, line_reading, medications_of
from sojourn.people.models import CareTeamMember, Patient

NOT_CHECKED = "not_checked"
CHECKED = "checked"


@transaction.atomic
def add_medication(
    *,
    patient: Patient,
    as_written: str,
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
    dose: str = "",
    frequency: str = "",
    last_taken_at: datetime | None = None,
    prescriber: str = "",
    prescribed_by: CareTeamMember | None = None,
    reason: str = "",
) -> Medication:
    """Put one medicine on the list as the person wrote it. Sending the same client id again changes nothing."""
    told = {
        "last_taken_at": last_taken_at,
        "prescriber": prescriber,
        "prescribed_by": _of_the_team(patient.pk, prescribed_by),
        **as_read(as_written, dose=dose, frequency=frequency, reason=reason),
    }
    if already := already_kept(Medication, patient, client_id, told):
        return already
    _refuse_the_future(last_taken_at, now)
    line = Medication(id=client_id or new_id(), patient=patient, at=now, by=by, **told)
    return kept(line, "medication.added", f"{line.as_written} added to the medication list")


@transaction.atomic
def change_medication(
    *, medication: Medication, by: User | None, now: datetime, change_reason: str = "", **changes: Any
) -> Medication:
    """Replace a line by one with changes: dose, frequency, last_taken_at, prescriber, prescribed_by, reason or
    as_written."""
    _refuse_the_future(changes.get("last_taken_at"), now)
    _of_the_team(medication.patient_id, changes.get("prescribed_by"))
    changes |= _read_with(medication, changes)
    line = replaced(medication, by=by, now=now, change_reason=change_reason, **changes)
    return kept(line, "medication.changed", f"{line.as_written} changed")


@transaction.atomic
def stop_medication(
    *,
    medication: Medication,
    reason: str,
    by: User | None,
    now: datetime,
    last_taken_at: datetime | None = None,
) -> Medication:
    """The person no longer takes it; the line is kept, with the reason, and counts in the check for some days more.

    Without ``last_taken_at`` it counts as taken until now.
    """
    _refuse_the_future(last_taken_at, now)
    line = replaced(
        medication, by=by, now=now, is_taken=False, change_reason=reason, last_taken_at=last_taken_at
    )
    return kept(line, "medication.stopped", f"{line.as_written} no longer taken")


@transaction.atomic
def set_aside_medication(
    *, medication: Medication, reason: str, by: User, now: datetime
) -> MedicationSetAside:
    """The clinic says that a line which is off the list was never taken; from then on it no longer counts."""
    hold(medication)
    if any(each.pk == medication.pk for each in medications_of(medication.patient)):
        raise refuse("still_taken", "This still stands on the list. Take it off first.")
    if MedicationSetAside.objects.filter(medication=medication).exists():
        raise refuse("set_aside_already", "Somebody has said so already.")
    if not reason.strip():
        raise refuse("reason_missing", "Say how you know that it was never taken.", field="reason")
    kept_as = MedicationSetAside.objects.create(medication=medication, reason=reason.strip(), by=by, at=now)
    audit.record(
        "medication.set_aside",
        f"{medication.as_written} was never taken",
        by=by,
        now=now,
        subject=kept_as,
        patient_id=medication.patient_id,
        reason=kept_as.reason,
    )
    return kept_as


@transaction.atomic
def name_ingredients(
    *, medication: Medication, ingredients: list[str], reason: str, by: User, now: datetime
) -> Medication:
    """A provider says what else an unrecognised medicine contains; each name must be in the drug table.

    What was read stays: a second drug that nobody recognised does not take the first one away.
    """
    _refuse_the_checked(medication)
    table = content.library().drugs
    unknown = [each for each in ingredients if each not in table.ingredients]
    if unknown or not ingredients:
        raise refuse(
            "ingredient_unknown",
            "Choose ingredients from the list; none of the others can be checked.",
            field="ingredients",
        )
    every = list(dict.fromkeys([*medication.ingredients, *ingredients]))
    line = replaced(medication, by=by, now=now, ingredients=every, status=CHECKED, change_reason=reason)
    return kept(line, "medication.identified", f"{line.as_written} identified as {', '.join(every)}")


@transaction.atomic
def confirm_list(
    *, patient: Patient, by: User | None, now: datetime, seen: Collection[str] | None = None
) -> ListConfirmation:
    """The person says: this is all I take. An empty list alone would say nothing.

    ``seen``: the ids of the lines their page showed. What was never shown is not confirmed; None where no page was.
    """
    patient = hold(patient)
    if seen is not None:
        require(as_was_seen(_lines_seen(patient, seen), medications_of(patient)))
    confirmation = ListConfirmation.objects.create(patient=patient, by=by, at=now)
    audit.record(
        "medication.list_confirmed",
        "Medication list confirmed as complete",
        by=by,
        now=now,
        subject=confirmation,
        patient_id=patient.pk,
    )
    return confirmation


def _lines_seen(patient: Patient, seen: Collection[str]) -> list[Medication]:
    """Also lines that were replaced since: the same words in a newer line are nothing new."""
    return [each for each in patient.medications.all() if str(each.pk) in seen]


def as_read(as_written: str, **fields: str) -> dict[str, Any]:
    """The text with single spaces, the fields beside it, and what the drug table of today makes of all of them."""
    text = " ".join(as_written.split())
    if not text:
        raise refuse("medication_empty", "Write the name of the medicine.", field="as_written")
    return {"as_written": text, **fields, **_stored(line_reading(text, **fields))}


def _read_with(medication: Medication, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The line as read with these changes; under the same name what a provider named in it stays named."""
    before = {name: getattr(medication, name) for name in SAID}
    told = before | {name: changes[name] for name in SAID if name in changes}
    if told == before:
        return {}
    now = as_read(**told)
    if now["as_written"] != medication.as_written:
        return now
    found = _stored(still_named(_as_it_stood(medication), line_reading(**before), line_reading(**told)))
    if set(found["ingredients"]) == set(medication.ingredients):
        found["ingredients"] = medication.ingredients
    return now | found


def _as_it_stood(line: Medication) -> MedicationReading:
    return as_kept(line.as_written, line.ingredients, line.status, content.library().drugs)


def _stored(reading: MedicationReading) -> dict[str, Any]:
    return {"ingredients": list(reading.ingredients), "status": str(reading.status)}


def _refuse_the_checked(medication: Medication) -> None:
    if medication.status == CHECKED:
        raise refuse(
            "already_checked",
            f"This is checked as {', '.join(medication.ingredients)} already. If that is wrong, change what is "
            "written on the list, or take it off.",
            field="ingredients",
        )


def _refuse_the_future(last_taken_at: datetime | None, now: datetime) -> None:
    if last_taken_at and last_taken_at > now:
        raise refuse("taken_in_the_future", "The last dose cannot lie in the future.", field="last_taken_at")


_CARRIED = (
    "as_written",
    "ingredients",
    "status",
    "dose",
    "frequency",
    "last_taken_at",
    "prescriber",
    "prescribed_by",
    "reason",
)


def _of_the_team(patient_id: UUID, member: CareTeamMember | None) -> CareTeamMember | None:
    if member and member.patient_id != patient_id:
        raise refuse(
            "not_in_the_team", "This clinician is not in the patient’s care team.", field="prescribed_by"
        )
    return member


def replaced(medication: Medication, *, by: User | None, now: datetime, **changes: Any) -> Medication:
    """The line that replaces this one; refused when another already did."""
    line: Medication = successor(medication, _CARRIED, by=by, now=now, **changes)
    return line


def kept(line: Medication, kind: str, sentence: str) -> Medication:
    """Store a line and tell the trail, with what was read in it."""
    keep(line, kind, sentence, ingredients=line.ingredients, status=line.status)
    return line
