"""Processes that live and end together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from types import FrameType, TracebackType

import click

PATIENCE_SECONDS = 10
START_SECONDS = 30
_ASK_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Family:
    """Starts processes and stops all of them when the block ends, one of them dies, or somebody asks to stop.

    Each gets a session of its own, so that a Ctrl-C reaches this process alone and stopping stays orderly.
    """

    def __init__(self) -> None:
        self._members: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = False

    def start(self, name: str, command: list[str]) -> None:
        """Start one more."""
        self._members[name] = subprocess.Popen(command, start_new_session=True)

    def wait_until_answering(self, host: str, port: int) -> None:
        """Until something accepts connections there; raises ClickException when that takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self._asked_to_stop:
            self._all_alive()
            with socket.socket() as probe:
                if probe.connect_ex((host, port)) == 0:
                    return
            time.sleep(0.1)
        if not self._asked_to_stop:
            raise click.ClickException("The web server did not start.")

    def watch(self) -> None:
        """Wait until somebody asks to stop; raises ClickException when a process ends on its own."""
        while not self._asked_to_stop:
            self._all_alive()
            time.sleep(0.2)

    def _all_alive(self) -> None:
        for name, process in self._members.items():
            if process.poll() is not None and not self._asked_to_stop:
                raise click.ClickException(f"The {name} ended unexpectedly (exit code {process.returncode}).")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def __enter__(self) -> Family:
        self._before = {number: signal.signal(number, self._stop) for number in _ASK_TO_STOP}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._members.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in self._members.values():
            _end(process, deadline)
        for number, handler in self._before.items():
            signal.signal(number, handler)


def _end(process: subprocess.Popen[bytes], deadline: float) -> None:
    """Wait for it, then end what it left behind: a server stopped while starting may leave its own workers."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=max(0.1, deadline - time.monotonic()))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
