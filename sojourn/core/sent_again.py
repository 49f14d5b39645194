"""What comes twice counts once, as long as it says the same. The same page with other words is told what it kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.timezone import localtime

from sojourn.core.decisions import refuse
from sojourn.core.money import in_words
from sojourn.core.spoken import clock, full_day

Row = TypeVar("Row", bound=models.Model)
Said = Mapping[str, Any]
Words = Mapping[str, Callable[[Any], str]]

PAGE_USED = "page_used"
"""The code of the refusal: this page kept something else the first time."""
AS_MONEY: Mapping[str, Callable[[Any], str]] = {
    "cents": lambda cents: in_words(abs(cents)),
    "total_cents": in_words,
    "agreed_cents": in_words,
}
_LONGEST = 80


def kept_before(known: Row, said: Said, *, kept: Said | None = None, words: Words | None = None) -> Row:
    """``known``, what this page kept the first time, when that is what it says now; else the refusal that tells it.

    ``said``: what it says now, by field of the row, as the action would write it. ``kept`` stands in for what the row
    has no field for. ``words``: how the value of a field is told, where its name and value alone would not say it.
    """
    stored = {name: kept[name] if kept and name in kept else _stored(known, name) for name in said}
    others = [name for name, value in said.items() if not _is_same(known, name, stored[name], value)]
    if not others:
        return known
    told = " and ".join(_told(known, name, stored[name], words or {}) for name in others)
    raise refuse(
        PAGE_USED,
        f"This page has kept {told} already. What you say now is not kept: look at what stands first, then open the "
        "page anew if it should be something else.",
    )


def _is_same(row: models.Model, name: str, kept: Any, said: Any) -> bool:
    kept, said = _plain(kept), _plain(said)
    if kept in (None, "", []) and said in (None, "", []):
        return True
    if isinstance(kept, Decimal) and isinstance(said, Decimal | int):
        return kept == round(Decimal(said), _places(row, name))
    return bool(kept == said)


def _stored(row: models.Model, name: str) -> Any:
    """The value as it is compared: of a relation its key, which asks the database nothing."""
    field = row._meta.get_field(name)
    return getattr(row, field.attname if isinstance(field, models.ForeignKey) else name)


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return list(value) if isinstance(value, tuple) else value


def _places(row: models.Model, name: str) -> int | None:
    """How exactly the row keeps it."""
    return next((getattr(each, "decimal_places", 6) for each in row._meta.fields if each.name == name), 6)


def _told(row: models.Model, name: str, kept: Any, words: Words) -> str:
    if name in words and kept not in (None, ""):
        return words[name](kept)
    if labelled := getattr(row, f"get_{name}_display", None):
        return f"“{labelled()}”"
    if isinstance(kept, UUID):
        kept = str(getattr(row, name))
    label = name.replace("_", " ")
    value = " and ".join(_value(kept))
    if value and isinstance(kept, str):
        return value
    return f"{label}: {value}" if value else f"nothing as “{label}”"


def _value(kept: Any) -> Iterator[str]:
    if kept in (None, "", []):
        return
    if isinstance(kept, bool):
        yield "yes" if kept else "no"
    elif isinstance(kept, datetime):
        here = localtime(kept)
        yield f"{full_day(here)}, {clock(here)}"
    elif isinstance(kept, date):
        yield full_day(kept)
    elif isinstance(kept, time):
        yield clock(kept)
    elif isinstance(kept, Decimal):
        yield f"{kept.normalize():f}"
    elif isinstance(kept, list | tuple):
        yield ", ".join(part for each in kept for part in _value(each))
    else:
        yield f"“{_shortened(str(kept))}”" if isinstance(kept, str) else str(kept)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
