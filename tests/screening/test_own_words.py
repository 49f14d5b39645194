"""A condition in own words is never less than its name on the list would be."""

from __future__ import annotations

import pytest

from sojourn import content
from sojourn.core.decisions import Severity
from sojourn.intake import actions as intake
from sojourn.screening import actions
from sojourn.screening.line_rules import not_read, problem_line
from sojourn.screening.queries import screening_of
from tests.factories import NOW, a_patient, a_staff_member
from tests.stories import fill_intake

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
    actions.read_intake(form=intake.open_form(patient=patient, now=NOW), by=provider, now=NOW)
    still_open = {each.finding.code for each in screening_of(patient, today=NOW.date()).open_findings}
    assert {"aneurysm", f"problem:{coiled.pk}"} <= still_open
    assert f"problem:{knee.pk}" not in still_open
