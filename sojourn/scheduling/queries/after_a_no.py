"""Visits that are still booked although the provider said not now, or no, or the yes ran out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.visits import upcoming
from sojourn.scheduling.states import AppointmentState
from sojourn.screening.models import EligibilityDecision

Outcome = EligibilityDecision.Outcome
A_NO = (Outcome.NOT_NOW, Outcome.DECLINED)


@dataclass(frozen=True)
class StillBooked:
    """Somebody who is not treated, and the visits for which that matters, earliest first."""

    patient: Patient
    visits: tuple[Appointment, ...]


def booked_ahead(patient: Patient, now: datetime) -> QuerySet[Appointment]:
    """What is booked and has not begun, earliest first."""
    return upcoming(patient, now).filter(state=AppointmentState.BOOKED)


def needs_a_yes(visit: Appointment) -> bool:
    """Whether a visit of this kind waits for the provider's decision."""
    return "eligibility" in clinic.service(visit.service).gates


def booked_after_a_no(now: datetime) -> QuerySet[Appointment]:
    """Of all patients whose latest decision is a no, or a yes that ran out: the visits ahead that need a yes."""
    kinds = [code for code, each in content.pack().services.items() if "eligibility" in each.gates]
    latest = EligibilityDecision.objects.filter(patient=OuterRef("patient")).order_by("-at", "-id")
    booked = Appointment.objects.filter(state=AppointmentState.BOOKED, starts_at__gt=now, service__in=kinds)
    decided = booked.alias(
        decided=Subquery(latest.values("outcome")[:1]), until=Subquery(latest.values("valid_until")[:1])
    )
    said_no = decided.filter(Q(decided__in=A_NO) | Q(until__lt=clinic.local_day(now)))
    return said_no.select_related("patient").order_by("patient_id", "starts_at")


def by_patient(visits: QuerySet[Appointment]) -> list[StillBooked]:
    """One line for each patient, whoever is expected first on top."""
    found = [
        StillBooked(who, tuple(theirs)) for who, theirs in groupby(visits, key=lambda each: each.patient)
    ]
    return sorted(found, key=lambda each: each.visits[0].starts_at)
