"""Who can be registered, how somebody is written to, and what a phone number looks like. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import phonenumbers

from sojourn.core.decisions import Decision, Finding

EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST_LIFE = timedelta(days=130 * 366)


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


POUNDS_PER_KILOGRAM = Decimal("2.2046")
A_SLIP_OF_UNITS = Decimal("0.1")
"""How near to that ratio a jump is most likely a mix-up of pounds and kilograms."""


def is_jump(kg: Decimal, last: Decimal, percent: int) -> bool:
    """True when a weight is further from another one than so many percent of that."""
    return abs(kg - last) * 100 > last * percent


def weight_question(
    kg: Decimal, last: Decimal | None, ask_above_percent: int, *, told: bool = False
) -> Finding | None:
    """A jump from the last weight is asked about before doses rest on it; None when it is no jump.

    ``told``: nobody has measured yet, and ``last`` is what the patient said.
    """
    if last is None or not is_jump(kg, last, ask_above_percent):
        return None
    percent = round(abs(kg - last) * 100 / last)
    ratio, kind = max(kg, last) / min(kg, last), "more" if kg > last else "less"
    asked = "Weigh again"
    if abs(ratio - POUNDS_PER_KILOGRAM) <= A_SLIP_OF_UNITS:
        asked = "Were pounds and kilograms mixed up? Weigh again"
    other = f"the {last:f} kg they told us" if told else f"the last measured {last:f} kg"
    return Finding(
        code="weight_jump",
        field="confirmed",
        message=f"{kg:f} kg is {percent} % {kind} than {other}. {asked}, or confirm it.",
    )


def may_register(birth_date: date, today: date, age_limit: int) -> Decision:
    """A possible birth date, and old enough (P9)."""
    if birth_date >= today or birth_date < EARLIEST_BIRTH or today - birth_date > LONGEST_LIFE:
        return Decision.of(
            Finding(
                code="birth_date_impossible",
                message="This date of birth cannot be right. Please look at it once more.",
                field="birth_date",
            )
        )
    if age_on(birth_date, today) < age_limit:
        return Decision.of(_too_young(age_limit))
    return Decision()


CHANNELS = ("email", "sms", "both")
"""How a patient may want to hear from us."""


def ways_to_write(
    wanted: str, email: str, phone: str, possible: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Channel and address of each message that goes out: the wish, as far as the message and the addresses allow it."""
    known = {"email": email, "sms": phone}
    open_ways = [way for way in ("email", "sms") if way in set(possible) and known[way]]
    chosen = [way for way in open_ways if wanted in (way, "both")] or open_ways[:1]
    return tuple((way, known[way]) for way in chosen)


def may_choose(channel: str, language: str, phone: str, languages: Iterable[str]) -> Decision:
    """A channel that exists and reaches them, and a language the clinic writes."""
    return Decision.of(
        None if channel in CHANNELS else _unknown("channel", "Please choose e-mail, text message or both."),
        None
        if language in set(languages)
        else _unknown("language", "Please choose one of the languages we write in."),
        None
        if channel == "email" or phone
        else _unknown("phone", "Text messages need a phone number. Give one, or choose e-mail."),
    )


def may_write_to_escort(may_write: bool, phone: str, email: str) -> Finding | None:
    """A yes needs an address to write to."""
    if not may_write or phone or email:
        return None
    return _unknown("phone", "To write to them we need their telephone number or e-mail address.")


def _unknown(field: str, message: str) -> Finding:
    return Finding(code=f"{field}_unclear", message=message, field=field)


def phone_as_written(phone: str, country: str) -> str | None:
    """The number in one spelling, "+1 503-555-0100"; None when it is no number of that country. Empty stays empty."""
    if not phone.strip():
        return ""
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return None
    of_the_country = number.country_code == phonenumbers.country_code_for_region(country)
    if not (of_the_country and phonenumbers.is_valid_number(number)):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _too_young(age_limit: int) -> Finding:
    return Finding(
        code="too_young",
        message=(
            f"We treat people from {age_limit} years on, so we cannot register you yet. Nothing you entered was kept. "
            "If you are struggling now, a doctor or counsellor for young people can help, and 988 answers at any hour."
        ),
        source="P9",
        field="birth_date",
    )
