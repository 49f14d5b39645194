"""A new drug list reads the old lines anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.audit.models import Event
from sojourn.intake import actions, queries
from sojourn.intake.models import Medication
from sojourn.people.models import Patient
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def _kept_by_an_older_table(
    patient: Patient, text: str, ingredients: list[str], status: str, **more: object
) -> Medication:
    """What an earlier version stored; no action of today reaches it."""
    return Medication.objects.create(
        patient=patient, as_written=text, ingredients=ingredients, status=status, at=NOW, **more
    )


def _standing(patient: Patient) -> list[tuple[str, list[str], str]]:
    return [(each.as_written, each.ingredients, each.status) for each in queries.medications_of(patient)]


def test_what_the_new_list_does_not_know_is_not_checked_any_more() -> None:
    patient = a_patient()
    _kept_by_an_older_table(patient, "moonleaf drops", ["sertraline"], "checked", dose="5 mL")
    actions.confirm_list(patient=patient, by=None, now=NOW)
    (line,) = actions.read_again(now=LATER)
    assert _standing(patient) == [("moonleaf drops", [], "not_checked")]
    assert (line.dose, line.by, line.change_reason) == ("5 mL", None, "Read again with a new drug list")
    assert Event.objects.filter(kind="medication.read_again", subject_id=str(line.pk)).exists()
    assert queries.list_confirmed_since(patient), "what is taken has not changed"


def test_what_it_reads_otherwise_is_read_otherwise() -> None:
    patient = a_patient()
    _kept_by_an_older_table(patient, "Zoloft 50 mg", ["fluoxetine"], "checked")
    _kept_by_an_older_table(patient, "Lamictal", [], "not_checked")
    actions.read_again(now=LATER)
    assert _standing(patient) == [
        ("Lamictal", ["lamotrigine"], "checked"),
        ("Zoloft 50 mg", ["sertraline"], "checked"),
    ]
    assert actions.read_again(now=LATER) == []


def test_what_a_provider_named_and_what_reads_alike_stays_as_it_is() -> None:
    patient, provider = a_patient(), a_user()
    line = actions.add_medication(patient=patient, as_written="moonleaf drops", by=None, now=NOW)
    named = actions.name_ingredients(
        medication=line, ingredients=["melatonin"], reason="Read the label", by=provider, now=NOW
    )
    actions.change_medication(medication=named, dose="5 mL", by=provider, now=NOW + timedelta(hours=1))
    actions.add_medication(patient=patient, as_written="Zoloft", by=None, now=NOW)
    stopped = _kept_by_an_older_table(patient, "moss tea", ["sertraline"], "checked", is_taken=False)
    assert actions.read_again(now=LATER) == []
    assert not Medication.objects.filter(supersedes=stopped).exists()


def test_a_name_given_to_other_words_does_not_carry_over() -> None:
    patient, provider = a_patient(), a_user()
    line = actions.add_medication(patient=patient, as_written="moonleaf drops", by=None, now=NOW)
    named = actions.name_ingredients(
        medication=line, ingredients=["melatonin"], reason="Read the label", by=provider, now=NOW
    )
    _kept_by_an_older_table(patient, "starleaf drops", ["melatonin"], "checked", supersedes=named)
    actions.read_again(now=LATER)
    assert _standing(patient) == [("starleaf drops", [], "not_checked")]
