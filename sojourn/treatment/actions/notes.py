"""Visit notes: drafted, saved, signed; after that only addenda."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.scheduling.models import Appointment
from sojourn.treatment import permissions
from sojourn.treatment.actions.aims import Spoken, keep_aims
from sojourn.treatment.models import Addendum, NoteSignature, VisitNote
from sojourn.treatment.queries.aims import agreed_in, goals_in
from sojourn.treatment.queries.notes import (
    draft_sections,
    names_in_group,
    suggested_diagnoses,
    suggested_times,
)
from sojourn.treatment.rules import notes as rules
from sojourn.treatment.rules.others import names_nobody_else


@transaction.atomic
def draft_note(*, appointment: Appointment, by: User, now: datetime) -> VisitNote:
    """The note of a visit, begun if there is none: a session's writes itself from its chart."""
    if note := VisitNote.objects.filter(appointment=appointment).first():
        return note
    require(permissions.may_write(by))
    started_at, ended_at = suggested_times(appointment)
    kind = rules.kind_of(appointment.service)
    note = VisitNote.objects.create(
        appointment=appointment,
        kind=kind,
        sections=draft_sections(appointment, kind, now),
        diagnoses=suggested_diagnoses(appointment.patient),
        started_at=started_at,
        ended_at=ended_at,
        author=by,
        changed_at=now,
    )
    _audit(note, "note.drafted", f"A note of the {kind} visit was begun.", by, now)
    return note


@transaction.atomic
def refresh_draft(*, note: VisitNote, by: User, now: datetime) -> VisitNote:
    """Write a session's unsigned note anew from its chart."""
    note = _lock(note)
    started_at, ended_at = suggested_times(note.appointment)
    sections = {**note.sections, **draft_sections(note.appointment, note.kind, now)}
    return save_note(
        note=note,
        sections=sections,
        diagnoses=note.diagnoses,
        started_at=started_at,
        ended_at=ended_at,
        by=by,
        now=now,
    )


@transaction.atomic
def save_note(
    *,
    note: VisitNote,
    sections: Mapping[str, str],
    started_at: datetime | None,
    ended_at: datetime | None,
    by: User,
    now: datetime,
    diagnoses: Sequence[str] = (),
) -> VisitNote:
    """Keep the draft. Refused once it is signed."""
    require(permissions.may_write(by))
    note = _lock(note)
    codes = [code.strip().upper() for code in diagnoses if code.strip()]
    require(
        rules.may_save(signed=_is_signed(note), started_at=started_at, ended_at=ended_at, diagnoses=codes)
    )
    known = {section.code for section in rules.HEADINGS[note.kind]}
    note.sections = {code: text.strip() for code, text in sections.items() if code in known}
    note.diagnoses = codes
    note.started_at, note.ended_at, note.changed_at = started_at, ended_at, now
    note.save()
    _audit(note, "note.saved", "The note was saved.", by, now)
    return note


@transaction.atomic
def sign_note(*, note: VisitNote, by: User, now: datetime) -> NoteSignature:
    """Sign: the words are kept with their hash, the minutes are counted, the note is locked."""
    note = _lock(note)
    require(permissions.may_sign(by, note))
    facts = rules.NoteFacts(
        signed=_is_signed(note),
        sections=note.sections,
        started_at=note.started_at,
        ended_at=note.ended_at,
        now=now,
    )
    require(Decision.of(rules.may_sign(facts), _names_another(note, note.sections.values())))
    assert note.started_at and note.ended_at, "a note without times is not signed"
    content = content_of(note)
    signature = NoteSignature.objects.create(
        visit_note=note,
        content=content,
        content_hash=rules.note_hash(content),
        minutes=rules.minutes(note.started_at, note.ended_at),
        by=by,
        at=now,
    )
    _audit(
        note,
        "note.signed",
        f"The note was signed: {signature.minutes} minutes.",
        by,
        now,
        signature.content_hash,
    )
    return signature


