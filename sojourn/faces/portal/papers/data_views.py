"""The whole record, to take away: for people, and for machines."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as audit
from sojourn.faces.portal.record import own_record
from sojourn.people.models import Patient
from sojourn.timeline.queries import entries_of, whole_record


@needs(Permission.USE_PORTAL)
def my_data(request: HttpRequest) -> HttpResponse:
    """What we keep, and how to take it along."""
    patient = own_record(request, timezone.now(), "my data")
    return render(request, "portal/papers/my_data.html", {"patient": patient})


@needs(Permission.USE_PORTAL)
def as_json(request: HttpRequest) -> HttpResponse:
    """The record as data."""
    now = timezone.now()
    patient = own_record(request, now, "download of the whole record")
    _note(request, patient, "as data", now)
    return _download(_as_text(whole_record(patient)), "application/json", patient, "json")


@needs(Permission.USE_PORTAL)
def as_zip(request: HttpRequest) -> HttpResponse:
    """A page to read offline, and the data beside it."""
    now = timezone.now()
    patient = own_record(request, now, "download of the whole record")
    _note(request, patient, "to read and as data", now)
    record = whole_record(patient)
    page = render_to_string(
        "portal/papers/record.html",
        {"patient": patient, "record": record, "entries": entries_of(patient), "now": now},
    )
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        packed.writestr("my-record.html", page)
        packed.writestr("my-record.json", _as_text(record))
    return _download(made.getvalue(), "application/zip", patient, "zip")


def _as_text(record: dict[str, Any]) -> str:
    return json.dumps(record, indent=2, ensure_ascii=False, default=str)


def _note(request: HttpRequest, patient: Patient, how: str, now: datetime) -> None:
    audit.record(
        "record.downloaded",
        f"{patient} downloaded their whole record {how}",
        by=request.user,
        now=now,
        subject=patient,
        patient_id=patient.pk,
    )


def _download(body: str | bytes, kind: str, patient: Patient, ending: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="my-record-{patient.record_number}.{ending}"'
    return response
