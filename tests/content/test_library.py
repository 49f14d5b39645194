"""The library as a whole: it holds together, says where it comes from, and a broken file is refused."""

from __future__ import annotations

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from sojourn import content
from sojourn.billing.rules.codes import code_for_minutes
from sojourn.content.intake_form import FormCase
from sojourn.content.library_loader import LIBRARY_FOLDER, library_problems, load_library
from sojourn.content.sheet import Sheet
from sojourn.pharmacy.rules import deadlines, inventory_due

LIBRARY = content.library()
SHEETS: tuple[Sheet, ...] = (
    *LIBRARY.instruments.values(),
    LIBRARY.intake_form,
    LIBRARY.monitoring,
    LIBRARY.bedside,
    LIBRARY.dose_words,
    LIBRARY.dosing,
    LIBRARY.discharge,
    LIBRARY.register,
    LIBRARY.side_effects,
    LIBRARY.codes,
    LIBRARY.allergies,
    *LIBRARY.equivalents.values(),
    *LIBRARY.models.values(),
    LIBRARY.expected_course,
)


def _cases(sheet: Sheet) -> list:  # type: ignore[type-arg]
    return [pytest.param(case, id=case.name) for case in sheet.cases]  # type: ignore[attr-defined]


def test_the_whole_library_holds_together() -> None:
    assert library_problems() == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_every_file_says_where_it_comes_from_and_proves_itself(sheet: Sheet) -> None:
    assert sheet.source.citation and sheet.source.licence
    assert sheet.reviewed_by and sheet.version >= 1
    assert sheet.cases  # type: ignore[attr-defined]


def test_ids_are_unique() -> None:
    ids = [sheet.id for sheet in SHEETS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        (
            "instruments/phq-9.yaml",
            "answers: frequency, loinc: 44250-9",
            "answers: often",
            "items.q1",
            "often",
        ),
        ("instruments/phq-9.yaml", "items: [q9]", "items: [q10]", "alerts", "q10"),
        ("instruments/gad-7.yaml", "from: 10", "from: 4", "bands", "higher"),
        ("intake_form.yaml", "{psychosis: [", "{psychose: [", "psychosis_now.show_if", "psychose"),
        ("intake_form.yaml", "key: story", "key: complaints", "complaints", "two questions"),
        ("monitoring.yaml", "red_after: 10", "red_after: 5", "red_after", "after amber"),
        ("dosing.yaml", 'hard_mg_per_kg: "2.0"', 'hard_mg_per_kg: "1.0"', "hard_mg_per_kg", "above"),
        ("side_effects.yaml", "rescues: [acetaminophen]", "rescues: [aspirin]", "headache", "aspirin"),
        ("codes.yaml", "from_minutes: 38", "from_minutes: 39", "psychotherapy.90834", "one minute"),
        ("equivalents/opioids.yaml", 'factor: "0.15"', 'factor: "0"', "factors.codeine", "above zero"),
        (
            "equivalents/opioids.yaml",
            "ingredient: morphine",
            "ingredient: morfine",
            "factors.morfine",
            "drug table",
        ),
        ("equivalents/opioids.yaml", "unit: mcg/h", "unit: mcg", "factors.fentanyl", "unit"),
        ("equivalents/benzodiazepines.yaml", "id: benzo", "id: benza", "id", "name"),
        ("interactions/opioid.yaml", "voice: clinic", "voice: label", "voices", "missing: clinic"),
        ("pk/kamp2020.yaml", "id: kamp2020", "id: kamp", "id", "name"),
        ("pk/kamp2020.yaml", "central: {litres: 25,", "central: {litres: 0,", "central", "above zero"),
        (
            "pk/kamp2020.yaml",
            "clearance: {litres_per_hour: 84,",
            "clearence: {litres_per_hour: 84,",
            "clearence",
            "unknown",
        ),
        (
            "pk/perezruixo2021.yaml",
            "eliminates_per_hour: 3.88",
            "eliminates_per_hour: 0",
            "clearance",
            "leave the body",
        ),
        ("expected_course.yaml", "[kamp2020, otto", "[otto2021_fanta2015, otto", "drawn", "not venous"),
        ("expected_course.yaml", "value: 0.93", "value: 1.93", "bioavailability_im", "within"),
        ("discharge.yaml", "minimum_minutes: 120", "minimum_minutes: two hours", "minimum_minutes", "int"),
        ("discharge.yaml", "reads: [spo2]", "reads: [oxygen]", "criteria", "no measure"),
        ("register.yaml", "form_days: 45", "form_days: 0", "inventory_years", "deadline"),
        ("register.yaml", ", is_loss: true", "", "causes", "loss"),
        ("register.yaml", "code: recalled", "code: expired", "transfers", "twice"),
    ],
)
def test_a_broken_file_is_refused_by_name_key_and_reason(
    tmp_path: Path, file: str, old: str, new: str, key: str, reason: str
) -> None:
    folder = shutil.copytree(LIBRARY_FOLDER, tmp_path / "library")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(content.ContentError) as refused:
        load_library(folder)
    assert refused.value.file == folder / file
    assert key in refused.value.key
    assert reason in refused.value.reason
    assert str(refused.value) in [str(each) for each in library_problems(folder)]


