"""All that the readiness list is made of, asked of the database in one statement; the screening asks its own."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.core.together import fetch_together
from sojourn.intake import queries as intake
from sojourn.intake.models import ConsentSignature, ListConfirmation
from sojourn.measures import queries as measures
from sojourn.measures.models import SafetyAlert
from sojourn.people.models import BodyWeight
from sojourn.pharmacy import queries as pharmacy
from sojourn.pharmacy.models import OwnMedicine
from sojourn.prescribing import queries as prescribing
from sojourn.prescribing.models import DoseOrder, Prescription
from sojourn.scheduling.models import Appointment
from sojourn.screening.models import InteractionCheck
from sojourn.treatment.models import DoseGiven, ReadinessAnswer, ReadinessOverride, Session, VitalSigns
from sojourn.treatment.models.chart import STANDS


@dataclass(frozen=True)
class Asked:
    """The rows about one visit; each a queryset that is not evaluated before :meth:`together`."""

    weights: QuerySet[BodyWeight]
    orders: QuerySet[DoseOrder]
    prescriptions: QuerySet[Prescription]
    signatures: QuerySet[ConsentSignature]
    confirmations: QuerySet[ListConfirmation]
    checks: QuerySet[InteractionCheck]
    alerts: QuerySet[SafetyAlert]
    own_medicine: QuerySet[OwnMedicine]
    doses: QuerySet[DoseGiven, tuple[UUID, datetime]]
    vitals: QuerySet[VitalSigns]
    answers: QuerySet[ReadinessAnswer]
    overrides: QuerySet[ReadinessOverride]

    @classmethod
    def about(cls, appointment: Appointment, session: Session | None) -> Asked:
        """The questions about one visit; without a session nothing was answered at the door."""
        patient, here = appointment.patient, {"session": session.pk if session else None}
        return cls(
            weights=patient.weights.all(),
            orders=prescribing.orders_of(patient)[:1],
            prescriptions=prescribing.prescriptions_of(patient),
            signatures=intake.signatures_of(patient),
            confirmations=intake.confirmations_of(patient)[:1],
            checks=patient.interaction_checks.all()[:1],
            alerts=measures.open_alerts_of(patient),
            own_medicine=pharmacy.custody_lines([appointment.pk]),
            doses=standing_doses(patient),
            vitals=VitalSigns.objects.filter(**STANDS, **here).order_by("observed_at", "id"),
            answers=ReadinessAnswer.objects.filter(**here).order_by("at", "id"),
            overrides=ReadinessOverride.objects.filter(**here).order_by("at", "id"),
        )

    def together(self) -> Asked:
        """All of them in one statement."""
        fetch_together(*(getattr(self, each.name) for each in fields(self)))
        return self


def standing_doses(patient: Any) -> QuerySet[DoseGiven, tuple[UUID, datetime]]:
    """Session and time of each dose that stands, in order."""
    given = DoseGiven.objects.filter(session__patient=patient, **STANDS)
    return given.order_by("observed_at").values_list("session", "observed_at")
