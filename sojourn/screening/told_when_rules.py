"""When the answers that a finding rests on were given: told beside it, and no part of what a word is tied to. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sojourn.core.decisions import Finding

_ANSWER = re.compile(r"\banswer:(\w+)")


def told_since(said: Iterable[tuple[str, Any, datetime]]) -> dict[str, datetime]:
    """Since when each answer is what it is, of answers in order; the same, saved again, is as old as before."""
    latest: dict[str, Any] = {}
    since: dict[str, datetime] = {}
    for key, value, at in said:
        if key not in latest or latest[key] != value:
            since[key] = at
        latest[key] = value
    return since


def with_moments(
    findings: Iterable[Finding], since: Mapping[str, datetime], spoken: Callable[[datetime], str]
) -> tuple[Finding, ...]:
    """Each finding with the moment of the latest answer it rests on, in words; those on no answer as they are."""
    return tuple(_dated(each, since, spoken) for each in findings)


def _dated(finding: Finding, since: Mapping[str, datetime], spoken: Callable[[datetime], str]) -> Finding:
    given = [since[key] for key in _ANSWER.findall(finding.evidence) if key in since]
    return replace(finding, when=f"Answered on {spoken(max(given))}") if given else finding
