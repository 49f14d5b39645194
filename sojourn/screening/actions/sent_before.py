"""A word about a finding, or a decision, that the same page has sent before: the same, or refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from sojourn.core.sent_again import kept_before
from sojourn.screening.models import Clearance, EligibilityDecision, FindingResolution


def resolved_before(
    known: FindingResolution, kind: str, reason: str, due_on: date | None, asked_of: str, what: str
) -> FindingResolution:
    """What it asked of others belongs to it."""
    said: dict[str, Any] = {"kind": kind, "reason": reason.strip(), "due_on": due_on}
    asked = Clearance.objects.filter(resolution=known).first()
    if asked is None or kind != known.kind:
        return kept_before(known, said)
    said |= {"asked_of": asked_of.strip(), "what": what.strip() or known.reason}
    return kept_before(known, said, kept={"asked_of": asked.asked_of, "what": asked.what})


def decided_before(
    known: EligibilityDecision, said: dict[str, Any], *, until: date | None, letter: str
) -> EligibilityDecision:
    """What was set and said to the patient stands in the letter, so that it is compared whole."""
    kept_before(known, {**said, "valid_until": until or known.valid_until})
    return kept_before(known, {"letter": letter}, words={"letter": lambda _: "another letter to the patient"})
