"""Reading what people type: names and phone numbers."""

from __future__ import annotations

from sojourn import content
from sojourn.core.decisions import refuse
from sojourn.people import rules


def read_name(value: str, field: str = "name") -> str:
    """The name with single spaces; an empty one is refused."""
    if not value.strip():
        raise refuse("name_missing", "Please give a name.", field=field)
    return " ".join(value.split())


def read_phone(value: str, field: str = "phone") -> str:
    """The number in one spelling; what cannot be a number is refused, nothing stays nothing."""
    phone = rules.phone_as_written(value, content.pack().clinic.country)
    if phone is None:
        raise refuse("phone_unclear", "We cannot read this as a phone number.", field=field)
    return phone
