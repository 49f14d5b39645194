"""The clinical library and the clinic's pack, read once, checked, and handed out as frozen data.

``library()`` is what medicine knows; ``pack()`` is what this clinic has decided. The wording of a licensed
questionnaire stands in the pack, and ``library()`` hands the questionnaire out with it. Nothing here needs Django.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock

from msgspec.structs import replace

from sojourn.content.errors import ContentError
from sojourn.content.library_loader import Library, library_problems, load_library
from sojourn.content.pack import Pack, licensed, load_pack

__all__ = ["ContentError", "Library", "Pack", "check", "library", "pack", "pack_folder", "using"]

CLINICS_FOLDER = Path(__file__).parent / "clinics"
DEFAULT_CLINIC = "aureo"

_swapped: list[Path] = []


# Reading makes msgspec work out its types, and two threads that do this at once can crash the process.
_reading = RLock()


def library() -> Library:
    """The clinical library in the words of this clinic, read once per process and pack."""
    with _reading:
        return _library_for(pack_folder())


def pack() -> Pack:
    """The clinic's pack: the folder named by ``SOJOURN_CLINIC``, read once per folder."""
    with _reading:
        return _pack_from(pack_folder())


def pack_folder() -> Path:
    """Where the pack is: ``SOJOURN_CLINIC`` is a name inside ``content/clinics`` or a path to a folder."""
    if _swapped:
        return _swapped[-1]
    return _folder_named(os.environ.get("SOJOURN_CLINIC") or DEFAULT_CLINIC)


@cache
def _folder_named(chosen: str) -> Path:
    inside = CLINICS_FOLDER / chosen
    return inside if inside.is_dir() else Path(chosen).expanduser().resolve()


@contextmanager
def using(pack_dir: Path) -> Iterator[Pack]:
    """Within the block ``pack()`` is the pack of ``pack_dir``, freshly read. For tests."""
    _forget_packs()
    _swapped.append(Path(pack_dir))
    try:
        yield pack()
    finally:
        _swapped.pop()
        _forget_packs()


def check() -> list[ContentError]:
    """Every problem of the library and of the pack; an empty list means both may be used."""
    problems = library_problems() + _pack_problems()
    return list({str(each): each for each in problems}.values())


@cache
def _library() -> Library:
    return load_library()


@cache
def _library_for(folder: Path) -> Library:
    shipped = _library()
    wordings = licensed.load(folder, shipped.instruments)
    if not wordings:
        return shipped
    return replace(shipped, instruments=licensed.in_words(shipped.instruments, wordings))


@cache
def _pack_from(folder: Path) -> Pack:
    return load_pack(folder)


def _forget_packs() -> None:
    _pack_from.cache_clear()
    _library_for.cache_clear()


def _pack_problems() -> list[ContentError]:
    try:
        load_pack(pack_folder())
    except ContentError as error:
        return [error]
    return []
