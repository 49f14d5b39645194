"""Every address the project serves, with the view behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SAMPLES: dict[str, Any] = {
    "uuid": "0199a0aa-0000-7000-8000-000000000000",
    "int": 1,
    "slug": "intake",
    "str": "sample",
    "path": "sample",
}


@dataclass(frozen=True)
class Address:
    """One named page."""

    name: str
    view: Callable[..., Any]
    arguments: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """Filled with ids that belong to nobody."""
        return reverse(self.name, kwargs={name: SAMPLES[kind] for name, kind in self.arguments})


def all_addresses() -> list[Address]:
    """Each address once, in the order of the URL configuration."""
    return list(_walk(get_resolver().url_patterns, namespace=""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            kinds = tuple((name, _kind(converter)) for name, converter in pattern.pattern.converters.items())
            yield Address(f"{namespace}{pattern.name}", pattern.callback, kinds)


def _kind(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
