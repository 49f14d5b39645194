"""What the clinic writes: in every language of the pack, and never a word about health where others may read it."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from sojourn.content import CLINICS_FOLDER, ContentError
from sojourn.content.pack import load_pack
from sojourn.content.pack.checks import NEEDED_MESSAGES
from sojourn.content.pack.languages import OwnTimes
from sojourn.content.pack.shapes import fill
from sojourn.content.pack.words import Message

AUREO = load_pack(CLINICS_FOLDER / "aureo")
LETTERS = [
    pytest.param(message, id=f"{language} {name}")
    for language in AUREO.clinic.languages
    for name in AUREO.messages
    for message in [AUREO.message(name, language)]
]
TELLING = (
    *(
        "ketamin",
        "depres",
        "anxi",
        "ansied",
        "ptsd",
        "tept",
        "trauma",
        "pain",
        "dolor",
        "psych",
        "psiq",
        "suicid",
    ),
    *(
        "medic",
        "drug",
        "fármac",
        "dose",
        "dosis",
        "inject",
        "inyec",
        "treatment",
        "tratamiento",
        "therap",
        "terap",
    ),
    *("session", "sesión", "journey", "prescri", "receta", "lamotrigin", "diagnos", "salud", "health"),
)
"""Beside the pack's own private words: what must not be read over a shoulder on a locked screen."""


@pytest.mark.parametrize("message", LETTERS)
def test_neither_a_subject_nor_a_text_message_tells_of_health(message: Message) -> None:
    seen = f"{message.subject} {message.sms}".lower().replace(AUREO.clinic.name.lower(), "")
    assert [word for word in (*TELLING, *AUREO.policies.private_words) if word.lower() in seen] == []


@pytest.mark.parametrize("message", LETTERS)
def test_a_text_message_is_short(message: Message) -> None:
    assert len(message.sms) <= 230, "two parts of a text message with its link"


def test_everything_is_written_in_english_and_spanish() -> None:
    assert AUREO.clinic.languages == ("en", "es")
    assert set(AUREO.translations["es"]) >= set(AUREO.messages) >= set(NEEDED_MESSAGES)
    assert all(AUREO.message(name, "es").body != AUREO.messages[name].body for name in NEEDED_MESSAGES)


def test_a_language_that_is_not_written_here_falls_back_to_the_first() -> None:
    assert AUREO.message("account-link", "fr") is AUREO.messages["account-link"]
    assert AUREO.language("fr").code == "en"


SAID = [
    (date(2026, 12, 1), "Tuesday 1 December", "martes 1 de diciembre"),
    (time(13, 5), "1:05 pm", "1:05 p. m."),
    (time(0, 30), "12:30 am", "12:30 a. m."),
    (datetime(2026, 3, 7, 9, 0, tzinfo=UTC), "Saturday 7 March, 9:00 am", "sábado 7 de marzo, 9:00 a. m."),
    ("$137.50", "$137.50", "$137.50"),
    (12, "12", "12"),
]


@pytest.mark.parametrize(("value", "english", "spanish"), SAID)
def test_days_and_clock_times_are_said_in_each_language(value: object, english: str, spanish: str) -> None:
    assert AUREO.language("en").say(value) == english
    assert AUREO.language("es").say(value) == spanish


TUESDAY = date(2026, 3, 3)
OWN = [
    ((), "", ""),
    (
        ("03T07:00", "03T19:50"),
        " The times on your list for that day: 7:00 am and 7:50 pm.",
        " Las horas de su lista para ese día: 7:00 a. m. y 7:50 p. m.",
    ),
    (
        ("02T23:00", "03T07:00", "03T07:00", "03T19:50"),
        " The times on your list for that day: Monday 2 March, 11:00 pm, 7:00 am and 7:50 pm.",
        " Las horas de su lista para ese día: lunes 2 de marzo, 11:00 p. m., 7:00 a. m. y 7:50 p. m.",
    ),
    (
        ("03T07:00",),
        " The times on your list for that day: 7:00 am.",
        " Las horas de su lista para ese día: 7:00 a. m.",
    ),
]


