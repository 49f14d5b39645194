"""The wording of licensed questionnaires: a clinic with the licence has it in its pack, the library never does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from sojourn.content.errors import ContentError
from sojourn.content.instruments import Instrument, Wording
from sojourn.content.pack.files import convert
from sojourn.content.pack.shapes import Shape, Words
from sojourn.content.reading import read_yaml
from sojourn.core.spoken import full_day

Instruments = Mapping[str, Instrument]


class Licence(Shape, frozen=True, kw_only=True):
    """Who allowed this clinic to use the wording, when, on what terms, and the credit printed with the questions."""

    granted_by: Words
    granted_on: date
    credit: Words
    terms: str = ""

    @property
    def in_words(self) -> str:
        """One sentence, with the terms after it."""
        return f"Granted by {self.granted_by} on {full_day(self.granted_on)}. {self.terms}".strip()


class LicensedWords(Shape, frozen=True, kw_only=True):
    """The words of one questionnaire: a text for every item, and what stands above them where it differs."""

    licence: Licence
    texts: dict[str, Words]
    recall: str = ""
    instructions: str = ""


def load(pack_folder: Path, library: Instruments) -> dict[str, LicensedWords]:
    """The wordings of a pack by the questionnaire's id; ContentError at the first that does not fit the library."""
    return {
        path.stem: _load_one(path, library) for path in sorted((pack_folder / "instruments").glob("*.yaml"))
    }


def in_words(library: Instruments, wordings: Mapping[str, LicensedWords]) -> Instruments:
    """The library's questionnaires, each licensed one in the words of the pack where it has them."""
    worded = {name: _worded(library[name], words) for name, words in wordings.items()}
    return MappingProxyType({**library, **worded})


def _load_one(path: Path, library: Instruments) -> LicensedWords:
    file = f"{path.parent.name}/{path.name}"
    words = convert(read_yaml(path, dict), LicensedWords, file=file)
    for key, reason in _problems(words, library.get(path.stem)):
        raise ContentError(file, key, reason)
    return words


def _problems(words: LicensedWords, sheet: Instrument | None) -> Iterator[tuple[str, str]]:
    if sheet is None:
        yield "", "the library has no questionnaire of this name"
        return
    if sheet.wording is not Wording.LICENSED:
        yield "texts", f"{sheet.name} has its wording in the library; a pack does not change it"
    known = [item.id for item in sheet.items]
    for item in known:
        if not words.texts.get(item, "").strip():
            yield f"texts.{item}", f"is missing; every item of {sheet.name} has its text"
    for item in words.texts:
        if item not in known:
            yield f"texts.{item}", f"{sheet.name} has no item {item!r}"


def _worded(sheet: Instrument, words: LicensedWords) -> Instrument:
    return replace(
        sheet,
        items=tuple(replace(item, text=words.texts[item.id]) for item in sheet.items),
        recall=words.recall or sheet.recall,
        instructions=words.instructions or sheet.instructions,
        credit=words.licence.credit,
        source=replace(sheet.source, licence=f"{sheet.source.licence} {words.licence.in_words}"),
    )
