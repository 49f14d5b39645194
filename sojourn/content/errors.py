"""What is wrong with a content file, said so that the person who edited it can put it right."""

from __future__ import annotations

from pathlib import Path


class ContentError(Exception):
    """A content file was refused. Names the file, the key inside it and the reason, in one sentence."""

    def __init__(self, file: Path | str, key: str, reason: str) -> None:
        self.file = Path(file)
        self.key = key
        self.reason = reason.rstrip(".")
        super().__init__(f"{self.file}: {self.key or 'the file'}: {self.reason}.")
