"""The demo's post office: a small SMTP server that puts every e-mail into a folder, where the mailbox page reads it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller

from sojourn.core.ids import new_id


class MailSink:
    """Accepts all mail on loopback while the block lasts. File names sort by the time of arrival."""

    def __init__(self, folder: Path, *, port: int) -> None:
        self.folder = folder
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each message."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{new_id()}.eml").write_bytes(envelope.content)
        return "250 Kept"

    def __enter__(self) -> MailSink:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
