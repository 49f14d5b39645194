"""Telling many stories side by side in the order of time, up to now and not a moment further.

A story is a generator. It yields the moment at which it goes on and is handed that moment when its turn has come.
What would happen after the end never happens: whoever is in the middle of something stays there.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator
from datetime import datetime
from itertools import count

from sojourn.core.decisions import Refused

Story = Generator[datetime, datetime, None]


class Chronicle:
    """Runs stories until ``until``. Stories that meet at the same moment go on in the order they were told.

    A story that the clinic refuses to go on with ends there, like a form somebody gives up on; ``refused`` says why.
    """

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.refused: list[str] = []
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._numbers = count()

    def tell(self, story: Story) -> None:
        """Begin a story; it runs to its first pause at once."""
        self._go_on(story, None)

    def run(self) -> None:
        """Tell everything that happened up to the end."""
        while self._waiting:
            moment, _, story = heapq.heappop(self._waiting)
            self._go_on(story, moment)

    def _go_on(self, story: Story, moment: datetime | None) -> None:
        try:
            pause = next(story) if moment is None else story.send(moment)
        except StopIteration:
            return
        except Refused as refusal:
            self.refused.append(f"{moment}: {refusal}")
            return
        pause = max(pause, moment) if moment else pause
        if pause <= self.until:
            heapq.heappush(self._waiting, (pause, next(self._numbers), story))
