"""What keeping a line of any list shares: medicines, problems, allergies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import refuse
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.intake.models import IntakeAnswer, IntakeForm
from sojourn.people.models import Patient

_READ_IN_IT = frozenset({"ingredients", "status", "code"})
"""What the library of the day made of the words, and a later one may make otherwise."""


def successor(line: Any, carried: Iterable[str], *, by: User | None, now: datetime, **changes: Any) -> Any:
    """The line that takes the place of another; refused when somebody changed that one meanwhile."""
    hold(line)
    if type(line).objects.filter(supersedes=line).exists():
        raise refuse("line_changed", "This line has been changed meanwhile. Please look at the list again.")
    told = {name: getattr(line, name) for name in carried}
    return type(line)(patient_id=line.patient_id, supersedes=line, by=by, at=now, **{**told, **changes})


def keep(line: Any, kind: str, sentence: str, **data: Any) -> Any:
    """Write the line and its place in the trail; ``data`` is what else the trail holds of it."""
    line.save()
    audit.record(
        kind,
        sentence,
        by=line.by,
        now=line.at,
        subject=line,
        patient_id=line.patient_id,
        reason=line.change_reason,
        data=data,
    )
    return line


def already_kept(model: Any, patient: Patient, client_id: UUID | None, told: Mapping[str, Any]) -> Any:
    """The line a browser has sent before, or is sending at this moment a second time; refused when it says others."""
    if client_id is None:
        return None
    hold(patient)
    known = model.objects.filter(pk=client_id, patient=patient).first()
    written = {name: text for name, text in told.items() if name not in _READ_IN_IT}
    return known and kept_before(known, written)


def say_yes(patient: Patient, listing: str, *, by: User | None, now: datetime) -> None:
    """A line answers the question before its list with yes, so that "none" and a line never stand together."""
    sheet = content.library().intake_form
    form, _ = IntakeForm.objects.get_or_create(
        patient=patient, defaults={"version": str(sheet.version), "opened_at": now}
    )
    hold(form)
    key = sheet.question_before(listing)
    latest = form.answers.filter(key=key).order_by("at", "id").last()
    if latest is None or latest.value != "yes":
        IntakeAnswer.objects.create(id=new_id(), form=form, key=key, value="yes", at=now, by=by)


def one_line(text: str) -> str:
    """Without line breaks and doubled spaces."""
    return " ".join(text.split())
