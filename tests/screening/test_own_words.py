"""A condition in own words is never less than its name on the list would be."""

from __future__ import annotations

import pytest

from sojourn import content
from sojourn.core.decisions import Severity
from sojourn.intake import actions as intake
from sojourn.screening import actions
from sojourn.screening.line_rules import not_read, problem_line
from sojourn.screening.queries import screening_of
from sojourn.screening.reading_rules import is_settled_by_reading
from tests.factories import NOW, a_patient, a_staff_member
from tests.stories import fill_intake, texts_seen

LIBRARY = content.library()
WHO = {"by": None, "now": NOW}


def line(words):
    return problem_line("1", words, "", codes=LIBRARY.codes, rules=LIBRARY.screening)


@pytest.mark.parametrize(
    "words",
    [
        "brain aneurysm, coiled",
        "Aneurisms (two)",
        "paranoid schizophrenia",
        "AVM treated 2010",
        "had a brain bleed once",
        "psychotic episode in college",
        "I67",
    ],
)
def test_own_words_that_name_a_stop_are_unknown_with_a_stop_at_stake(words):
    (found,) = not_read([line(words)], [])
    assert (found.severity, found.at_stake) == (Severity.UNKNOWN, Severity.STOP)
    assert words in found.message


@pytest.mark.parametrize(
    "words", ["a wobbly knee", "tired all the time", "asthma as a child", "L40.0", "B12 low"]
)
def test_other_own_words_wait_to_be_read(words):
    (found,) = not_read([line(words)], [])
    assert found.severity is Severity.DECIDE


@pytest.mark.parametrize(
    ("words", "stop"),
    [
        ("had a stroke in June", "Recent stroke"),
        ("heart attack 2 months ago", "Recent heart attack"),
        ("a brain bleed, long ago", "Past bleed in the brain"),
        ("blood clot in my head", "Recent stroke"),
        ("they found an AAA", "Aneurysm"),
        ("hearing voices", "Schizophrenia or psychosis"),
        ("pregnant with twins", "Pregnancy"),
        ("eclampsia with my first", "Pre-eclampsia or eclampsia"),
        ("I20", "Severe or unstable coronary disease"),
        ("F31", "Schizophrenia or psychosis"),
    ],
)
def test_what_patients_call_a_stop_is_never_settled_by_reading_alone(words, stop):
    (found,) = not_read([line(words)], [])
    assert (found.severity, found.at_stake) == (Severity.UNKNOWN, Severity.STOP) and stop in found.message
    assert not is_settled_by_reading(found)


@pytest.mark.parametrize(
    ("words", "code"),
    [("AAA", "I71.9"), ("brain bleed", "I61.9"), ("heart attack", "I25.2"), ("preeclampsia", "O14.90")],
)
def test_a_name_of_the_library_carries_its_code(words, code):
    assert LIBRARY.codes.named(words).code == code


@pytest.mark.parametrize("words", ["blood clot in my head", "hearing voices", "bleeding in my head"])
def test_a_hint_is_offered_and_never_an_answer(words):
    assert LIBRARY.codes.named(words) is None and LIBRARY.codes.like(words)
    assert LIBRARY.codes.within(words)


@pytest.mark.parametrize(
    ("words", "code"), [("I71.4", "I71.4"), (" i714 ", "I71.4"), ("i67.1", "I67.1"), ("F20", "F20")]
)
def test_a_code_that_a_rule_reads_by_its_beginning_is_read(words, code):
    assert line(words).read_as == (code,) and line(words).is_read


def test_a_code_among_other_words_is_read_and_the_words_still_wait():
    mixed = line("I71.4 and a wobbly knee")
    assert mixed.read_as == ("I71.4",) and not mixed.is_read


@pytest.mark.django_db
def test_reading_the_form_settles_neither_a_typed_code_nor_words_that_may_be_a_stop():
    patient, provider = a_patient(), a_staff_member("provider").user
    fill_intake(patient)
    coiled = intake.add_problem(patient=patient, name="brain aneurysm, coiled", state="past", **WHO)
    knee = intake.add_problem(patient=patient, name="a wobbly knee", state="past", **WHO)
    intake.add_problem(patient=patient, name="I71.4", state="active", **WHO)
    actions.read_intake(
        form=intake.open_form(patient=patient, now=NOW), seen=texts_seen(patient), by=provider, now=NOW
    )
    still_open = {each.finding.code for each in screening_of(patient, today=NOW.date()).open_findings}
    assert {"aneurysm", f"problem:{coiled.pk}"} <= still_open
    assert f"problem:{knee.pk}" not in still_open


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "since", "stop"),
    [
        ("Stroke", "", "stroke"),
        ("Stroke", "January 2026", "stroke"),
        ("Stroke", "2003", None),
        ("heart attack", "2 months ago", "heart_attack"),
        ("heart attack", "when I was young", "heart_attack"),
        ("heart attack", "2019", None),
        ("Pre-eclampsia", "last month", "preeclampsia"),
        ("Pre-eclampsia", "2012", None),
    ],
)
def test_a_coded_line_is_a_stop_while_it_is_recent_or_nobody_knows_when(name, since, stop):
    patient = a_patient()
    fill_intake(patient)
    intake.add_problem(patient=patient, name=name, since=since, state="past", **WHO)
    found = {each.finding.code: each.finding for each in screening_of(patient, today=NOW.date()).judged}
    stops = {code for code, each in found.items() if each.severity is Severity.STOP}
    assert stops == ({stop} if stop else set())


@pytest.mark.django_db
def test_coding_a_line_in_own_words_raises_its_stop_and_the_words_are_kept():
    patient = a_patient()
    fill_intake(patient)
    told = intake.add_problem(patient=patient, name="had a stroke in June", state="past", **WHO)
    open_before = {each.finding.code for each in screening_of(patient, today=NOW.date()).open_findings}
    intake.change_problem(problem=told, name="Stroke", since="January 2026", **WHO)
    found = {each.finding.code: each.finding for each in screening_of(patient, today=NOW.date()).judged}
    assert f"problem:{told.pk}" in open_before and f"problem:{told.pk}" not in found
    assert (
        found["stroke"].evidence
        == "problem:I63.9 = Stroke (In the past, January 2026), 2026-01-31 at the latest"
    )
    told.refresh_from_db()
    assert told.name == "had a stroke in June"
