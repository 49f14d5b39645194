"""Reading what the demo's post office kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class Letter:
    """One e-mail as a reader sees it."""

    id: UUID
    to: str
    subject: str
    at: datetime | None
    text: str

    @property
    def paragraphs(self) -> list[list[str]]:
        """The text as lines of paragraphs."""
        return [part.splitlines() for part in self.text.replace("\r", "").split("\n\n") if part.strip()]


def newest(folder: Path, *, count: int) -> list[Letter]:
    """The last letters that arrived, newest first; file names sort by time of arrival."""
    return [_letter(path) for path in sorted(folder.glob("*.eml"), reverse=True)[:count]]


def one(folder: Path, letter_id: UUID) -> Letter | None:
    """One letter, or None."""
    path = folder / f"{letter_id}.eml"
    return _letter(path) if path.is_file() else None


def _letter(path: Path) -> Letter:
    with path.open("rb") as file:
        message = BytesParser(policy=policy.default).parse(file)
    return Letter(
        id=UUID(path.stem),
        to=str(message["to"] or ""),
        subject=str(message["subject"] or ""),
        at=_written_at(message),
        text=_text(message),
    )


def _written_at(message: EmailMessage) -> datetime | None:
    """A letter's date; "-0000" is UTC from somebody who does not say where they are (RFC 5322, 3.3)."""
    date = message["date"].datetime if message["date"] else None
    return date.replace(tzinfo=UTC) if date and date.tzinfo is None else date


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return body.get_content() if body else ""
