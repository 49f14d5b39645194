"""Puts the clinical library together from its files."""

from __future__ import annotations

from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content

LIBRARY_FOLDER = Path(__file__).parent / "library"


class Library(Content):
    """What medicine knows, as data: one attribute per subject."""


def load_library(folder: Path = LIBRARY_FOLDER) -> Library:
    """The whole library; raises the first :class:`ContentError` found."""
    return Library()


def library_problems(folder: Path = LIBRARY_FOLDER) -> list[ContentError]:
    """Every problem of the library, each file on its own."""
    return []
