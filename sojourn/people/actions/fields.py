"""Reading what people type: names and phone numbers."""

from __future__ import annotations

from sojourn import content
from sojourn.core.decisions import refuse
from sojourn.people import rules


def read_name(value: str, field: str = "name", longest: int = 120) -> str:
    """The name with single spaces; an empty one, and one too long to keep whole, are refused."""
    if not value.strip():
        raise refuse("name_missing", "Please give a name.", field=field)
    return read_text(" ".join(value.split()), field, longest)


def read_text(value: str, field: str, longest: int) -> str:
    """The words without spaces around them. Nothing is cut: what does not fit is refused."""
    text = value.strip()
    if len(text) > longest:
        raise refuse("too_long", f"Please keep it under {longest} letters.", field=field)
    return text


def read_phone(value: str, field: str = "phone") -> str:
    """The number in one spelling; what cannot be a number is refused, nothing stays nothing."""
    phone = rules.phone_as_written(value, content.pack().clinic.country)
    if phone is None:
        raise refuse(
            "phone_unclear",
            "We cannot read this as a phone number. Please give ten digits, such as 503 555 0100.",
            field=field,
        )
    return phone
