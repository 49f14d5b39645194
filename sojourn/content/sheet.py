"""The head every library file carries: what it is, where it comes from, who read it and when."""

from __future__ import annotations

from datetime import date

from sojourn.content.reading import Content


class Source(Content, frozen=True, kw_only=True):
    """Where the content of a file was taken from, and on what terms it may be shipped."""

    citation: str
    licence: str
    link: str = ""


class Sheet(Content, frozen=True, kw_only=True):
    """One library file. Subclasses add the body and the worked ``cases`` that the tests run."""

    id: str
    version: int
    title: str
    source: Source
    reviewed_by: str
    reviewed_on: date
