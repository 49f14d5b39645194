"""How much one prescription hands out: refused above the hard limits, asked back above the soft ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.accounts.roles import Role
from sojourn.content import library
from sojourn.core.decisions import Refused, Severity
from sojourn.prescribing import actions
from sojourn.prescribing.rules import InForce, QuantityFacts, check_quantity
from tests.factories import NOW, a_staff_member, the_clinic
from tests.stories import a_prescriber, a_prescription, an_eligible_patient

LIMITS = library().dosing.quantities
SIX = QuantityFacts(setting="pharmacy", mg_each=D(50), amount=6, refills=0, days=30)
CODES = {"within": [], "soft": ["quantity_above_soft_limit"], "hard": ["quantity_above_hard_limit"]}


def codes(facts):
    return [each.code for each in check_quantity(facts, LIMITS).findings]


@pytest.mark.parametrize("case", LIMITS.cases, ids=lambda case: case.name)
def test_the_cases_of_the_library(case):
    facts = QuantityFacts(
        setting=case.setting,
        mg_each=case.mg_each,
        amount=case.amount,
        refills=case.refills,
        days=case.days,
        others=InForce(
            at_once_mg=case.others_fill_mg, all_fills_mg=case.others_all_fills_mg, days=case.others_days
        ),
    )
    assert codes(facts) == CODES[case.limit]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"mg_each": None}, ["quantity_unknown"]),
        ({"days": None}, ["days_unknown"]),
        ({"days": 0}, ["days_unknown"]),
        ({"others": InForce(unknown=(date(2026, 3, 2),))}, ["others_unknown"]),
        ({"setting": "office", "days": None}, []),
        ({"mg_each": None, "days": None}, ["quantity_unknown", "days_unknown"]),
    ],
)
def test_what_nobody_knows_never_passes(change, expected):
    decision = check_quantity(replace(SIX, **change), LIMITS)
    assert [each.code for each in decision.blocking] == expected


def test_above_the_soft_limit_it_waits_for_a_reason_and_no_reason_opens_the_hard_one():
    soft, hard = replace(SIX, amount=30), replace(SIX, amount=500, refills=5)
    assert not check_quantity(soft, LIMITS).allowed
    assert not check_quantity(replace(soft, reason="  "), LIMITS).allowed
    (kept,) = check_quantity(replace(soft, reason="Two months abroad."), LIMITS).findings
    assert kept.severity is Severity.CAUTION and "pending" in kept.source
    assert not check_quantity(replace(hard, reason="Two months abroad."), LIMITS).allowed


@given(
    st.sampled_from(["office", "pharmacy"]),
    st.integers(1, 500),
    st.integers(0, 5),
    st.integers(1, 400),
    st.booleans(),
)
def test_more_of_anything_is_never_safer(setting, amount, refills, days, explained):
    facts = QuantityFacts(
        setting=setting, mg_each=D(50), amount=amount, refills=refills, days=days, reason="x" * explained
    )
    more = [
        replace(facts, amount=amount + 1),
        replace(facts, refills=refills + 1),
        replace(facts, days=days + 1),
    ]
    if not check_quantity(facts, LIMITS).allowed:
        assert not any(check_quantity(each, LIMITS).allowed for each in more)


@pytest.fixture
def provider(db):
    the_clinic()
    return a_prescriber().user


def prescribed(provider, **changes):
    facts = a_prescription(setting="pharmacy", preparation="troche-50", quantity=6)
    return actions.prescribe(
        patient=an_eligible_patient(provider), by=provider, now=NOW, **{**facts, **changes}
    )


def test_the_reason_stands_on_the_prescription(provider):
    with pytest.raises(Refused, match="Is that meant") as asked:
        prescribed(provider, quantity=30)
    assert [each.field for each in asked.value.decision.blocking] == ["quantity_reason"]
    kept = prescribed(provider, quantity=30, quantity_reason="Two months abroad.")
    assert (kept.quantity_reason, kept.days_supply) == ("Two months abroad.", 30)
    with pytest.raises(Refused, match="150000 mg"):
        prescribed(provider, quantity=500, refills=5, quantity_reason="Two months abroad.")
    with pytest.raises(Refused, match="how many days"):
        prescribed(provider, days_supply=None)


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.NURSE, Role.FRONT_DESK])
def test_only_a_prescriber_has_seen_the_patient_for_a_prescription(provider, role):
    with pytest.raises(Refused, match="Choose the provider who saw") as refused:
        prescribed(provider, seen_by=a_staff_member(role))
    assert [each.field for each in refused.value.decision.blocking] == ["seen_by"]
    assert prescribed(provider, seen_by=a_prescriber()).seen_by
