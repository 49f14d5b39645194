"""What a good-faith estimate says (45 CFR 149.610 (c)), gathered once and stored word for word."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from sojourn import content
from sojourn.billing import rules
from sojourn.billing.models import Charge
from sojourn.billing.queries.codes import diagnosis_words, expected_code
from sojourn.billing.queries.papers import sentences
from sojourn.billing.queries.superbills import decided_diagnoses
from sojourn.clinic.models import StaffMember
from sojourn.clinic.queries import holidays, local_day, price_of, staff_who_can
from sojourn.core.money import in_words
from sojourn.core.spoken import full_day
from sojourn.people.models import Patient
from sojourn.prescribing.models import PlanRevision
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState

SCOPES = ("intake", "course")
VALID_MONTHS = 12
"""An estimate for recurring visits covers at most a year (45 CFR 149.610 (b)(1)(x))."""


def course_of(patient: Patient, scope: str) -> rules.CoursePlan | None:
    """The visits an estimate is about; None when a course is asked for and no plan is written."""
    if scope == "intake":
        return rules.CoursePlan(sessions=0)
    plan = PlanRevision.objects.filter(patient=patient).order_by("number").last()
    if plan is None:
        return None
    return rules.CoursePlan(
        sessions=plan.sessions,
        preparation_visits=plan.preparation_visits,
        integration_after_each=plan.integration_after_each,
        with_intake=not Charge.objects.filter(patient=patient, service="intake").exists(),
        session_service="group" if plan.kind == PlanRevision.Kind.GROUP else "session",
    )


def estimate_content(patient: Patient, plan: rules.CoursePlan, *, now: datetime) -> dict[str, Any]:
    """Patient, services with codes and charges, who provides them with NPI and TIN, rights and disclaimers."""
    today = local_day(now)
    cost = rules.course_cost(plan, prices(today))
    booked = _booked(patient, now)
    lines = [_line(item, booked.get(item.service, [])) for item in cost.items]
    main = max(lines, key=lambda line: line["amount"])
    until = today + relativedelta(months=VALID_MONTHS)
    return {
        "date": today.isoformat(),
        "valid_until": until.isoformat(),
        "service": main["what"],
        "patient": {"name": patient.legal_name, "born": patient.birth_date.isoformat()},
        "provider": main["provider"],
        "providers": _providers(lines),
        "diagnoses": _diagnoses(patient),
        "lines": lines,
        "total": cost.high_cents,
        "separately": _separately({item.service for item in cost.items}),
        "sentences": sentences(_letter(patient, cost.high_cents, until)),
    }


def due_on(patient: Patient, services: list[str], *, now: datetime) -> date | None:
    """The last day for this estimate: by the first visit booked in its scope, or by today's asking."""
    today = local_day(now)
    timing = content.pack().policies.estimate
    kept = {**holidays(today.year), **holidays(today.year + 1)}
    booked = _booked(patient, now)
    visits = sorted(
        (each for code in services for each in booked.get(code, [])), key=lambda each: each.starts_at
    )
    if not visits:
        return rules.due_after_asking(asked_on=today, timing=timing, holidays=kept)
    return rules.due_after_booking(
        booked_on=local_day(visits[0].booked_at),
        visit_on=local_day(visits[0].starts_at),
        timing=timing,
        holidays=kept,
    )


def prices(on: date) -> dict[str, rules.Price]:
    """What every service of the pack costs on a day."""
    found = {code: price_of(code, on) for code in content.pack().services}
    return {code: rules.Price(price.low_cents, price.high_cents) for code, price in found.items()}


def _booked(patient: Patient, now: datetime) -> dict[str, list[Appointment]]:
    ahead = Appointment.objects.filter(patient=patient, state=AppointmentState.BOOKED, starts_at__gte=now)
    booked: dict[str, list[Appointment]] = {}
    for visit in ahead.select_related("staff").order_by("starts_at"):
        booked.setdefault(visit.service, []).append(visit)
    return booked


def _line(item: rules.CostItem, booked: list[Appointment]) -> dict[str, Any]:
    service = content.pack().services[item.service]
    return {
        "service": item.service,
        "what": service.name,
        "code": expected_code(service),
        "count": item.quantity,
        "each": item.price.high_cents,
        "amount": item.high_cents,
        "dates": [local_day(visit.starts_at).isoformat() for visit in booked[: item.quantity]],
        "provider": _provider(booked[0].staff if booked else next(iter(staff_who_can(item.service)), None)),
    }


def _provider(staff: StaffMember | None) -> dict[str, str]:
    clinic = content.pack().clinic
    if staff is None:
        return {"name": clinic.legal_name, "npi": clinic.npi}
    return {"name": staff.signature, "npi": staff.npi or clinic.npi}


def _providers(lines: list[dict[str, Any]]) -> list[dict[str, str]]:
    clinic = content.pack().clinic
    facility = {"name": clinic.legal_name, "npi": clinic.npi}
    everyone = {each["name"]: each for each in [facility, *(line["provider"] for line in lines)]}
    return [{**each, "tin": clinic.tin, "place": clinic.address} for each in everyone.values()]


def _diagnoses(patient: Patient) -> list[dict[str, str]]:
    return [{"code": code, "words": diagnosis_words(code)} for code in decided_diagnoses(patient)]


def _separately(covered: set[str]) -> list[str]:
    services = content.pack().services.values()
    return [each.name for each in services if each.code not in covered]


def _letter(patient: Patient, total_cents: int, until: date) -> str:
    return (
        content.pack()
        .letters["good-faith-estimate"]
        .filled(
            name=patient.legal_name,
            total=in_words(total_cents, always_cents=True),
            until=full_day(until),
        )
    )
