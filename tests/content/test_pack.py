"""The clinic's pack: the programme's facts stand in it, texts follow the numbers, and a mistake is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from sojourn.content import CLINICS_FOLDER, ContentError, pack, using
from sojourn.content.markdown import render, render_line
from sojourn.content.pack import Pack, load_pack

AUREO = CLINICS_FOLDER / "aureo"
RIVERBEND = Path(__file__).parent / "packs" / "riverbend"


@pytest.fixture(scope="module")
def aureo() -> Pack:
    return load_pack(AUREO)


@pytest.fixture(scope="module")
def riverbend() -> Pack:
    return load_pack(RIVERBEND)


FACTS: list[tuple[str, Callable[[Pack], object], object]] = [
    ("P1 one patient, one provider, in the office", lambda p: p.services["session"].mode, "office"),
    ("P1 alone", lambda p: p.services["session"].capacity, 1),
    ("P6 intake minutes", lambda p: p.services["intake"].minutes, 50),
    ("P6 intake with a doctor", lambda p: p.services["intake"].staff, ("provider",)),
    ("P6 nothing before the intake", lambda p: p.services["session"].prerequisites, ("intake",)),
    (
        "P6 prescribed and found eligible",
        lambda p: p.services["session"].gates[:2],
        ("eligibility", "prescription"),
    ),
    ("P9 age", lambda p: p.policies.age_limit, 18),
    ("P10 anyone books an intake", lambda p: p.services["intake"].bookable_by, "public"),
    ("P16 lamotrigine before", lambda p: p.policies.hold("lamotrigine").hours_before, 6),
    ("P16 lamotrigine after", lambda p: p.policies.hold("lamotrigine").hours_after, 6),
    (
        "P16 from the last injection",
        lambda p: p.policies.hold("lamotrigine").after_counts_from,
        "last_injection",
    ),
    ("P17 gabapentin has no hold", lambda p: p.policies.hold("gabapentin"), None),
    ("P19 session minutes", lambda p: p.services["session"].minutes, 180),
    (
        "P19 phases",
        lambda p: [each.code for each in p.services["session"].phases],
        ["prepare", "ground", "journey", "integrate"],
    ),
    ("P20 four weeks, once a week", lambda p: p.policies.course("weekly").sessions, 4),
    ("P20 four weeks, twice a week", lambda p: p.policies.course("twice-weekly").sessions, 8),
    ("P20 one session first", lambda p: p.policies.course("single").sessions, 1),
    ("P20 integration follows", lambda p: p.services["session"].follow_up.service, "integration"),
    ("P21 preparation minutes", lambda p: p.services["preparation"].minutes, 50),
    ("P21 integration minutes", lambda p: p.services["integration"].minutes, 50),
    ("P25 group minutes", lambda p: p.services["group"].minutes, 180),
    ("P25 seats", lambda p: p.services["group"].capacity, 6),
    ("P25 once a month", lambda p: p.services["group"].cadence, "monthly"),
    ("P26 own prescription", lambda p: "own_prescription" in p.services["group"].gates, True),
    ("P26 own medicine", lambda p: p.services["group"].patients_own_medicine, True),
    ("P27 from", lambda p: p.services["group"].price_low_cents, 18000),
    ("P27 to", lambda p: p.services["group"].price_high_cents, 22000),
    ("P28 intake", lambda p: p.services["intake"].price_low_cents, 22000),
    ("P28 session", lambda p: p.services["session"].price_high_cents, 55000),
    ("P28 preparation", lambda p: p.services["preparation"].price_low_cents, 17000),
    ("P28 integration", lambda p: p.services["integration"].price_low_cents, 17000),
    (
        "P29 superbills",
        lambda p: {code for code, service in p.services.items() if service.superbill},
        {"intake", "integration"},
    ),
    (
        "P30 ways to pay",
        lambda p: set(p.policies.payments.methods_by_code),
        {"cash", "venmo", "card", "hsa", "fsa"},
    ),
    ("P30 no interest", lambda p: p.policies.plan.apr_percent, 0),
    ("P30 four parts at most", lambda p: p.policies.plan.most_instalments, 4),
]


@pytest.mark.parametrize(("fact", "read", "expected"), FACTS, ids=[fact for fact, _, _ in FACTS])
def test_the_programmes_facts(
    aureo: Pack, fact: str, read: Callable[[Pack], object], expected: object
) -> None:
    assert read(aureo) == expected, fact


def test_the_running_clinic_is_aureo_unless_told_otherwise() -> None:
    assert pack().clinic.name == "Áureo"
    with using(RIVERBEND):
        assert pack().clinic.name == "Riverbend"


def test_every_row_people_ask_about_is_answered(aureo: Pack) -> None:
    answered = {row for question in aureo.questions for row in question.programme}
    assert {f"P{number}" for number in range(1, 32)} - answered == set()


def test_amounts_are_integer_cents(aureo: Pack) -> None:
    assert all(isinstance(service.price_low_cents, int) for service in aureo.services.values())
    assert aureo.services["group"].is_sliding
    assert not aureo.services["intake"].is_sliding


def test_words_for_people(aureo: Pack) -> None:
    assert aureo.services["group"].price_in_words == "$180–$220"
    assert aureo.services["session"].length_in_words == "3 hours"
    assert aureo.services["intake"].length_in_words == "50 minutes"
    assert aureo.services["session"].occupies_minutes == 210


def test_opening_hours(aureo: Pack) -> None:
    (monday,) = aureo.hours.on(0)
    assert (monday.opens, monday.closes) == (time(8, 30), time(17, 30))
    assert aureo.hours.on(6) == ()


def test_texts_speak_of_the_clinics_own_numbers(aureo: Pack, riverbend: Pack) -> None:
    answers = {question.id: question.answer for question in riverbend.questions}
    assert answers["age"] == "21 or older."
    assert answers["price"] == "A session is $615.50, a circle $140–$175 for four."
    assert answers["lamotrigine"] == "8 hours before, 7 after."
    assert riverbend.self_check.questions[0].question == "Are you 21 or older?"
    assert "$615.50" in riverbend.consents["ketamine-treatment"].body
    assert "18 and over" in aureo.pages["home"].note


def test_no_price_is_written_out_where_it_could_go_stale() -> None:
    own_words = [*AUREO.glob("**/*.md"), *AUREO.glob("pages/*.yaml"), AUREO / "questions.yaml"]
    assert [path.name for path in own_words if "$" in path.read_text(encoding="utf-8")] == []


def test_off_label_and_the_crisis_line_are_said(aureo: Pack) -> None:
    consent = aureo.consents["ketamine-treatment"].body
    assert "off-label" in consent and "988" in consent and "bladder" in consent.lower()
    assert "988" in aureo.self_check.outro
    assert "988" in aureo.letters["decision-declined"].body


def test_a_message_is_filled_for_one_person(aureo: Pack) -> None:
    sent = aureo.messages["booking-confirmed"].filled(
        name="Wren", day="Tuesday", time="1:00 pm", link="https://x.example"
    )
    assert sent.sms.startswith("Áureo: booked for Tuesday, 1:00 pm.")
    assert "{{" not in sent.subject + sent.body + sent.sms


def test_a_message_without_one_of_its_values_is_not_sent(aureo: Pack) -> None:
    with pytest.raises(KeyError, match="link"):
        aureo.messages["message-waiting"].filled(name="Wren")


def test_a_value_is_never_read_as_a_placeholder(aureo: Pack) -> None:
    letter = aureo.letters["superbill-refusal"].filled(service="{{ reason }}", reason="no")
    assert "{{ reason }}" in letter


def test_a_consents_digest_follows_its_words(aureo: Pack, riverbend: Pack) -> None:
    one, other = aureo.consents["privacy-notice"], riverbend.consents["privacy-notice"]
    assert len(one.digest) == 64
    assert one.digest != other.digest


def test_markdown_never_passes_html_through() -> None:
    assert render("**a** <script>x</script>") == "<p><strong>a</strong> &lt;script&gt;x&lt;/script&gt;</p>\n"
    assert render_line("[x](javascript:alert(1))") == "[x](javascript:alert(1))"


BROKEN = [
    ("services.yaml", '"615.50"', '"-1.00"', "session.price", "never below zero"),
    ("services.yaml", '"615.50"', "615.5", "session.price", "in quotes"),
    ("services.yaml", '"615.50"', '"615.5"', "session.price", 'looks like "220.00"'),
    ("services.yaml", '"175.00"', '"100.00"', "group.price_up_to", "below its start"),
    ("services.yaml", "minutes: 150", "minutes: 0", "session.minutes", ">= 1"),
    ("services.yaml", "minutes: 150", "minutes: 600", "session.minutes", "opening hours"),
    ("services.yaml", "capacity: 4", "capacity: 6", "group.capacity", "seats 6"),
    ("services.yaml", "service: integration", "service: nowhere", "session.follow_up.service", "nowhere"),
    ("services.yaml", "after_days: 2", "after_days: 9", "session.follow_up.within_days", "before it begins"),
    (
        "services.yaml",
        "prerequisites: [session]",
        "prerequisites: [sesion]",
        "integration.prerequisites",
        "sesion",
    ),
    ("services.yaml", "comes_first_as: session", "comes_first_as: group", "group.comes_first_as", "group"),
    ("services.yaml", "code: preparation", "code: intake", "intake", "2 times"),
    ("services.yaml", "code: preparation", "code: ready", "preparation", "is missing"),
    ("services.yaml", "room_kind: group", "room_kind: garden", "group.room_kind", "garden"),
    (
        "services.yaml",
        "superbill_refusal: No superbill for sessions., ",
        "",
        "session.superbill_refusal",
        "no superbill",
    ),
    ("services.yaml", 'procedure_codes: ["99205"], ', "", "intake.procedure_codes", "procedure code"),
    ("services.yaml", "bookable_by: public", "bookable_by: anyone", "intake.bookable_by", "anyone"),
    (
        "services.yaml",
        "superbill: true, procedure_codes:",
        "superbil: true, procedure_codes:",
        "intake",
        "superbil",
    ),
    ("rooms.yaml", "kind: journeys", "kind: attic", "north.kind", "attic"),
    ("rooms.yaml", "code: south", "code: north", "north", "2 times"),
    ("hours.yaml", 'closes: "12:00"', 'closes: "08:00"', "tuesday", "closes 08:00"),
    ("hours.yaml", 'opens: "13:00"', 'opens: "11:00"', "tuesday", "overlap"),
    ("hours.yaml", '"12:00"', '"25:00"', "weekly[0].closes", ""),
    ("clinic.yaml", "America/Chicago", "America/Gotham", "timezone", "Gotham"),
    ("clinic.yaml", '"1558598797"', '"155859879"', "npi", ""),
    ("clinic.yaml", "email: desk@riverbend.example", "email: desk", "email", ""),
    ("policies.yaml", "age_limit: 21", "age_limit: 121", "age_limit", "<= 120"),
    ("policies.yaml", "age_limit: 21", "age_limit: old", "age_limit", "int"),
    ("policies.yaml", "default_instalments: 2", "default_instalments: 4", "plan.default_instalments", "3"),
    ("policies.yaml", "most_refills: 2", "most_refills: 6", "prescription.most_refills", "<= 5"),
    ("policies.yaml", "required_for: [session]", "required_for: [sesion]", "escort.required_for", "sesion"),
    ("policies.yaml", "ingredient: lamotrigine", "ingredient: lamotrigin", "holds", "lamotrigin"),
    ("policies.yaml", "lead_minutes: 15", "lead_minutes: 5", "safety_alerts", "later"),
    ("policies.yaml", "[phq-9]", "[phq-10]", "questionnaires", "phq-10"),
    ("policies.yaml", "code: check", "code: cash", "cash", "2 times"),
    ("policies.yaml", "age_limit: 21", "age_limit: 21\nage_limit: 22", "line 2", "twice"),
    ("questions.yaml", "id: price, topic: all", "id: price, topic: none", "price.topic", "none"),
    ("questions.yaml", "id: price", "id: age", "age", "2 times"),
    ("questions.yaml", "{{ price_session }}", "{{ price_sesion }}", "questions[1].answer", "price_sesion"),
    ("self_check.yaml", "fine: {heading", "talk: {heading", "age.yes", "no words"),
    ("self_check.yaml", ', text: "{{ age_limit }} is our limit."', "", "age.no", "says why"),
    ("consents/privacy-notice.md", "version: 2", "version: 0", "version", ">= 1"),
    ("consents/privacy-notice.md", "services: [session]", "services: [sesion]", "services", "sesion"),
    ("consents/privacy-notice.md", "id: privacy-notice", "id: privacy", "id", "privacy-notice"),
    (
        "consents/financial-policy.md",
        "text: I have read it.}",
        'text: I have read it., unless: {pregnant: ["maybe"]}, unless_says: Ask us.}',
        "statements.read.unless",
        "maybe",
    ),
    (
        "consents/financial-policy.md",
        "text: I have read it.}",
        'text: I have read it., unless: {pregnant: ["yes"]}}',
        "statements.read.unless_says",
        "told otherwise",
    ),
    ("letters/prescriber.md", "undecided: asks for, ", "", "standings.undecided", "is missing"),
    ("messages/account-link.md", "{{ name }}, ", "{{ nam }}, ", "body", "nam"),
    ("messages/account-link.md", "{{ name }}, ", "", "name", "not used"),
    ("messages/account-link.md", "subject: Riverbend", "subject: Ketamine", "subject", "health"),
    ("messages/account-link.md", "[email]", "[email, sms]", "sms", "channels"),
    ("letters/discharge.md", "{{ escort }}, ", "", "escort", "not used"),
    ("letters/discharge.md", "kind: discharge", "kind: poem", "kind", "poem"),
    ("pages/home.yaml", "{{ clinic_name }}", "{{ clinic }}", "heading", "clinic"),
]


@pytest.mark.parametrize(("file", "was", "becomes", "key", "reason"), BROKEN)
def test_a_mistake_is_refused_by_file_key_and_reason(
    tmp_path: Path, file: str, was: str, becomes: str, key: str, reason: str
) -> None:
    path = _copy(tmp_path) / file
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_pack(tmp_path / "clinic")
    assert refused.value.file.name == Path(file).name
    assert refused.value.key == key
    assert reason in refused.value.reason


MISSING = ["clinic.yaml", "policies.yaml", "self_check.yaml", "pages/home.yaml", "letters/discharge.md"]


@pytest.mark.parametrize("file", [*MISSING, "messages/account-link.md", "consents/privacy-notice.md"])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    (_copy(tmp_path) / file).unlink()
    with pytest.raises(ContentError) as refused:
        load_pack(tmp_path / "clinic")
    assert Path(file).stem in str(refused.value)
    assert "missing" in refused.value.reason


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such pack"):
        load_pack(tmp_path / "nowhere")


def test_another_clinic_has_its_own_numbers(riverbend: Pack) -> None:
    assert riverbend.policies.age_limit == 21
    assert riverbend.services["session"].price_low_cents == 61550
    assert riverbend.services["group"].capacity == 4
    assert riverbend.services["preparation"].superbill
    assert str(riverbend.clinic.zone) == "America/Chicago"
    assert [room.name for room in riverbend.rooms.values()] == ["North", "South", "Hall"]


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RIVERBEND, tmp_path / "clinic"))
