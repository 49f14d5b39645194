"""A rule that looks for what cannot be there is refused when it is loaded: it would find nobody, and read as safe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sojourn.content.errors import ContentError
from sojourn.content.library_loader import LIBRARY_FOLDER, load_library


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIBRARY_FOLDER, tmp_path / "library"))


@pytest.mark.parametrize(
    ("rule", "written", "instead", "named"),
    [
        (
            "aneurysm",
            '{answer: aneurysm, is: "yes"}',
            '{answer: aneurysm, is: "Yes"}',
            "“Yes” is none of the",
        ),
        (
            "aneurysm",
            '{answer: aneurysm, is: "yes"}',
            "{answer: aneurysm, at_least: 1}",
            "a limit says nothing",
        ),
        (
            "pregnancy",
            "is: positive}",
            "is: positiv}",
            "“positiv” is none of the answers: negative, positive",
        ),
        ("pregnancy", "problems: [Z33]", "problems: [Z3E3]", "“Z3E3” is not written"),
        ("suicidal_thoughts", "item: q9", "item: q99", "no instrument has this item"),
        ("suicidal_thoughts", "measure: phq-9", "measure: phq9", "no instrument has this item"),
        ("ketamine_allergy", "allergies: [ketamine", "allergies: [ketamin", "“ketamin” is no ingredient"),
        ("blood_pressure_very_high", "above: 180", "above: .nan", "a limit is a number"),
    ],
)
def test_what_cannot_be_there_is_refused(
    library: Path, rule: str, written: str, instead: str, named: str
) -> None:
    file = library / "screening" / f"{rule}.yaml"
    text = file.read_text(encoding="utf-8")
    assert written in text
    file.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=f"{rule}.yaml.*{named}"):
        load_library(library)


def test_the_library_names_only_what_is_there(library: Path) -> None:
    assert load_library(library).screening
