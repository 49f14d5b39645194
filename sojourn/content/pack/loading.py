"""Reads a clinic's folder into one checked Pack, or says which file, key and reason stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sojourn.content import drugs, instruments, intake_form
from sojourn.content.errors import ContentError
from sojourn.content.pack import checks, licensed, message_checks
from sojourn.content.pack.facts import facts_in_words, fill_facts
from sojourn.content.pack.files import convert
from sojourn.content.pack.languages import Language
from sojourn.content.pack.place import Clinic, Hours, Room
from sojourn.content.pack.policies import Policies
from sojourn.content.pack.services import Service
from sojourn.content.pack.shapes import Shape
from sojourn.content.pack.words import Consent, Letter, Message, Page, Question, SelfCheck, Topic
from sojourn.content.reading import read_markdown, read_yaml

T = TypeVar("T")
C = TypeVar("C", Service, Room)
D = TypeVar("D", Page, Consent, Message, Letter)

LIBRARY = Path(__file__).parents[1] / "library"
INSTRUMENTS, DRUGS = LIBRARY / "instruments", LIBRARY / "drugs"


class Pack(Shape, frozen=True, kw_only=True):
    """Everything one clinic says about itself."""

    clinic: Clinic
    services: dict[str, Service]
    rooms: dict[str, Room]
    hours: Hours
    policies: Policies
    question_topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    pages: dict[str, Page]
    self_check: SelfCheck
    consents: dict[str, Consent]
    languages: dict[str, Language]
    messages: dict[str, Message]
    translations: dict[str, dict[str, Message]]
    letters: dict[str, Letter]

    def message(self, id: str, language: str) -> Message:
        """A message in a language, or in the clinic's first one where that is not written here. Raises KeyError."""
        return self.translations.get(language, self.messages)[id]

    def language(self, code: str) -> Language:
        """A language by its code, or the clinic's first one."""
        return self.languages.get(code) or self.languages[self.clinic.languages[0]]

    def questions_about(self, topic: str) -> tuple[Question, ...]:
        """The questions under one heading, in the pack's order."""
        return tuple(each for each in self.questions if each.topic == topic)


class _Frame(msgspec.Struct, frozen=True):
    """The numbers of a pack, read first: its words lean on them."""

    clinic: Clinic
    services: dict[str, Service]
    rooms: dict[str, Room]
    hours: Hours
    policies: Policies
    wordings: dict[str, licensed.LicensedWords]


def load_pack(folder: Path) -> Pack:
    """The pack in a folder. ContentError names the file, the key and the reason of the first thing wrong."""
    if not folder.is_dir():
        raise ContentError(str(folder), "", "there is no such pack folder")
    frame = _frame(folder)
    _refuse(_problems_of_the_frame(frame))
    pack = _with_words(folder, frame)
    _refuse(_problems_of_the_words(pack))
    return pack


def _frame(folder: Path) -> _Frame:
    return _Frame(
        clinic=convert(read_yaml(folder / "clinic.yaml", dict), Clinic, file="clinic.yaml"),
        services=_listed(folder / "services.yaml", "services", Service),
        rooms=_listed(folder / "rooms.yaml", "rooms", Room),
        hours=convert(read_yaml(folder / "hours.yaml", dict), Hours, file="hours.yaml"),
        policies=convert(read_yaml(folder / "policies.yaml", dict), Policies, file="policies.yaml"),
        wordings=licensed.load(folder, _instruments()),
    )


@cache
def _instruments() -> Mapping[str, instruments.Instrument]:
    return instruments.load(INSTRUMENTS)


@cache
def _ingredients() -> frozenset[str]:
    return drugs.load(DRUGS).ingredients


@cache
def _answers() -> Mapping[str, frozenset[str]]:
    asked = intake_form.load(LIBRARY).questions
    return {each.key: frozenset(one.value for one in each.choices) for each in asked}


def _with_words(folder: Path, frame: _Frame) -> Pack:
    facts = facts_in_words(frame.clinic, frame.services.values(), frame.policies)
    languages = {code: _language(folder, code, facts) for code in frame.clinic.languages}
    asked = _filled_yaml(folder / "questions.yaml", facts)
    return Pack(
        clinic=frame.clinic,
        services=frame.services,
        rooms=frame.rooms,
        hours=frame.hours,
        policies=frame.policies,
        question_topics=_items(asked, "topics", Topic, "questions.yaml"),
        questions=_items(asked, "questions", Question, "questions.yaml"),
        pages={page.id: page for page in _pages(folder, facts)},
        self_check=convert(
            _filled_yaml(folder / "self_check.yaml", facts), SelfCheck, file="self_check.yaml"
        ),
        consents=_documents(folder, "consents", Consent, facts),
        languages=languages,
        messages=_documents(folder, "messages", Message, facts),
        translations={
            code: _documents(folder, f"messages/{code}", Message, facts | languages[code].facts)
            for code in frame.clinic.languages[1:]
        },
        letters=_documents(folder, "letters", Letter, facts),
    )


