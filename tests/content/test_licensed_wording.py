"""Questionnaires whose words are licensed: scored for everybody, worded only by a clinic that holds the licence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sojourn import content
from sojourn.content import ContentError, instruments
from sojourn.content.library_loader import LIBRARY_FOLDER
from sojourn.content.pack import load_pack
from tests.content.licensed_pack import LICENCE, TEXTS, WORDING, a_pack

SHEETS = LIBRARY_FOLDER / "instruments"
DAST = "dast-10"


def test_the_library_ships_no_licensed_words_and_the_demo_clinic_has_none() -> None:
    sheet = content.library().instruments[DAST]
    assert sheet.wording is instruments.Wording.LICENSED and not sheet.has_words
    assert not any(item.text or item.help for item in sheet.items)
    assert DAST not in {each for plan in content.pack().policies.questionnaires for each in plan.instruments}


def test_a_clinic_with_the_licence_has_one_questionnaire_in_its_words(tmp_path: Path) -> None:
    wording = {**WORDING, "recall": "Invented lead.", "instructions": "Invented instructions."}
    with content.using(a_pack(tmp_path, asks="[phq-9, dast-10]", dast_10=wording)):
        sheet = content.library().instruments[DAST]
        assert sheet.has_words
        assert [item.text for item in sheet.items] == list(TEXTS.values())
        assert (sheet.recall, sheet.instructions) == ("Invented lead.", "Invented instructions.")
        assert sheet.credit == "Printed by leave of the holder."
        assert "Granted by The holder on 2 November 2026." in sheet.source.licence
        assert sheet.bands and sheet.loinc["panel"] == "82666-9"
    assert not content.library().instruments[DAST].has_words


def test_what_the_pack_does_not_say_stays_as_the_library_has_it(tmp_path: Path) -> None:
    shipped = content.library().instruments[DAST]
    with content.using(a_pack(tmp_path, dast_10=WORDING)):
        assert content.library().instruments[DAST].recall == shipped.recall


def test_only_a_clinic_with_the_words_offers_the_score_as_a_condition(tmp_path: Path) -> None:
    assert "score:dast-10" not in content.library().offered_subjects
    assert "score:dast-10" in content.library().condition_subjects
    with content.using(a_pack(tmp_path, dast_10=WORDING)):
        assert "score:dast-10" in content.library().offered_subjects


def test_a_plan_that_asks_without_the_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="do not ask it") as refused:
        load_pack(a_pack(tmp_path, asks="[phq-9, dast-10]"))
    assert (str(refused.value.file), refused.value.key) == ("policies.yaml", "questionnaires")


WITHOUT_THE_LAST = {key: text for key, text in TEXTS.items() if key != "q10"}


@pytest.mark.parametrize(
    ("name", "wording", "key", "reason"),
    [
        ("dast_10", {"licence": LICENCE, "texts": WITHOUT_THE_LAST}, "texts.q10", "is missing"),
        ("dast_10", {"licence": LICENCE, "texts": {**TEXTS, "q4": "  "}}, "texts.q4", "is missing"),
        ("dast_10", {"licence": LICENCE, "texts": {**TEXTS, "q11": "One more?"}}, "texts.q11", "no item"),
        ("dast_10", {"texts": TEXTS}, "", "licence"),
        ("phq_9", WORDING, "texts", "has its wording in the library"),
        ("dast_11", WORDING, "", "no questionnaire of this name"),
    ],
)
def test_words_that_do_not_fit_are_refused(
    tmp_path: Path, name: str, wording: object, key: str, reason: str
) -> None:
    with pytest.raises(ContentError, match=reason) as refused:
        load_pack(a_pack(tmp_path, **{name: wording}))
    assert str(refused.value.file) == f"instruments/{name.replace('_', '-')}.yaml"
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("file", "was", "becomes", "reason"),
    [
        (
            "dast-10.yaml",
            "{id: q1, answers: yes_counts}",
            "{id: q1, answers: yes_counts, text: Invented}",
            "not shipped",
        ),
        ("audit-c.yaml", "wording: exact", "wording: licensed", "not shipped"),
        ("dast-10.yaml", "wording: licensed", "wording: exact", "a question has its words"),
    ],
)
def test_a_library_file_has_its_words_exactly_when_they_are_free(
    tmp_path: Path, file: str, was: str, becomes: str, reason: str
) -> None:
    path = Path(shutil.copy(SHEETS / file, tmp_path / file))
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=reason) as refused:
        instruments.load_one(path)
    assert refused.value.key == "items.q1.text"
