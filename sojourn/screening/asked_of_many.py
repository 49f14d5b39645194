"""The same questions about many patients as about one, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.core.together import fetch_together
from sojourn.intake.models import (
    Allergy,
    IntakeAnswer,
    IntakeForm,
    ListConfirmation,
    Medication,
    Problem,
    Reading,
)
from sojourn.measures.models import Assignment, SafetyAlert, Score
from sojourn.measures.queries import LIVE_ALERTS
from sojourn.people.models import Contact, Patient
from sojourn.screening.asked import Asked, every_warning
from sojourn.screening.models import DecisionCondition, EligibilityDecision, FindingResolution

_Rows = dict[UUID, list[Any]]


def about_each(patients: Sequence[Patient]) -> dict[UUID, Asked]:
    """What :meth:`Asked.about` asks of each of them, already answered."""
    asked = {each.pk: each for each in patients}
    found = _questions(list(asked))
    fetch_together(*found.values())
    rows = {name: _by_patient(name, queryset) for name, queryset in found.items()}
    owners = {each.pk: each.patient_id for each in found["decisions"]}
    rows["warnings"] = _grouped((each.letter.patient_id, each) for each in found["warnings"])
    rows["conditions"] = _grouped((owners[each.decision_id], each) for each in found["conditions"])
    return {
        pk: Asked(**{each.name: _answered(found[each.name], rows[each.name][pk]) for each in fields(Asked)})
        for pk in asked
    }


def _questions(patients: list[UUID]) -> dict[str, QuerySet[Any, Any]]:
    """In the order of :class:`Asked`; what is no model's row begins with its patient."""
    theirs = {"patient__in": patients}
    items = Assignment.objects.filter(**theirs, state=Assignment.State.SUBMITTED)
    return {
        "lines": Medication.objects.filter(**theirs).select_related("set_aside").order_by("as_written", "id"),
        "confirmations": ListConfirmation.objects.filter(**theirs).order_by("-at"),
        "readings": Reading.objects.filter(**theirs).select_related("by").order_by("-taken_at", "-at", "-id"),
        "alerts": SafetyAlert.objects.filter(**theirs, state__in=LIVE_ALERTS).order_by("raised_at"),
        "problems": Problem.objects.filter(**theirs).select_related("by").order_by("at", "id"),
        "allergies": Allergy.objects.filter(**theirs).select_related("by").order_by("at", "id"),
        "said": IntakeAnswer.objects.filter(form__patient__in=patients)
        .order_by("at", "id")
        .values_list("form__patient", "key", "value", "at"),
        "forms": IntakeForm.objects.filter(**theirs).order_by("opened_at"),
        "items": items.order_by("submitted_at", "id", "answers__at", "answers__id").values_list(
            "patient", "instrument", "id", "answers__item", "answers__value"
        ),
        "scores": Score.objects.filter(**theirs).order_by("at", "id"),
        "resolutions": FindingResolution.objects.filter(**theirs)
        .select_related("by", "clearance__result")
        .order_by("at", "id"),
        "decisions": EligibilityDecision.objects.filter(**theirs).select_related("by").order_by("-at", "-id"),
        "conditions": DecisionCondition.objects.filter(decision__patient__in=patients)
        .select_related("clearance__result")
        .order_by("decision", "position"),
        "escorts": Contact.objects.filter(**theirs, kind=Contact.Kind.ESCORT).order_by("pk"),
        "warnings": every_warning().filter(letter__patient__in=patients),
    }


def _by_patient(name: str, queryset: QuerySet[Any, Any]) -> _Rows:
    if name in ("said", "items"):
        return _grouped((patient, tuple(rest)) for patient, *rest in queryset)
    return _grouped((getattr(each, "patient_id", None), each) for each in queryset)


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> _Rows:
    found: _Rows = defaultdict(list)
    for patient, row in pairs:
        found[patient].append(row)
    return found


def _answered(queryset: QuerySet[Any, Any], rows: list[Any]) -> QuerySet[Any, Any]:
    """A queryset that was asked already and found these rows."""
    found = queryset.none()
    found._result_cache = rows
    return found
