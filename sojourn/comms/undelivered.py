"""Why a message was not handed over, and what that means for trying again."""

from __future__ import annotations

from sojourn.comms.rules import Outcome


class Undelivered(Exception):
    """Not handed over, or not surely. ``outcome`` says what happens next, ``answer`` what the other side said."""

    def __init__(self, outcome: Outcome, answer: str) -> None:
        super().__init__(answer)
        self.outcome, self.answer = outcome, answer
