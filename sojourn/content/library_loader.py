"""Puts the clinical library together from its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sojourn.content import instruments, intake_form
from sojourn.content.errors import ContentError
from sojourn.content.instruments import Instrument
from sojourn.content.intake_form import IntakeForm
from sojourn.content.reading import Content

LIBRARY_FOLDER = Path(__file__).parent / "library"


class Library(Content):
    """What medicine knows, as data: one attribute per subject."""

    instruments: Mapping[str, Instrument]
    intake_form: IntakeForm


def load_library(folder: Path = LIBRARY_FOLDER) -> Library:
    """The whole library; raises the first :class:`ContentError` found."""
    return Library(**{subject: load() for subject, load in _loaders(folder).items()})


def library_problems(folder: Path = LIBRARY_FOLDER) -> list[ContentError]:
    """What is wrong with the library: the first problem of each subject, and of each instrument."""
    one_by_one = [partial(instruments.load_one, path) for path in sorted((folder / "instruments").glob("*"))]
    others = [load for subject, load in _loaders(folder).items() if subject != "instruments"]
    return [error for load in (*one_by_one, *others) for error in _problem(load)]


def _loaders(folder: Path) -> dict[str, Callable[[], Any]]:
    return {
        "instruments": partial(instruments.load, folder / "instruments"),
        "intake_form": partial(intake_form.load, folder),
    }


def _problem(load: Callable[[], Any]) -> Iterator[ContentError]:
    try:
        load()
    except ContentError as error:
        yield error
