"""A word about a line of the history holds for the line as it was told: what stands beside it is evidence, too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.clinic.queries import local_day
from sojourn.intake import actions as intake
from sojourn.screening import queries
from sojourn.screening.line_rules import ToldLine, told_together
from tests.factories import NOW, a_patient, the_clinic
from tests.stories import a_prescriber, an_eligible_patient

TODAY = local_day(NOW)
LATER = NOW + timedelta(hours=1)
ONE, TWO = (
    ToldLine(name, "Epilepsy", ("G40",), beside=beside) for name, beside in (("1", "In the past"), ("2", ""))
)


def test_two_lines_of_one_code_are_told_both_in_any_order() -> None:
    assert told_together([ONE]) == {"G40": "Epilepsy (In the past)"}
    assert (
        told_together([ONE, TWO])
        == told_together([TWO, ONE])
        == {"G40": "Epilepsy and Epilepsy (In the past)"}
    )


@pytest.fixture
def provider(db: None) -> Any:
    the_clinic()
    return a_prescriber().user


@pytest.mark.parametrize("changes", [{"state": "active"}, {"since": "2026"}])
def test_an_illness_that_came_back_is_looked_at_again(provider: Any, changes: dict[str, str]) -> None:
    patient = a_patient()
    line = intake.add_problem(
        patient=patient, name="Epilepsy", since="2010", state="past", by=None, now=NOW - timedelta(hours=1)
    )
    an_eligible_patient(provider, patient=patient, has_problems="yes")
    assert queries.is_eligible(patient, today=TODAY).allowed
    intake.change_problem(problem=line, by=None, now=LATER, **changes)
    assert not queries.is_eligible(patient, today=TODAY).allowed


@pytest.mark.parametrize("changes", [{"harm": "severe"}, {"reaction": "Could not breathe"}])
def test_an_allergy_that_is_worse_than_told_is_looked_at_again(
    provider: Any, changes: dict[str, str]
) -> None:
    patient = a_patient()
    line = intake.add_allergy(
        patient=patient,
        as_written="Zofran",
        reaction="Nausea",
        harm="mild",
        by=None,
        now=NOW - timedelta(hours=1),
    )
    an_eligible_patient(provider, patient=patient, allergy_other="yes")
    assert queries.is_eligible(patient, today=TODAY).allowed
    intake.change_allergy(allergy=line, by=None, now=LATER, **changes)
    assert not queries.is_eligible(patient, today=TODAY).allowed


def test_a_second_line_of_the_same_illness_is_looked_at_again(provider: Any) -> None:
    patient = a_patient()
    told = {"name": "Epilepsy", "since": "2010", "state": "past", "by": None}
    intake.add_problem(patient=patient, now=NOW - timedelta(hours=1), **told)
    an_eligible_patient(provider, patient=patient, has_problems="yes")
    intake.add_problem(patient=patient, now=LATER, **told)
    assert not queries.is_eligible(patient, today=TODAY).allowed
