"""The clinic's facts in words, so that a text says ``{{ price_intake }}`` and never a price of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sojourn.content.errors import ContentError
from sojourn.content.pack.place import Clinic
from sojourn.content.pack.policies import Policies
from sojourn.content.pack.services import Service
from sojourn.content.pack.shapes import fill, placeholders
from sojourn.core.money import in_words

NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def facts_in_words(clinic: Clinic, services: Iterable[Service], policies: Policies) -> dict[str, str]:
    """Every fact a text may name, by its name."""
    facts = _of_the_clinic(clinic) | _of_the_policies(policies)
    for service in services:
        facts |= _of_a_service(service)
    return facts


def fill_facts(
    value: Any, facts: dict[str, str], *, file: str, keep: Iterable[str] = (), key: str = ""
) -> Any:
    """Fill a text, or all texts in lists and mappings. ContentError for a name that is neither fact nor kept."""
    if isinstance(value, str):
        filled = fill(value, facts)
        if unknown := sorted(placeholders(filled) - set(keep)):
            raise ContentError(
                file, key, f"names {unknown[0]!r}: no fact of the clinic and no declared placeholder"
            )
        return filled
    if isinstance(value, dict):
        return {
            name: fill_facts(each, facts, file=file, keep=keep, key=f"{key}.{name}".lstrip("."))
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [
            fill_facts(each, facts, file=file, keep=keep, key=f"{key}[{number}]")
            for number, each in enumerate(value)
        ]
    return value


def number_in_words(number: int) -> str:
    """Small numbers as words: 6 -> "six"; from thirteen on as figures."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def _of_the_clinic(clinic: Clinic) -> dict[str, str]:
    return {
        "clinic_name": clinic.name,
        "clinic_city": clinic.city,
        "clinic_address": clinic.address,
        "clinic_phone": clinic.phone,
        "clinic_email": clinic.email,
        "crisis_line": clinic.crisis.line,
        "emergency_number": clinic.crisis.emergency,
        "after_hours": clinic.after_hours,
    }


def _of_a_service(service: Service) -> dict[str, str]:
    return {
        f"price_{service.code}": service.price_in_words,
        f"minutes_{service.code}": str(service.minutes),
        f"length_{service.code}": service.length_in_words,
        f"capacity_{service.code}": number_in_words(service.capacity),
    }


def _of_the_policies(policies: Policies) -> dict[str, str]:
    fee = policies.cancellation.fee_cents
    return _of_the_holds(policies) | {
        "age_limit": str(policies.age_limit),
        "cancellation_hours": str(policies.cancellation.notice_hours),
        "late_cancellation": f"a fee of {in_words(fee)}" if fee else "no fee",
        "plan_instalments": number_in_words(policies.plan.most_instalments),
        "plan_apr": f"{policies.plan.apr_percent}%",
        "food_hours": number_in_words(policies.fasting.food_hours),
        "fluids_hours": number_in_words(policies.fasting.fluids_hours),
        "escort_age": str(policies.escort.minimum_age),
        "dispute_amount": in_words(policies.estimate.dispute_from_cents),
        "records_years": number_in_words(policies.records.keep_years),
        "prescription_months": number_in_words(policies.prescription.valid_months),
    }


def _of_the_holds(policies: Policies) -> dict[str, str]:
    words: dict[str, str] = {}
    for hold in policies.holds:
        words[f"{hold.ingredient}_before_hours"] = str(hold.hours_before)
        words[f"{hold.ingredient}_after_hours"] = str(hold.hours_after)
    return words
