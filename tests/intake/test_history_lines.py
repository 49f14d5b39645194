"""Lines of the problem list and of the allergies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.core.models import CannotRewrite
from sojourn.intake import actions, queries
from sojourn.intake.models import IntakeForm
from sojourn.intake.rules import allergy_words
from sojourn.measures.models import SafetyAlert
from sojourn.people.models import Patient
from tests.factories import NOW, a_patient
from tests.intake.told import fill, save

pytestmark = pytest.mark.django_db
WHO = {"by": None, "now": NOW}


@pytest.fixture
def patient() -> Patient:
    return a_patient()


@pytest.fixture
def form(patient: Patient) -> IntakeForm:
    return actions.open_form(patient=patient, now=NOW)


def test_what_the_library_names_carries_its_code_and_own_words_stay(patient: Patient) -> None:
    known = actions.add_problem(patient=patient, name="  HYPERTENSION ", state="active", **WHO)
    own = actions.add_problem(patient=patient, name="a wobbly knee", state="past", **WHO)
    assert (known.name, known.code, own.name, own.code) == ("High blood pressure", "I10", "a wobbly knee", "")


def test_sent_twice_is_one_line(patient: Patient) -> None:
    sent = new_id()
    for _ in range(2):
        actions.add_problem(patient=patient, name="Asthma", state="active", client_id=sent, **WHO)
        actions.add_allergy(patient=patient, as_written="Latex", harm="mild", client_id=sent, **WHO)
    assert patient.problems.count() == patient.allergies.count() == 1


def test_a_change_supersedes_and_the_old_line_stays(patient: Patient) -> None:
    line = actions.add_problem(patient=patient, name="Asthma", state="active", **WHO)
    changed = actions.change_problem(problem=line, since="1999", **WHO)
    assert (changed.supersedes, changed.code, changed.since) == (line, "J45.909", "1999")
    with pytest.raises(Refused, match="changed meanwhile"):
        actions.change_problem(problem=line, since="2001", **WHO)
    with pytest.raises(CannotRewrite):
        line.save()


def test_taken_off_and_put_back_are_lines_too(patient: Patient) -> None:
    line = actions.add_allergy(patient=patient, as_written="Ketalar", harm="severe", **WHO)
    off = actions.remove_allergy(allergy=line, **WHO)
    assert queries.history_of(patient).allergies.current == ()
    back = actions.put_back_allergy(allergy=off, **WHO)
    lines = queries.history_of(patient).allergies
    assert lines.current == (back,) and back.ingredients == ["ketamine"] and lines.origin(back) == line.pk


def test_none_beside_a_line_is_refused_and_a_line_answers_with_yes(
    patient: Patient, form: IntakeForm
) -> None:
    save(form, allergy_other="no")
    line = actions.add_allergy(patient=patient, as_written="Latex", harm="mild", **WHO)
    assert queries.answers(patient)["allergy_other"] == "yes"
    with pytest.raises(Refused, match="Your list names Latex"):
        save(form, allergy_other="no")
    actions.remove_allergy(allergy=line, **WHO)
    save(form, allergy_other="no")
    assert queries.answers(patient)["allergy_other"] == "no"


@pytest.mark.parametrize("word", ["none", "No known allergies", "NKDA", " - "])
def test_none_is_no_line(patient: Patient, word: str) -> None:
    with pytest.raises(Refused):
        actions.add_allergy(patient=patient, as_written=word, harm="mild", **WHO)


def test_what_is_too_long_is_refused_and_not_cut(patient: Patient) -> None:
    with pytest.raises(Refused, match="under 200"):
        actions.add_problem(patient=patient, name="x" * 201, state="past", **WHO)
    with pytest.raises(Refused, match="under 120"):
        actions.add_problem(patient=patient, name="Asthma", state="past", treated_by="x" * 121, **WHO)


def test_yes_with_an_empty_list_is_still_open(patient: Patient, form: IntakeForm) -> None:
    fill(form, allergy_other="yes")
    with pytest.raises(Refused, match="allergic to any other"):
        actions.submit_form(form=form, **WHO)
    actions.add_allergy(patient=patient, as_written="Latex", harm="mild", **WHO)
    assert actions.submit_form(form=form, **WHO).submitted_at


@pytest.mark.parametrize(
    ("ketamine", "others", "lines", "words"),
    [
        ("no", "no", (), "none known"),
        ("no", "yes", ("Latex", "Penicillin"), "Latex, Penicillin"),
        ("yes", "no", (), "ketamine"),
        ("no", "yes", (), "others, not listed yet"),
        ("no", None, (), ""),
        (None, "unknown", (), ""),
        (None, None, ("Latex",), "Latex"),
    ],
)
def test_the_header_names_what_is_listed(ketamine, others, lines, words) -> None:
    assert allergy_words(ketamine, others, lines) == words


def test_suicidal_thoughts_on_the_list_raise_an_alert_at_once_and_again_when_told_again(
    patient: Patient,
) -> None:
    sent = new_id()
    for _ in range(2):
        line = actions.add_problem(
            patient=patient, name="suicidal thoughts", state="active", client_id=sent, **WHO
        )
    (alert,) = SafetyAlert.objects.filter(patient=patient)
    assert line.code == "R45.851" and "thoughts of suicide" in alert.sentence
    actions.change_problem(problem=line, since="2025", **WHO)
    assert SafetyAlert.objects.filter(patient=patient).count() == 1
    later = {"by": None, "now": NOW + timedelta(days=90)}
    actions.add_problem(patient=patient, name="Suicidal ideation", state="active", **later)
    assert SafetyAlert.objects.filter(patient=patient).count() == 2


def test_a_line_renamed_to_suicidal_thoughts_raises_the_alert_too(patient: Patient) -> None:
    line = actions.add_problem(patient=patient, name="low mood", state="active", **WHO)
    actions.change_problem(problem=line, name="Suicidal thoughts", **WHO)
    assert SafetyAlert.objects.filter(patient=patient).count() == 1
