"""What the rules read from the problem list and the allergies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn import content
from sojourn.core.decisions import Severity
from sojourn.intake import actions as intake
from sojourn.measures.rules.scoring import score
from sojourn.screening.line_rules import ToldLine, not_read
from sojourn.screening.queries import screening_of
from sojourn.screening.rules import ScreeningFacts, screen
from tests.factories import NOW, a_patient
from tests.stories import answer_questionnaire, fill_intake

WHO = {"by": None, "now": NOW}


def test_a_line_that_nothing_was_read_from_waits_for_a_person():
    own, read = ToldLine("1", "a wobbly knee"), ToldLine("2", "Migraine", ("G43.909",))
    odd, known = ToldLine("3", "moon pollen"), ToldLine("4", "Ketalar", ("ketamine",))
    problem, allergy = sorted(not_read([own, read], [odd, known]), key=lambda each: each.code, reverse=True)
    assert (problem.code, problem.severity) == ("problem:1", Severity.DECIDE)
    assert (allergy.severity, allergy.at_stake) == (Severity.UNKNOWN, Severity.STOP)
    assert "moon pollen" in allergy.message and "not checked" in allergy.message


def test_an_allergy_read_in_part_is_not_read():
    half = ToldLine("1", "aspirin and ketamin", ("aspirin",), to_the_end=False)
    (found,) = not_read([], [half])
    assert (found.severity, found.at_stake) == (Severity.UNKNOWN, Severity.STOP)
    assert "only read in part (aspirin)" in found.message


def _codes(patient):
    found = screening_of(patient, today=NOW.date()).judged
    return {each.finding.code: each.finding for each in found}


@pytest.mark.django_db
def test_no_to_the_question_but_ketamine_on_the_list_is_a_stop():
    patient = a_patient()
    fill_intake(patient, allergy_ketamine="no")
    assert "ketamine_allergy" not in _codes(patient)
    line = intake.add_allergy(patient=patient, as_written="Spravato", harm="severe", **WHO)
    found = _codes(patient)["ketamine_allergy"]
    assert found.severity is Severity.STOP and "Spravato" in found.evidence
    intake.remove_allergy(allergy=line, **WHO)
    assert "ketamine_allergy" not in _codes(patient)


@pytest.mark.django_db
def test_ketamine_misspelled_beside_another_drug_waits_for_a_person():
    patient = a_patient()
    fill_intake(patient, allergy_ketamine="no")
    line = intake.add_allergy(patient=patient, as_written="aspirin and ketamin", harm="severe", **WHO)
    assert (line.ingredients, line.status) == (["aspirin"], "not_checked")
    found = _codes(patient)[f"allergy:{line.pk}"]
    assert (found.severity, found.at_stake) == (Severity.UNKNOWN, Severity.STOP)


@pytest.mark.django_db
def test_history_rules_read_the_problem_list_and_own_words_wait():
    patient = a_patient()
    fill_intake(patient)
    intake.add_problem(patient=patient, name="brain aneurysm", state="past", **WHO)
    own = intake.add_problem(patient=patient, name="something with my veins", state="past", **WHO)
    pollen = intake.add_allergy(patient=patient, as_written="moon pollen", harm="mild", **WHO)
    found = _codes(patient)
    assert found["aneurysm"].severity is Severity.STOP
    assert {f"problem:{own.pk}", f"allergy:{pollen.pk}"} <= set(found)
    changed = intake.change_problem(problem=own, since="2003", **WHO)
    assert f"problem:{own.pk}" in _codes(patient) and changed.pk != own.pk


@pytest.mark.django_db
def test_the_bladder_check_reaches_the_provider_by_blood_and_by_what_is_worse_than_at_the_start():
    patient = a_patient()
    fill_intake(patient)
    answer_questionnaire(patient, "bladder", 0)
    assert "bladder_score" not in _codes(patient)
    later = NOW + timedelta(days=20)
    answer_questionnaire(patient, "bladder", 0, now=later, occasion="later", night=1, urgency=1, leak=1)
    assert _codes(patient)["bladder_score"].severity is Severity.DECIDE


@pytest.mark.parametrize("answers", [{}, {"blood": 1}, {"night": 2}, {"night": 2, "leak": 2}, {"burning": 3}])
def test_what_the_patient_reads_of_the_bladder_check_is_what_the_rule_finds(answers):
    library = content.library()
    sheet = library.instruments["bladder"]
    told = {item.id: answers.get(item.id, 0) for item in sheet.items}
    result = score(sheet, told)
    measured = {"bladder": {**told, "total": result.total}}
    rule = next(each for each in library.screening if each.id == "bladder_score")
    found = screen(ScreeningFacts(today=NOW.date(), measures=measured), [rule], minimum_age=18)
    assert bool(found) == (result.level == "hold")
