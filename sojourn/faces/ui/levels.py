"""How each severity looks: a tone, an icon and a word. Colour never speaks alone, and unknown is never green."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.core.decisions import Severity


@dataclass(frozen=True)
class Level:
    """A severity on the screen."""

    tone: str
    icon: str
    word: str


LEVELS = {
    Severity.NONE: Level("is-good", "check-round", "Ready"),
    Severity.INFORMATION: Level("is-info", "info", "Information"),
    Severity.CAUTION: Level("is-caution", "warn", "Caution"),
    Severity.DECIDE: Level("is-caution", "hold", "Decide"),
    Severity.UNKNOWN: Level("is-unknown", "unknown", "Not checked"),
    Severity.STOP: Level("is-danger", "stop", "Stop"),
}


def level(severity: Severity | str) -> Level:
    """The look of a severity, given as the enum or its value."""
    return LEVELS[Severity(severity)]
