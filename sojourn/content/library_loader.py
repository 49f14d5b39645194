"""Puts the clinical library together from its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from sojourn.content import (
    allergies,
    bedside,
    class_words,
    codes,
    conditions,
    discharge,
    dose_words,
    dosing,
    drugs,
    equivalents,
    instruments,
    intake_form,
    interactions,
    kinetics,
    monitoring,
    readings,
    register,
    screening,
    screening_names,
    side_effects,
)
from sojourn.content.conditions import Subject, subjects
from sojourn.content.errors import ContentError
from sojourn.content.reading import Content

LIBRARY_FOLDER = Path(__file__).parent / "library"

Load = Callable[[], Any]


class Library(Content, frozen=True, kw_only=True):
    """What medicine knows, as data: one attribute per subject. ``version`` changes with every changed file."""

    version: str
    instruments: Mapping[str, instruments.Instrument]
    intake_form: intake_form.IntakeForm
    monitoring: monitoring.Monitoring
    bedside: bedside.Bedside
    dosing: dosing.Dosing
    discharge: discharge.Discharge
    register: register.Register
    side_effects: side_effects.SideEffects
    codes: codes.Codes
    readings: readings.Readings
    conditions: conditions.Conditions
    drugs: drugs.DrugTable
    interactions: tuple[interactions.InteractionRule, ...]
    equivalents: Mapping[str, equivalents.Equivalents]
    screening: tuple[screening.ScreeningRule, ...]
    allergies: allergies.Allergies
    class_words: class_words.ClassWords
    dose_words: dose_words.DoseWords
    models: Mapping[str, kinetics.Model]
    expected_course: kinetics.ExpectedCourse

    @property
    def condition_subjects(self) -> Mapping[str, Subject]:
        """Every score and value that a condition of a decision may limit."""
        return subjects(self.conditions, self.readings, self.instruments)

    @property
    def offered_subjects(self) -> Mapping[str, Subject]:
        """Those a new condition may name: no score of a questionnaire that the clinic has no words to ask."""
        asked = {code: each for code, each in self.instruments.items() if each.has_words}
        return subjects(self.conditions, self.readings, asked)


def load_library(folder: Path = LIBRARY_FOLDER) -> Library:
    """The whole library; raises the first :class:`ContentError` found."""
    return Library(
        version=_version(folder), **{subject: load() for subject, load in _subjects(folder).items()}
    )


def _version(folder: Path) -> str:
    """Twelve characters that no other content of the files has."""
    digest = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if each.suffix in {".yaml", ".csv"}):
        digest.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def library_problems(folder: Path = LIBRARY_FOLDER) -> list[ContentError]:
    """What is wrong with the library: the first problem of each subject, and of each instrument."""
    subjects = _subjects(folder)
    del subjects["instruments"]
    sheets = sorted((folder / "instruments").glob("*.yaml"))
    one_by_one: list[Load] = [partial(instruments.load_one, path) for path in sheets]
    loads = [*one_by_one, *subjects.values()]
    return [error for load in loads for error in _problem(load)]


@dataclass(frozen=True)
class _Files:
    """The files of one library folder; what other files refer to is read once."""

    folder: Path

    @cached_property
    def intake_form(self) -> intake_form.IntakeForm:
        return intake_form.load(self.folder)

    @cached_property
    def monitoring(self) -> monitoring.Monitoring:
        return monitoring.load(self.folder)

    @cached_property
    def drugs(self) -> drugs.DrugTable:
        return drugs.load(self.folder / "drugs")

    @cached_property
    def readings(self) -> readings.Readings:
        return readings.load(self.folder)

    @cached_property
    def codes(self) -> codes.Codes:
        return codes.load(self.folder)

    @cached_property
    def models(self) -> Mapping[str, kinetics.Model]:
        return kinetics.load_models(self.folder / "pk")

    @cached_property
    def classes(self) -> frozenset[str]:
        return frozenset(name for drug in self.drugs.drugs.values() for name in drug.classes)

    def discharge(self) -> discharge.Discharge:
        return discharge.load(self.folder, frozenset(each.code for each in self.monitoring.measures))

    def interactions(self) -> tuple[interactions.InteractionRule, ...]:
        return interactions.load(self.folder / "interactions", self.classes)

    def allergies(self) -> allergies.Allergies:
        return allergies.load(self.folder, self.classes, self.drugs.ingredients)

    def class_words(self) -> class_words.ClassWords:
        return class_words.load(self.folder / "drugs" / "class_words.yaml", self.drugs.drugs.values())

    def expected_course(self) -> kinetics.ExpectedCourse:
        return kinetics.load(self.folder, self.models)

    def equivalents(self) -> Mapping[str, equivalents.Equivalents]:
        return equivalents.load(self.folder / "equivalents", self.drugs.ingredients)

    def screening(self) -> tuple[screening.ScreeningRule, ...]:
        questions = frozenset(question.key for question in self.intake_form.questions)
        conditions = frozenset(each.code for each in self.codes.conditions)
        folder = self.folder / "screening"
        rules = screening.load(folder, questions, frozenset(self.readings.by_code), conditions)
        screening_names.check_names(rules, self._named(), folder)
        return rules

    def _named(self) -> screening_names.Names:
        """What screening rules may look for."""
        sheets = instruments.load(self.folder / "instruments")
        return screening_names.Names(
            answers={
                each.key: frozenset(option.value for option in each.choices)
                for each in self.intake_form.questions
            },
            items={
                code: frozenset({"total", "rise", *(item.id for item in sheet.items)})
                for code, sheet in sheets.items()
            },
            labs={code: frozenset(each.options) for code, each in self.readings.by_code.items()},
            ingredients=self.drugs.ingredients,
        )


def _subjects(folder: Path) -> dict[str, Load]:
    files = _Files(folder)
    return {
        "instruments": partial(instruments.load, folder / "instruments"),
        "intake_form": lambda: files.intake_form,
        "monitoring": lambda: files.monitoring,
        "bedside": partial(bedside.load, folder),
        "dosing": partial(dosing.load, folder),
        "discharge": files.discharge,
        "register": partial(register.load, folder),
        "side_effects": partial(side_effects.load, folder),
        "codes": lambda: files.codes,
        "readings": lambda: files.readings,
        "conditions": partial(conditions.load, folder),
        "drugs": lambda: files.drugs,
        "class_words": files.class_words,
        "interactions": files.interactions,
        "equivalents": files.equivalents,
        "dose_words": partial(dose_words.load, folder),
        "screening": files.screening,
        "allergies": files.allergies,
        "models": lambda: files.models,
        "expected_course": files.expected_course,
    }


def _problem(load: Load) -> Iterator[ContentError]:
    try:
        load()
    except ContentError as error:
        yield error
