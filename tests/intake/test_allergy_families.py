"""Allergies to a family of drugs: read by its own name, offered for what may mean it, never chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn import content
from sojourn.content import allergies
from sojourn.content.errors import ContentError
from sojourn.faces.ui.history_lines import AllergyForm
from sojourn.intake.allergy_reading import allergy_offers, read_allergy

LIBRARY = content.library()
TABLE, SHEET = LIBRARY.drugs, LIBRARY.allergies


@pytest.mark.parametrize(
    ("text", "names", "status"),
    [
        ("penicillins", ("penicillins",), "checked"),
        ("Any penicillin", ("penicillins",), "checked"),
        ("SULFA DRUGS", ("sulfonamides",), "checked"),
        ("Non-steroidal anti-inflammatory drugs", ("NSAIDs",), "checked"),
        ("penicillins and codeine", ("penicillins", "codeine"), "checked"),
        ("penicillins, sulfa drugs and opiates", ("penicillins", "sulfonamides", "opioids"), "checked"),
        ("penicillins, all penicillins", ("penicillins",), "checked"),
        ("penicillins y sulfa drugs", ("penicillins", "sulfonamides"), "checked"),
        ("penicillins and peanuts", ("penicillins",), "not_checked"),
        ("no penicillins", ("penicillins",), "not_checked"),
        ("penicilin", (), "not_checked"),
        ("penicillin", (), "not_checked"),
        ("sulfa and codeine", ("codeine",), "not_checked"),
        ("Penicillin V", ("penicillin v",), "checked"),
        ("latex", ("latex",), "checked"),
    ],
)
def test_a_family_is_read_by_its_own_name_alone(text: str, names: tuple[str, ...], status: str) -> None:
    assert read_allergy(text, TABLE, SHEET) == (names, status)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("penicilin", [("penicilin", "penicillins"), ("penicilin", "penicillin v")]),
        ("Penicillin", [("penicillin", "penicillins"), ("penicillin", "penicillin v")]),
        ("penicillin g", [("penicillin g", "penicillins"), ("penicillin", "penicillin v")]),
        ("PCN", [("pcn", "penicillins")]),
        ("codeine and penicilina", [("penicilina", "penicillins"), ("penicilina", "penicillin v")]),
        ("sulfa and codeine", [("sulfa", "sulfonamides")]),
        ("penicillins and sulfa", [("sulfa", "sulfonamides")]),
        ("opiods", [("opiods", "opioids")]),
        ("amoxicilin", [("amoxicilin", "amoxicillin")]),
        ("penicillins", []),
        ("Penicillin V", []),
        ("latex", []),
        ("peanuts", []),
    ],
)
def test_what_may_mean_a_family_is_offered(text: str, offered: list[tuple[str, str]]) -> None:
    assert [(each.typed, each.name) for each in allergy_offers(text, TABLE, SHEET)] == offered


def test_an_offer_tells_who_is_in_the_family() -> None:
    family, _ = allergy_offers("penicilin", TABLE, SHEET)
    assert family.ingredients == ("amoxicillin", "ampicillin", "penicillin v")


def test_no_more_is_offered_than_a_person_can_look_through() -> None:
    many = "penicilin, sulfa, opiods, nsaid, benzos, cephalosporin, zolofft, lamictel"
    assert len(allergy_offers(many, TABLE, SHEET)) == 6


def form(text: str, meant: str = "") -> AllergyForm:
    filled = AllergyForm({"as_written": text, "harm": "severe", "meant": meant})
    filled.is_valid()
    return filled


def test_a_person_confirms_the_family() -> None:
    asked = form("penicilin")
    assert [name for name, _ in asked.asked_back] == ["penicillins", "penicillin v"]
    assert "amoxicillin" in asked.asked_back[0][1]
    chosen = form("penicilin", "penicillins")
    assert (chosen.cleaned_data["as_written"], chosen.offers) == ("penicillins", ())
    kept = form("penicilin", "as-written")
    assert (kept.cleaned_data["as_written"], kept.offers) == ("penicilin", ())


def test_with_one_family_confirmed_the_other_is_still_asked_about() -> None:
    chosen = form("penicilin and sulfa", "penicillins")
    assert chosen.cleaned_data["as_written"] == "penicillins and sulfa"
    assert [name for name, _ in chosen.asked_back] == ["sulfonamides"]


def test_no_name_of_a_family_is_also_a_drug_or_a_material() -> None:
    for name in SHEET.family_names:
        assert TABLE.find(name.split()) is None and SHEET.material(name) is None, name


@pytest.mark.parametrize(
    ("found", "said", "reason"),
    [
        ("[amoxicillin, ampicillin,", "[amoxicillin, frobnicillin,", "frobnicillin"),
        ("classes: [opioid]", "classes: [frobnoid]", "frobnoid"),
        ("kin: [cephalosporins]", "kin: [frobnins]", "no such family: frobnins"),
        ("asked: [nsaid,", "asked: [sulfa,", "'sulfa' stands twice"),
    ],
)
def test_a_family_that_does_not_fit_the_table_is_refused(
    tmp_path: Path, found: str, said: str, reason: str
) -> None:
    written = (Path(allergies.__file__).parent / "library" / "allergies.yaml").read_text(encoding="utf-8")
    (tmp_path / "allergies.yaml").write_text(written.replace(found, said, 1), encoding="utf-8")
    classes = frozenset(name for drug in TABLE.drugs.values() for name in drug.classes)
    with pytest.raises(ContentError, match=reason):
        allergies.load(tmp_path, classes, TABLE.ingredients)
