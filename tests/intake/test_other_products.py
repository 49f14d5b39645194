"""A name with "PM" or "D" behind it is another product; words that count or begin something else name a drug."""

from __future__ import annotations

import pytest

from sojourn import content
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication


def read(text: str) -> MedicationReading:
    return read_medication(text, content.library().drugs, offers=False)


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("ibuprofen pm", "diphenhydramine;ibuprofen"),
        ("Motrin PM 2 caplets", "diphenhydramine;ibuprofen"),
        ("acetaminophen-PM", "acetaminophen;diphenhydramine"),
        ("naproxen pm", "diphenhydramine;naproxen"),
        ("bayer pm", "aspirin;diphenhydramine"),
        ("Excedrin PM", "acetaminophen;aspirin;diphenhydramine"),
        ("Goody’s PM", "acetaminophen;diphenhydramine"),
        ("panadol night", "acetaminophen;diphenhydramine"),
        ("tylenol simply sleep", "diphenhydramine"),
        ("mucinex nightshift", "acetaminophen;dextromethorphan;triprolidine"),
        ("loratadine-d", "loratadine;pseudoephedrine"),
        ("cetirizine d", "cetirizine;pseudoephedrine"),
        ("guaifenesin ac", "codeine;guaifenesin"),
        ("nyquil cold & flu", "acetaminophen;dextromethorphan;doxylamine"),
        ("dayquil cold and flu", "acetaminophen;dextromethorphan;phenylephrine"),
    ],
)
def test_a_product_the_table_knows_is_read_with_all_that_is_in_it(text: str, ingredients: str) -> None:
    found = read(text)
    assert (";".join(found.ingredients), found.status) == (ingredients, ReadingStatus.CHECKED)


@pytest.mark.parametrize(
    "text",
    [
        "advil night",
        "aleve night",
        "ibuprofen nighttime",
        "tylenol nighttime",
        "nighttime tylenol",
        "tylenol caplets pm plus",
        "tylenol allergy",
        "motrin extra strength night",
        "robitussin nighttime",
        "guaifenesin nightshift",
        "celebrex pm",
        "zyrtec cold",
        "advil flu",
        "tylenol plus",
        "lexapro 10 mg, aspirin complete",
    ],
)
def test_a_product_it_does_not_know_is_not_checked(text: str) -> None:
    assert read(text).status is ReadingStatus.NOT_CHECKED


@pytest.mark.parametrize(
    "text",
    [
        "ibuprofen 200 mg pm",
        "aspirin at night",
        "tylenol every night",
        "tylenol, pm",
        "advil for colds",
        "ibuprofen as needed for cold",
        "trazodone pm",
        "zoloft night",
        "trazodone sleep",
        "melatonin night",
        "metformin ac",
        "zyrtec allergy",
        "omeprazole pm",
        "cannabis 2 joints",
        "ibuprofen for joint pain",
        "voltaren gel on joints",
        "tylenol 500 mg 2 tablets at night for knee joint",
    ],
)
def test_a_time_or_a_reason_is_no_other_product(text: str) -> None:
    found = read(text)
    assert found.status is ReadingStatus.CHECKED, found.unread


@pytest.mark.parametrize(
    "text",
    [
        "lexapro 10 mg 2 joints",
        "lexapro 10 mg, a joint at night",
        "lexapro, couple of joints",
        "lexapro 10 mg smoke joints",
        "lexapro 10 mg 1 bump",
        "lexapro 10 mg smoke nightly",
        "vitamin d microdose",
        "vitamin d and microdosing",
        "vitamin d, microdose 2x week",
        "vitamin d; 5 mg prn panic",
        "vitamin d daily. 80 mg at clinic",
        "vitamin d and daily dose at clinic",
        "vitamin d and for anxiety",
        "lexapro 10 mg and for panic",
        "lexapro 10 mg + h",
        "lexapro 10 mg + x at night",
        "lexapro 10 mg, m",
        "lexapro 10 mg w/ m",
        "vitamin d every day injection every month",
        "lexapro gave me hives",
        "lexapro caused seizures",
    ],
)
def test_words_that_begin_something_else_keep_it_not_checked(text: str) -> None:
    assert read(text).status is ReadingStatus.NOT_CHECKED


@pytest.mark.parametrize(
    "text",
    [
        "lexapro 10 mg MWF",
        "lexapro 10 mg m w f",
        "warfarin 5mg m/w/f",
        "vino con la cena",
        "warfarin 5 mg mon & fri",
        "zoloft for depression and for anxiety",
        "hydroxyzine 25 mg at night and prn for anxiety",
        "zoloft 50 mg in the morning and at night",
        "zoloft. 50 mg. once daily.",
        "zoloft; 50 mg daily; for depression",
        "ibuprofen 1 x 3 a day",
        "b12 shot once a month",
        "lsd microdose every 3 days",
    ],
)
def test_more_about_the_same_drug_is_still_checked(text: str) -> None:
    found = read(text)
    assert found.status is ReadingStatus.CHECKED, found.unread


@pytest.mark.parametrize(
    "text", ["allergic lexapro", "allergic to Lexapro", "Allergic: lexapro", "alérgica a lexapro"]
)
def test_what_does_harm_is_not_read_as_taken(text: str) -> None:
    found = read(text)
    assert (found.ingredients, found.status) == ((), ReadingStatus.NOT_CHECKED)


def test_an_allergic_cold_is_a_reason() -> None:
    assert read("zyrtec for allergic rhinitis").status is ReadingStatus.CHECKED
