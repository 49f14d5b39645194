"""What is still open before a visit: questionnaires, the intake form, consents, a safety alert."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from sojourn.core.together import fetch_together
from sojourn.intake.models import ConsentSignature, IntakeForm
from sojourn.intake.queries import missing_among
from sojourn.measures.models import Assignment
from sojourn.measures.queries import OPEN_STATES, open_alerts, wordless
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.rules.lights import BeforeVisit


def forms_open(patients: Iterable[UUID], *, until: datetime) -> dict[UUID, int]:
    """How many questionnaires due by then each of them still has open. One query; who has none is left out."""
    return _counted(_forms_due(list(patients), until))


def before_visits(
    visits: Sequence[Appointment], *, today: date, until: datetime, waiting: Container[UUID] = ()
) -> Mapping[UUID, BeforeVisit]:
    """What is known before each of these visits, by the visit's id. One query, however many.

    ``waiting``: the visits that are on hold.
    """
    patients = sorted({each.patient_id for each in visits})
    forms, alerts = _forms_due(patients, until), open_alerts().filter(patient__in=patients)
    sent = IntakeForm.objects.filter(patient__in=patients, submitted_at__isnull=False)
    signatures = ConsentSignature.objects.filter(patient__in=patients).select_related("withdrawal")
    fetch_together(forms, alerts, sent, signatures)
    counted, alerted = _counted(forms), Counter(each.patient_id for each in alerts)
    known, signed = {each.patient_id for each in sent}, defaultdict(list)
    for signature in signatures:
        signed[signature.patient_id].append(signature)
    return {
        each.pk: BeforeVisit(
            open_forms=counted.get(each.patient_id, 0),
            intake_is_sent=each.patient_id in known,
            unsigned=tuple(one.title for one in missing_among(signed[each.patient_id], each.service, today)),
            open_alerts=alerted[each.patient_id],
            on_hold=each.pk in waiting,
        )
        for each in visits
    }


def _forms_due(patients: Sequence[UUID], until: datetime) -> QuerySet[Any, Any]:
    due = Assignment.objects.filter(patient__in=patients, state__in=OPEN_STATES, due_at__lte=until)
    counted = due.exclude(instrument__in=wordless()).values("patient")
    return counted.annotate(count=Count("pk")).order_by()


def _counted(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, int]:
    return {row["patient"]: row["count"] for row in rows}
