"""Plain data from a pack's files into its strict shapes, with amounts read as cents."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from sojourn.content.errors import ContentError
from sojourn.content.pack.shapes import Cents, cents

T = TypeVar("T")

_WHERE = re.compile(r"^(?P<reason>.*?)(?: - at `(?:key in )?\$(?P<key>[^`]*)`.*)?$", re.DOTALL)


def convert(written: Any, kind: type[T], *, file: str, key: str = "") -> T:
    """Plain data as a strict shape. ContentError names the key it fails at, below ``key``."""
    try:
        return msgspec.convert(written, kind, dec_hook=_amounts)
    except msgspec.ValidationError as error:
        found = _WHERE.match(str(error))
        reason, where = (found["reason"], found["key"] or "") if found else (str(error), "")
        raise ContentError(file, f"{key}{where}".lstrip("."), reason) from None


def _amounts(kind: type, written: Any) -> Any:
    if kind is Cents:
        return cents(written)
    raise NotImplementedError(f"a pack holds no {kind}")