@pytest.mark.parametrize(("times", "english", "spanish"), OWN)
def test_the_times_of_a_list_are_said_alone(times: tuple[str, ...], english: str, spanish: str) -> None:
    own = OwnTimes(TUESDAY, tuple(datetime.fromisoformat(f"2026-03-{each}") for each in times))
    assert AUREO.language("en").say(own) == english
    assert AUREO.language("es").say(own) == spanish
    said = f"{english} {spanish}".lower()
    assert [word for word in (*TELLING, *AUREO.policies.private_words) if word.lower() in said] == []


@pytest.mark.parametrize("message", LETTERS)
def test_a_clock_time_ends_a_sentence_with_one_full_stop(message: Message) -> None:
    said = dict.fromkeys(message.placeholders, "martes 3 de marzo, 1:00 p. m.")
    filled = " ".join(fill(text, said) for text in (message.subject, message.sms, message.body))
    assert "m.." not in filled and "{{" not in filled.replace("{{ clinic", "")


FULL_STOPS = [
    ("Hasta {{ until }}.", "1:00 p. m.", "Hasta 1:00 p. m."),
    ("Hasta {{ until }}. Gracias.", "1:00 p. m.", "Hasta 1:00 p. m. Gracias."),
    ("Until {{ until }}.", "1:00 pm", "Until 1:00 pm."),
    ("{{ until }}, y no antes.", "1:00 p. m.", "1:00 p. m., y no antes."),
    ("{{ until }}...", "1:00 p. m.", "1:00 p. m...."),
    ("{{ other }}.", "1:00 p. m.", "{{ other }}."),
]


@pytest.mark.parametrize(("text", "value", "filled"), FULL_STOPS)
def test_what_brings_its_own_full_stop_is_followed_by_no_other(text: str, value: str, filled: str) -> None:
    assert fill(text, {"until": value}) == filled


def test_the_clinics_own_sentences_are_translated_too() -> None:
    letter = AUREO.message("message-waiting", "es")
    assert "días laborables" in letter.body and "working days" not in letter.body


BROKEN = [
    (
        "languages/es.yaml",
        "Las horas de su lista",
        "Las horas de su ketamine",
        "languages/es.yaml",
        "own_times",
    ),
    ("languages/en.yaml", "day: {{ times }}.", "day.", "languages/en.yaml", "own_times"),
    ("messages/es/visit-reminder.md", None, "", "messages/es", "visit-reminder"),
    ("languages/es.yaml", None, "", "es.yaml", "missing"),
    ("languages/es.yaml", "code: es", "code: pt", "languages/es.yaml", "named 'es'"),
    ("messages/es/message-waiting.md", "[email, sms]", "[email]", "messages/es/message-waiting.md", "sms"),
    (
        "messages/es/message-waiting.md",
        "Tiene un mensaje",
        "Su tratamiento",
        "messages/es/message-waiting.md",
        "tratamiento",
    ),
    ("messages/es/account-link.md", "urgent: true\n", "", "messages/es/account-link.md", "urgent"),
    (
        "messages/es/estimate-ready.md",
        "[name, link]",
        "[name, link, day]",
        "messages/es/estimate-ready.md",
        "day",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "names", "why"), BROKEN)
def test_a_pack_with_a_hole_in_its_spanish_is_refused(
    tmp_path: Path, file: str, old: str | None, new: str, names: str, why: str
) -> None:
    folder = tmp_path / "aureo"
    shutil.copytree(CLINICS_FOLDER / "aureo", folder)
    broken = folder / file
    if old is None:
        broken.unlink()
    else:
        text = broken.read_text()
        assert old in text
        broken.write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError) as refused:
        load_pack(folder)
    assert names in str(refused.value) and why in str(refused.value)
