"""A rule answers with findings; a decision is all of them, so that people see every reason at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs. Ordered by :attr:`weight`; unknown is never lighter than *decide*."""

    NONE = "none"
    INFORMATION = "information"
    CAUTION = "caution"
    DECIDE = "decide"
    UNKNOWN = "unknown"
    STOP = "stop"

    @property
    def weight(self) -> int:
        """Rank for sorting and for *the most careful wins*."""
        return list(Severity).index(self)

    @property
    def blocks(self) -> bool:
        """True when nothing may go on before a person has dealt with it."""
        return self.weight >= Severity.DECIDE.weight


def most_careful(severities: Iterable[Severity]) -> Severity:
    """The heaviest of several severities; NONE for an empty list."""
    return max(severities, key=lambda each: each.weight, default=Severity.NONE)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One reason, as a sentence a person can act on.

    ``evidence`` says which answer or reading it rests on, ``event`` tells it from another that said the same; ``owner``
    who may resolve it (a role's name); ``field`` the form field it belongs to, when there is one; ``at_stake`` how much
    an unknown would weigh at worst; ``when`` it was told, in words, for the reader alone.
    """

    code: str
    message: str
    severity: Severity = Severity.STOP
    at_stake: Severity = Severity.NONE
    source: str = ""
    evidence: str = ""
    event: str = ""
    owner: str = ""
    field: str = ""
    when: str = ""


@dataclass(frozen=True)
class Decision:
    """May it be done? Allowed when no finding blocks."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, *findings: Finding | Decision | None) -> Decision:
        """Gather findings, nested decisions and Nones (nothing to say) into one decision."""
        return cls(tuple(_flatten(findings)))

    @property
    def allowed(self) -> bool:
        """True when nothing stands in the way."""
        return not self.blocking

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way."""
        return tuple(each for each in self.findings if each.severity.blocks)

    @property
    def sentence(self) -> str:
        """All reasons in one text, for a message or a log line."""
        return " ".join(each.message for each in self.blocking)

    def __bool__(self) -> bool:
        """Refused on purpose: ``gate or Decision()`` would read a blocked gate as an open one."""
        raise TypeError("ask a decision for .allowed")


ALLOWED = Decision()


class Refused(Exception):
    """An action was not allowed. ``decision`` holds every reason."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence)
        self.decision = decision


def refuse(code: str, message: str, *, field: str = "", source: str = "", owner: str = "") -> Refused:
    """The exception for a single reason: ``raise refuse("taken", "That time was just taken.")``."""
    return Refused(Decision((Finding(code=code, message=message, field=field, source=source, owner=owner),)))


def require(decision: Decision) -> None:
    """Raise :class:`Refused` unless the decision allows."""
    if not decision.allowed:
        raise Refused(decision)


def _flatten(findings: Iterable[Finding | Decision | None]) -> Iterable[Finding]:
    for each in findings:
        if isinstance(each, Decision):
            yield from each.findings
        elif each is not None:
            yield each
