"""Is a service open to this patient? Every gate the pack names, with every reason at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, Finding
from sojourn.intake import queries as intake
from sojourn.people.models import Patient
from sojourn.prescribing import queries as prescribing
from sojourn.prescribing.models import Prescription
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import HOLDS_ITS_PLACE
from sojourn.screening import queries as screening


def gate(patient: Patient, service: str, now: datetime) -> Decision:
    """Eligibility, prescription and consents, as far as the service asks for them.

    The pack's other gates (questionnaires, escort, estimate) are checked on the day, not when booking.
    """
    wanted = clinic.service(service).gates
    return Decision.of(*(check(patient, service, now) for name, check in _CHECKS.items() if name in wanted))


def prerequisite(patient: Patient, service: str, starts_at: datetime) -> Decision:
    """Visits that must come before this one: done, or booked for earlier."""
    visits = Appointment.objects.filter(
        patient=patient, state__in=HOLDS_ITS_PLACE, starts_at__lt=starts_at
    ).values_list("service", flat=True)
    earlier = set(visits)
    wanted = [clinic.service(code) for code in clinic.service(service).prerequisites if code not in earlier]
    return Decision.of(
        *(
            Finding(
                code=f"needs_{each.code}",
                message=f"{each.name} comes first. Please book that before this visit.",
                field="service",
            )
            for each in wanted
        )
    )


def _eligibility(patient: Patient, service: str, now: datetime) -> Decision:
    return screening.is_eligible(patient, today=clinic.local_day(now))


def _prescription(patient: Patient, service: str, now: datetime) -> Finding | None:
    if prescribing.valid_prescription(patient, clinic.local_day(now)):
        return None
    return Finding(
        code="no_prescription",
        message="There is no valid prescription yet. A provider writes it after the intake.",
        owner="provider",
    )


def _own_prescription(patient: Patient, service: str, now: datetime) -> Finding | None:
    today = clinic.local_day(now)
    from_pharmacy = prescribing.prescriptions_of(patient).filter(setting=Prescription.Setting.PHARMACY)
    if from_pharmacy.filter(void__isnull=True, issued_on__lte=today, expires_on__gte=today).exists():
        return None
    return Finding(
        code="no_own_prescription",
        message="In the group everyone brings medicine prescribed to them, and we have no such prescription yet.",
        source="P26",
        owner="provider",
    )


def _consents(patient: Patient, service: str, now: datetime) -> Decision:
    missing = intake.consents_missing(patient, service, clinic.local_day(now))
    return Decision.of(
        *(
            Finding(
                code="consent_missing",
                message=f"“{consent.title}” is not signed yet.",
                evidence=consent.id,
            )
            for consent in missing
        )
    )


_CHECKS: dict[str, Callable[[Patient, str, datetime], Decision | Finding | None]] = {
    "eligibility": _eligibility,
    "prescription": _prescription,
    "own_prescription": _own_prescription,
    "consents": _consents,
}
