"""The medication list: as written, read or not checked, named by a provider, confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn import content
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions, queries
from sojourn.intake.models import Medication
from sojourn.people.actions import add_care_team_member
from sojourn.people.models import Patient
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return a_patient()


def _add(patient: Patient, text: str, **changes: Any) -> Medication:
    return actions.add_medication(patient=patient, as_written=text, by=None, now=NOW, **changes)


def test_a_known_medicine_is_read_and_an_unknown_one_stays_not_checked(patient: Patient) -> None:
    known, unknown = _add(patient, "Lamictal 150 mg"), _add(patient, "moon drops")
    assert (known.ingredients, known.status) == (["lamotrigine"], "checked")
    assert (unknown.ingredients, unknown.status) == ([], "not_checked")


def test_a_near_miss_is_never_read_silently(patient: Patient) -> None:
    line = _add(patient, "lamotrigin")
    assert line.status == "not_checked" or line.ingredients == []


def test_a_medicine_sent_twice_stands_once(patient: Patient) -> None:
    line = new_id()
    assert _add(patient, "sertraline", client_id=line) == _add(patient, "sertraline", client_id=line)
    assert Medication.objects.count() == 1


def test_changing_and_stopping_add_lines(patient: Patient) -> None:
    first = _add(patient, "sertraline", dose="50 mg")
    second = actions.change_medication(medication=first, dose="100 mg", by=None, now=NOW)
    assert list(queries.medications_of(patient)) == [second] and second.ingredients == ["sertraline"]
    with pytest.raises(Refused, match="changed meanwhile"):
        actions.change_medication(medication=first, dose="25 mg", by=None, now=NOW)
    actions.stop_medication(medication=second, reason="Made me dizzy", by=None, now=NOW)
    assert not queries.medications_of(patient).exists() and Medication.objects.count() == 3


@pytest.mark.parametrize("text", ["", "   "])
def test_a_medicine_needs_a_name(patient: Patient, text: str) -> None:
    with pytest.raises(Refused, match="Write the name"):
        _add(patient, text)


def test_nothing_was_taken_in_the_future(patient: Patient) -> None:
    with pytest.raises(Refused, match="cannot lie in the future"):
        _add(patient, "sertraline", last_taken_at=NOW + timedelta(minutes=1))


def test_a_provider_names_what_is_inside(patient: Patient) -> None:
    line, provider = _add(patient, "moon drops"), a_user()
    with pytest.raises(Refused, match="from the list"):
        actions.name_ingredients(medication=line, ingredients=["moonium"], reason="", by=provider, now=NOW)
    named = actions.name_ingredients(
        medication=line,
        ingredients=["valerian"] if "valerian" in content.library().drugs.ingredients else ["sertraline"],
        reason="Read the label",
        by=provider,
        now=NOW,
    )
    assert named.status == "checked"


def test_naming_the_rest_keeps_what_was_read(patient: Patient) -> None:
    line, provider = _add(patient, "phenelzine and moon drops"), a_user()
    assert (line.status, line.ingredients) == ("not_checked", ["phenelzine"])
    named = actions.name_ingredients(
        medication=line, ingredients=["ascorbic acid"], reason="Read the label", by=provider, now=NOW
    )
    assert (named.status, named.ingredients) == ("checked", ["phenelzine", "ascorbic acid"])


def test_a_checked_medicine_cannot_be_named_anew(patient: Patient) -> None:
    line, provider = _add(patient, "theophylline"), a_user()
    with pytest.raises(Refused, match="checked as theophylline already") as refused:
        actions.name_ingredients(
            medication=line, ingredients=["ascorbic acid"], reason="Label", by=provider, now=NOW
        )
    assert [each.field for each in refused.value.decision.findings] == ["ingredients"]
    assert queries.medications_of(patient).get().ingredients == ["theophylline"]


def test_a_list_is_complete_until_it_changes(patient: Patient) -> None:
    assert not queries.list_confirmed_since(patient)
    actions.confirm_list(patient=patient, by=None, now=NOW)
    assert queries.list_confirmed_since(patient)
    actions.add_medication(patient=patient, as_written="sertraline", by=None, now=NOW + timedelta(minutes=1))
    assert not queries.list_confirmed_since(patient)


def test_a_medicine_names_its_prescriber_of_the_own_team_only() -> None:
    patient, other = a_patient(), a_patient()
    member = add_care_team_member(patient=patient, kind="prescriber", name="Dr Ode", by=None, now=NOW)
    stranger = add_care_team_member(patient=other, kind="prescriber", name="Dr Ash", by=None, now=NOW)
    line = actions.add_medication(
        patient=patient, as_written="Zoloft 50 mg", prescribed_by=member, by=None, now=NOW
    )
    changed = actions.change_medication(medication=line, dose="75 mg", by=None, now=NOW)
    assert changed.prescribed_by == member
    with pytest.raises(Refused, match="care team"):
        actions.change_medication(medication=changed, prescribed_by=stranger, by=None, now=NOW)
    with pytest.raises(Refused, match="care team"):
        actions.add_medication(patient=patient, as_written="Zoloft", prescribed_by=stranger, by=None, now=NOW)