def _problems_of_the_frame(frame: _Frame) -> Iterator[checks.Problem]:
    services, hours = frame.services, frame.hours
    yield from checks.unique("clinic.yaml", (each.code for each in frame.clinic.places))
    for place in frame.clinic.places:
        yield from checks.known_zone(place.timezone)
        yield from checks.zone_fits_the_grid(place.timezone, hours)
    yield from checks.rooms_are_somewhere(frame.rooms, frame.clinic)
    yield from checks.needed(checks.SERVICES, services, checks.NEEDED_SERVICES)
    yield from checks.service_references(services)
    yield from checks.service_money(services)
    yield from checks.hours_run_forward(hours)
    yield from checks.services_have_rooms(services, frame.rooms.values())
    yield from checks.groups_are_watched(services)
    yield from checks.services_fit_the_day(services, hours)
    yield from checks.policies_agree(frame.policies, services)
    yield from checks.drugs_exist(frame.policies, _ingredients())
    yield from checks.instruments_exist(frame.policies, _instruments(), frame.wordings)


def _problems_of_the_words(pack: Pack) -> Iterator[checks.Problem]:
    yield from checks.unique("questions.yaml", (each.id for each in pack.questions))
    yield from checks.questions_have_topics(pack.questions, pack.question_topics)
    yield from checks.self_check_speaks(pack.self_check)
    yield from checks.consents_fit(pack.consents.values(), pack.services, _answers())
    yield from checks.needed("pages", pack.pages, checks.NEEDED_PAGES)
    yield from checks.needed("consents", pack.consents, checks.NEEDED_CONSENTS)
    yield from checks.needed("messages", pack.messages, checks.NEEDED_MESSAGES)
    yield from checks.needed("letters", pack.letters, checks.NEEDED_LETTERS)
    private = pack.policies.private_words
    yield from message_checks.messages_fit("messages", pack.messages, pack.messages, private)
    for code, messages in pack.translations.items():
        yield from message_checks.messages_fit(f"messages/{code}", messages, pack.messages, private)
    for language in pack.languages.values():
        yield from message_checks.own_times_fit(language, private)
    for letter in pack.letters.values():
        yield from checks.letter_placeholders(letter)


def _refuse(problems: Iterable[checks.Problem]) -> None:
    for file, key, reason in problems:
        raise ContentError(file, key, reason)


def _listed(path: Path, key: str, kind: type[C]) -> dict[str, C]:
    items = _items(read_yaml(path, dict), key, kind, path.name)
    _refuse(checks.unique(path.name, (each.code for each in items)))
    return {each.code: each for each in items}


def _items(holder: dict[str, Any], key: str, kind: type[T], file: str) -> tuple[T, ...]:
    written = holder.get(key)
    if not isinstance(written, list) or not written:
        raise ContentError(file, key, "is a list with at least one entry")
    return tuple(
        convert(each, kind, file=file, key=_name(each, f"{key}[{n}]")) for n, each in enumerate(written)
    )


def _name(written: Any, otherwise: str) -> str:
    if not isinstance(written, dict):
        return otherwise
    return str(written.get("code") or written.get("id") or otherwise)


def _filled_yaml(path: Path, facts: dict[str, str]) -> dict[str, Any]:
    filled: dict[str, Any] = fill_facts(read_yaml(path, dict), facts, file=path.name)
    return filled


def _pages(folder: Path, facts: dict[str, str]) -> Iterator[Page]:
    for path in sorted((folder / "pages").glob("*.yaml")):
        file = f"pages/{path.name}"
        filled = fill_facts(read_yaml(path, dict), facts, file=file)
        yield _named_after_its_file(convert(filled, Page, file=file), path, file)


def _language(folder: Path, code: str, facts: dict[str, str]) -> Language:
    path, file = folder / "languages" / f"{code}.yaml", f"languages/{code}.yaml"
    kept = ("weekday", "day", "month", "time", "name", "times", "before", "last")
    found = convert(fill_facts(read_yaml(path, dict), facts, file=file, keep=kept), Language, file=file)
    if found.code != code:
        raise ContentError(file, "code", f"is {found.code!r}, but the file is named {code!r}")
    return found


def _documents(folder: Path, where: str, kind: type[D], facts: dict[str, str]) -> dict[str, D]:
    paths = sorted((folder / where).glob("*.md"))
    return {path.stem: _document(path, f"{where}/{path.name}", kind, facts) for path in paths}


def _document(path: Path, file: str, kind: type[D], facts: dict[str, str]) -> D:
    written = read_markdown(path, dict)
    filled = fill_facts(written, facts, file=file, keep=written.get("placeholders") or ())
    return _named_after_its_file(convert(filled, kind, file=file), path, file)


def _named_after_its_file(read: D, path: Path, file: str) -> D:
    if read.id != path.stem:
        raise ContentError(file, "id", f"is {read.id!r}, but the file is named {path.stem!r}")
    return read
