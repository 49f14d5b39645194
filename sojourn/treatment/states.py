"""The phases of a three-hour session (P19), and what may follow what."""

from __future__ import annotations

from django.db.models import TextChoices


class Phase(TextChoices):
    """Where a session stands."""

    PREPARE = "prepare", "Prepare"
    GROUND = "ground", "Ground"
    JOURNEY = "journey", "Journey"
    INTEGRATE = "integrate", "Integrate"
    RECOVERY = "recovery", "Recovery"
    DISCHARGED = "discharged", "Gone home"


class EntryKind(TextChoices):
    """What can be entered in a session."""

    VITALS = "vitals", "Readings"
    DOSE = "dose", "Dose"
    SIDE_EFFECT = "side_effect", "Side effect"
    GONE = "gone", "Side effect over"
    RESCUE = "rescue", "Medicine for it"
    REMARK = "remark", "Line"
    RESPONSE = "response", "Answer to a reading"
    PHASE = "phase", "Phase"
    MISTAKE = "mistake", "Taken back"


P = Phase
FOLLOWS: dict[Phase, frozenset[Phase]] = {
    P.PREPARE: frozenset({P.GROUND, P.RECOVERY}),
    P.GROUND: frozenset({P.JOURNEY, P.RECOVERY}),
    P.JOURNEY: frozenset({P.INTEGRATE, P.RECOVERY}),
    P.INTEGRATE: frozenset({P.RECOVERY}),
    P.RECOVERY: frozenset({P.DISCHARGED}),
    P.DISCHARGED: frozenset(),
}


def may_follow(current: str, wanted: str) -> bool:
    """True when ``wanted`` may come after ``current``."""
    return wanted in FOLLOWS[Phase(current)]