@pytest.mark.parametrize("case", _cases(LIBRARY.intake_form))
def test_the_intake_form_asks_what_follows(case: FormCase) -> None:
    asked = {question.key for question in LIBRARY.intake_form.asked(case.answers)}
    assert set(case.asked) <= asked
    assert not set(case.not_asked) & asked


def test_i_dont_know_is_an_answer_to_every_yes_or_no_question() -> None:
    for question in LIBRARY.intake_form.questions:
        if question.kind == "yes_no_unknown":
            assert [option.value for option in question.choices] == ["yes", "no", "unknown"]


@pytest.mark.parametrize("case", _cases(LIBRARY.monitoring))
def test_readings_out_of_band(case) -> None:  # type: ignore[no-untyped-def]
    assert (LIBRARY.monitoring.concern(case.measure, case.value) or "") == case.concern


@pytest.mark.parametrize("case", _cases(LIBRARY.dosing))
def test_doses_and_limits(case) -> None:  # type: ignore[no-untyped-def]
    dosing = LIBRARY.dosing
    assert dosing.limit(case.total_mg, case.weight_kg) == case.limit
    if case.mg_per_kg is not None:
        assert case.weight_kg * case.mg_per_kg == case.total_mg
    if case.ml is not None:
        assert case.strength in dosing.strengths_mg_per_ml
        assert (case.total_mg / case.strength).quantize(Decimal("0.01")) == case.ml


@pytest.mark.parametrize("case", _cases(LIBRARY.discharge))
def test_nobody_leaves_too_early(case) -> None:  # type: ignore[no-untyped-def]
    since_dose = timedelta(minutes=case.minutes)
    assert (since_dose >= timedelta(minutes=LIBRARY.discharge.minimum_minutes)) is case.long_enough


@pytest.mark.parametrize("case", LIBRARY.discharge.fresh_cases, ids=lambda case: case.name)
def test_no_old_reading_sends_anybody_home(case) -> None:  # type: ignore[no-untyped-def]
    assert (case.age <= LIBRARY.discharge.fresh_minutes) is case.fresh


@pytest.mark.parametrize("case", _cases(LIBRARY.register))
def test_a_loss_is_told_in_time_and_an_inventory_comes_round(case) -> None:  # type: ignore[no-untyped-def]
    law = LIBRARY.register
    due = deadlines(case.found, business_days=law.notify_business_days, form_days=law.form_days, holidays=())
    assert (due.tell_by, due.form_by) == (case.tell_by, case.form_by)
    if case.inventory_by:
        assert inventory_due(case.found, law.inventory_years, case.found) == case.inventory_by


@pytest.mark.parametrize("case", _cases(LIBRARY.bedside))
def test_what_answers_a_reading(case) -> None:  # type: ignore[no-untyped-def]
    assert LIBRARY.bedside.response(case.response).is_enough_for(case.concern) is case.enough


@pytest.mark.parametrize("case", _cases(LIBRARY.side_effects))
def test_what_is_given_for_a_side_effect(case) -> None:  # type: ignore[no-untyped-def]
    assert tuple(each.code for each in LIBRARY.side_effects.rescues_for(case.effect)) == case.rescues


@pytest.mark.parametrize("case", _cases(LIBRARY.codes))
def test_the_code_follows_from_the_minutes(case) -> None:  # type: ignore[no-untyped-def]
    bands = LIBRARY.codes.psychotherapy
    found = code_for_minutes(case.minutes, bands)
    assert found == (case.code or None)


def test_a_condition_is_found_by_any_of_its_names_and_offered_by_its_words() -> None:
    codes = content.library().codes
    assert codes.named(" heart  ATTACK ").code == "I25.2"  # type: ignore[union-attr]
    assert codes.named("I10").label == "High blood pressure"  # type: ignore[union-attr]
    assert codes.named("diabetes") is None
    assert {each.code for each in codes.like("diabetes")} == {"E10.9", "E11.9"}
    assert codes.like("as a kid") == ()
