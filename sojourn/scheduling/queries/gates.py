"""Is a service open to this patient? Every gate the pack names, with every reason at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, Finding
from sojourn.core.together import fetch_together
from sojourn.intake import queries as intake
from sojourn.intake.models import ConsentSignature
from sojourn.people.models import Patient
from sojourn.prescribing import queries as prescribing
from sojourn.prescribing.models import Prescription
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import HOLDS_ITS_PLACE
from sojourn.screening import queries as screening


@dataclass(frozen=True)
class Standing:
    """What the gates look at, of one patient; ``eligibility`` is None when no gate asks for it."""

    today: date
    eligibility: Decision | None
    prescriptions: tuple[Prescription, ...]
    signatures: tuple[ConsentSignature, ...]
    visits: tuple[tuple[str, datetime], ...]


def gate(patient: Patient, service: str, now: datetime) -> Decision:
    """Eligibility, prescription and consents, as far as the service asks for them.

    The pack's other gates (questionnaires, escort, estimate) are checked on the day, not when booking.
    """
    return gates(patient, [service], now)[service]


def gates(patient: Patient, services: Iterable[str], now: datetime) -> dict[str, Decision]:
    """The same for several services. Two queries."""
    wanted = tuple(services)
    standing = _standing(patient, wanted, now)
    return {service: _gate(standing, service) for service in wanted}


def open_to(
    patient: Patient,
    services: Iterable[str],
    now: datetime,
    *,
    by: datetime,
    eligibility: Decision | None = None,
) -> dict[str, Decision]:
    """Gates and prerequisites of several services together, for visits that begin at ``by`` or sooner. Two queries.

    ``eligibility`` when it is known already: one query.
    """
    wanted = tuple(services)
    standing = _standing(patient, wanted, now, eligibility)
    return {
        service: Decision.of(_prerequisite(standing.visits, service, by), _gate(standing, service))
        for service in wanted
    }


def prerequisite(patient: Patient, service: str, starts_at: datetime) -> Decision:
    """Visits that must come before this one: done, or booked for earlier."""
    return _prerequisite(_visits(patient), service, starts_at)


def prerequisites(patient: Patient, wished: Iterable[tuple[str, datetime]]) -> Decision:
    """The same for several visits booked together, as (service, start): one may be what another needs. One query."""
    together = tuple(wished)
    visits = (*_visits(patient), *together)
    missing = [found for each in together for found in _prerequisite(visits, each[0], each[1]).findings]
    return Decision.of(*dict.fromkeys(missing))


def after_what_comes_first(patient: Patient, service: str, at: datetime) -> datetime:
    """The later of ``at`` and the end of the visits that must come before; a missing one moves nothing. One query."""
    over: dict[str, datetime] = {}
    for code, began in _visits(patient).order_by("starts_at"):
        for name in _counts_for(code):
            over.setdefault(name, began + timedelta(minutes=clinic.service(code).minutes))
    return max([at, *(over[code] for code in clinic.service(service).prerequisites if code in over)])


def _standing(
    patient: Patient, services: Iterable[str], now: datetime, known: Decision | None = None
) -> Standing:
    today = clinic.local_day(now)
    asked = any("eligibility" in clinic.service(each).gates for each in services)
    prescriptions, signatures = prescribing.prescriptions_of(patient), intake.signatures_of(patient)
    visits = _visits(patient)
    fetch_together(prescriptions, signatures, visits)
    return Standing(
        today=today,
        eligibility=known if known is not None or not asked else screening.is_eligible(patient, today=today),
        prescriptions=tuple(prescribing.in_force(prescriptions, today)),
        signatures=tuple(signatures),
        visits=tuple(visits),
    )


def _visits(patient: Patient) -> QuerySet[Appointment, tuple[str, datetime]]:
    held = Appointment.objects.filter(patient=patient, state__in=HOLDS_ITS_PLACE)
    return held.values_list("service", "starts_at")


def _gate(standing: Standing, service: str) -> Decision:
    wanted = clinic.service(service).gates
    return Decision.of(*(check(standing, service) for name, check in _CHECKS.items() if name in wanted))


def _prerequisite(visits: Iterable[tuple[str, datetime]], service: str, starts_at: datetime) -> Decision:
    earlier = {name for code, began in visits if began < starts_at for name in _counts_for(code)}
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


def _counts_for(code: str) -> tuple[str, ...]:
    """Itself, and what it may have come first in place of."""
    other = clinic.service(code).comes_first_as
    return (code, other) if other else (code,)


def _eligibility(standing: Standing, service: str) -> Decision | None:
    return standing.eligibility


def _prescription(standing: Standing, service: str) -> Finding | None:
    if standing.prescriptions:
        return None
    return Finding(
        code="no_prescription",
        message="There is no valid prescription yet. A provider writes it after the intake.",
        owner="provider",
    )


def _own_prescription(standing: Standing, service: str) -> Finding | None:
    if any(each.setting == Prescription.Setting.PHARMACY for each in standing.prescriptions):
        return None
    return Finding(
        code="no_own_prescription",
        message="In the group everyone brings medicine prescribed to them, and we have no such prescription yet.",
        source="P26",
        owner="provider",
    )


def _consents(standing: Standing, service: str) -> Decision:
    missing = intake.missing_among(standing.signatures, service, standing.today)
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


_CHECKS: dict[str, Callable[[Standing, str], Decision | Finding | None]] = {
    "eligibility": _eligibility,
    "prescription": _prescription,
    "own_prescription": _own_prescription,
    "consents": _consents,
}
