"""The clinic's processes at a time the test chooses: `python -m tests.journeys.in_time worker` is `sojourn worker`.

SOJOURN_TEST_CLOCK names a file that holds how many seconds the clinic is ahead of the real clock. Time goes on
ticking; when the number in the file changes, everything that follows happens at the new time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import time_machine

LOOK_AGAIN_SECONDS = 0.1


class FollowedClock:
    """This process's time, as the file says."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._told = ""
        self._lock = Lock()
        self._journey: Any = None

    def catch_up(self) -> None:
        """Travel on when the file says something new."""
        with self._lock:
            told = self._file.read_text()
            if told == self._told:
                return
            if self._journey is not None:
                self._journey.stop()
            there = datetime.fromtimestamp(time.time() + float(told), UTC)
            self._journey = time_machine.travel(there, tick=True)
            self._journey.start()
            self._told = told

    def keep_up(self) -> None:
        """Look at the file again and again, beside the process's own work."""
        self.catch_up()
        Thread(target=self._look_again, name="test clock", daemon=True).start()

    def _look_again(self) -> None:
        pause = Event()
        while not pause.wait(LOOK_AGAIN_SECONDS):
            self.catch_up()


def followed() -> FollowedClock:
    """The clock of this process."""
    return FollowedClock(Path(os.environ["SOJOURN_TEST_CLOCK"]))


def the_application() -> Callable[..., Iterable[bytes]]:
    """The clinic's own application; each request first looks at the clock."""
    clock = followed()
    clock.catch_up()
    from sojourn.project.wsgi import application as clinic

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        clock.catch_up()
        return clinic(environ, start_response)

    return application


if __name__ == "__main__":
    followed().keep_up()
    from sojourn.command_line import main

    main(prog_name="sojourn")
