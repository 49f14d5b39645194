"""What is done at the bedside, in the words that one touch writes down: answers to readings, comfort, an emergency."""

from __future__ import annotations

from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.monitoring import Concern
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Line(Content, frozen=True, kw_only=True):
    """One line of the log that one touch writes."""

    code: str
    words: str


class ResponseChoice(Line, frozen=True, kw_only=True):
    """What was done about a reading out of band. ``short`` stands on its button; ``says_what``: a note says it."""

    short: str
    answers_up_to: Concern = Concern.EMERGENCY
    says_what: bool = False

    def is_enough_for(self, concern: Concern) -> bool:
        """True when this alone answers a reading of that concern."""
        order = list(Concern)
        return order.index(concern) <= order.index(self.answers_up_to)


class Emergency(Content, frozen=True, kw_only=True):
    """The running log of an emergency: what begins it, what may be done in it, how it ends.

    ``start`` stands on its button, ``begins`` in the log, ``caveat`` above the steps: the log alone calls nobody.
    """

    start: str
    begins: str
    caveat: str
    over: str
    steps: tuple[Line, ...]


class BedsideCase(Content, frozen=True, kw_only=True):
    """A worked case: is this response enough for a reading of that concern?"""

    name: str
    response: str
    concern: Concern
    enough: bool


class Bedside(Sheet, frozen=True, kw_only=True):
    """The words of the session room."""

    responses: tuple[ResponseChoice, ...]
    comforts: tuple[Line, ...]
    emergency: Emergency
    cases: tuple[BedsideCase, ...]

    def response(self, code: str) -> ResponseChoice | None:
        """The response with that code, if there is one."""
        return next((each for each in self.responses if each.code == code), None)


def load(folder: Path) -> Bedside:
    """The words from ``bedside.yaml``."""
    path = folder / "bedside.yaml"
    sheet = read_yaml(path, Bedside)
    for concern in Concern:
        if not any(each.is_enough_for(concern) for each in sheet.responses):
            raise ContentError(path, "responses", f"nothing answers a reading of concern {concern!s}")
    for name in ("responses", "comforts"):
        codes = [each.code for each in getattr(sheet, name)]
        if len(codes) != len(set(codes)):
            raise ContentError(path, name, "a code stands twice")
    return sheet