@transaction.atomic
def save_and_sign(
    *,
    note: VisitNote,
    sections: Mapping[str, str],
    started_at: datetime | None,
    ended_at: datetime | None,
    by: User,
    now: datetime,
    diagnoses: Sequence[str] = (),
) -> NoteSignature:
    """Keep what was typed last and sign it, both or neither."""
    saved = save_note(
        note=note,
        sections=sections,
        started_at=started_at,
        ended_at=ended_at,
        by=by,
        now=now,
        diagnoses=diagnoses,
    )
    return sign_note(note=saved, by=by, now=now)


@transaction.atomic
def save_visit(
    *,
    note: VisitNote,
    sections: Mapping[str, str],
    started_at: datetime | None,
    ended_at: datetime | None,
    spoken: Spoken,
    sign: bool,
    client_id: UUID,
    by: User,
    now: datetime,
    diagnoses: Sequence[str] = (),
) -> VisitNote:
    """Keep a preparation or integration visit as typed: note, commitments and goals; signed besides when asked."""
    saved = save_note(
        note=note,
        sections=sections,
        started_at=started_at,
        ended_at=ended_at,
        by=by,
        now=now,
        diagnoses=diagnoses,
    )
    keep_aims(appointment=saved.appointment, spoken=spoken, by=by, now=now, client_id=client_id)
    if sign:
        sign_note(note=saved, by=by, now=now)
    return saved


@transaction.atomic
def add_addendum(*, note: VisitNote, text: str, by: User, now: datetime) -> Addendum:
    """Add to a signed note."""
    require(permissions.may_write(by))
    if not text.strip():
        raise refuse("text", "Write what you want to add.", field="text")
    if not _is_signed(_lock(note)):
        raise refuse("draft", "This note is not signed yet; change it itself.", field="text")
    require(Decision.of(_names_another(note, [text])))
    added = Addendum.objects.create(visit_note=note, text=text.strip(), by=by, at=now)
    _audit(note, "note.addendum", "An addendum was written.", by, now)
    return added


def content_of(note: VisitNote) -> dict[str, Any]:
    """What a signature covers: every word, whose it is, and when the visit was."""
    headings = rules.HEADINGS[note.kind]
    return {
        "visit": str(note.appointment_id),
        "patient": str(note.appointment.patient_id),
        "kind": note.kind,
        "sections": [
            *([each.heading, note.sections.get(each.code, "")] for each in headings),
            *([heading, text] for heading, text in aims_of(note) if text),
        ],
        "diagnoses": list(note.diagnoses),
        "started_at": note.started_at.isoformat() if note.started_at else None,
        "ended_at": note.ended_at.isoformat() if note.ended_at else None,
        "author": str(note.author),
    }


def words_of(note: VisitNote) -> list[tuple[str, str]]:
    """Heading and text: as signed, word for word; of a draft as they stand."""
    signature = getattr(note, "signature", None)
    content = signature.content if signature else content_of(note)
    return [(heading, text) for heading, text in content["sections"]]


def aims_of(note: VisitNote) -> tuple[tuple[str, str], ...]:
    """What was agreed and how goals stood in this visit, under the headings a signed note has for them."""
    if note.kind not in rules.WITH_AIMS:
        return ()
    visit = note.appointment
    return (
        ("Agreed in this visit", agreed_in(visit, local_day(visit.starts_at))),
        ("Goals", goals_in(visit)),
    )


def _lock(note: VisitNote) -> VisitNote:
    locked = VisitNote.objects.select_for_update(of=("self",))
    return locked.select_related("appointment__staff", "appointment__patient", "author").get(pk=note.pk)


def _names_another(note: VisitNote, texts: Iterable[str]) -> Finding | None:
    if note.appointment.group_id is None:
        return None
    others, known = names_in_group(note.appointment)
    return names_nobody_else(texts, others, known=known)


def _is_signed(note: VisitNote) -> bool:
    return NoteSignature.objects.filter(visit_note=note).exists()


def _audit(note: VisitNote, kind: str, sentence: str, by: User, now: datetime, digest: str = "") -> None:
    data = {"hash": digest} if digest else None
    record(kind, sentence, by=by, now=now, subject=note, patient_id=note.appointment.patient_id, data=data)
