"""A finding is settled by the role its rule names, or one above it. Nobody below ever settles anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.accounts.roles import ROLES, Permission, Role
from sojourn.core.decisions import Finding, Refused, Severity
from sojourn.screening import actions, queries
from sojourn.screening.models import FindingResolution
from sojourn.screening.resolution_rules import Judged, may_settle, settled_by, theirs
from sojourn.screening.role_rules import RANKS, is_at_least
from sojourn.screening.waiting_queries import findings_waiting_for
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.stories import a_prescriber, all_seen, an_eligible_patient, fill_intake, seen

TODAY = NOW.date()
KINDS = [each.value for each in FindingResolution.Kind]
FINDING = Finding(code="x", message="X.", severity=Severity.DECIDE, owner="nurse")


@pytest.mark.parametrize(
    ("owner", "kind", "settles"),
    [
        ("front_desk", "ruled_out", {"front_desk", "nurse", "provider"}),
        ("nurse", "accepted", {"nurse", "provider"}),
        ("nurse", "clearance", {"provider"}),
        ("front_desk", "clearance", {"provider"}),
        ("provider", "accepted", {"provider"}),
        ("nobody", "ruled_out", {"provider"}),
        ("", "ruled_out", {"provider"}),
    ],
)
def test_the_role_that_is_named_and_those_above(owner, kind, settles):
    finding = replace(FINDING, owner=owner)
    assert {role for role in Role if may_settle(finding, kind, [role]).allowed} == settles


@given(
    owner=st.sampled_from([*RANKS, "nobody", "", "anybody"]),
    severity=st.sampled_from(list(Severity)),
    kind=st.sampled_from(KINDS),
    roles=st.lists(st.sampled_from(list(Role))),
)
def test_no_role_below_the_named_one_settles_anything(owner, severity, kind, roles):
    finding = replace(FINDING, owner=owner, severity=severity)
    needed = RANKS.index(owner) if owner in RANKS else RANKS.index("provider")
    highest = max((RANKS.index(role) for role in roles if role in RANKS), default=-1)
    if highest < needed:
        assert not may_settle(finding, kind, roles).allowed
        assert not theirs([Judged(finding)], roles)
        assert not is_at_least(settled_by(finding), roles)


@given(roles=st.lists(st.sampled_from(list(Role))))
def test_nobody_is_at_least_nobody(roles):
    assert not is_at_least("nobody", roles)


def test_the_permission_and_the_ranks_name_the_same_roles():
    settling = {role for role, card in ROLES.items() if Permission.SETTLE_FINDINGS in card.permissions}
    assert settling == set(RANKS)


def settle(patient, code, by, kind="ruled_out", **more):
    return actions.resolve_finding(
        patient=patient,
        code=code,
        kind=kind,
        reason="Asked them.",
        seen=seen(patient, code),
        by=by,
        now=NOW,
        **more,
    )


@pytest.fixture
def patient(db):
    the_clinic()
    found = a_patient()
    fill_intake(
        found,
        escort_available="unknown",
        motion_sickness="unknown",
        seizure="yes",
        recent_stroke="yes",
        aneurysm="yes",
    )
    return found


@pytest.mark.parametrize("role", list(Role))
def test_through_the_action_each_role_settles_its_own_and_what_is_below(patient, role):
    user, settled = a_user(role), set()
    for each in queries.screening_of(patient, today=TODAY).open_findings:
        for kind in ("ruled_out", "accepted"):
            try:
                settle(patient, each.finding.code, user, kind)
                settled.add(each.finding.owner)
            except Refused as refused:
                assert refused.decision.sentence
    assert settled == {
        Role.FRONT_DESK: {"front_desk"},
        Role.NURSE: {"front_desk", "nurse"},
        Role.PROVIDER: {"front_desk", "nurse", "provider"},
    }.get(role, set())


def test_a_nurse_settles_what_the_rule_leaves_to_a_nurse_and_it_stays_settled(patient):
    settle(patient, "motion_sickness:not_answered", a_user("nurse"))
    assert "motion_sickness:not_answered" not in open_codes(patient)


@pytest.mark.parametrize("code", ["aneurysm", "stroke", "seizure", "medications:not_confirmed"])
@pytest.mark.parametrize("role", ["nurse", "front_desk", "owner", "therapist"])
def test_stops_and_decisions_of_a_provider_are_not_settled_below(patient, code, role):
    with pytest.raises(Refused):
        settle(patient, code, a_user(role))
    assert code in open_codes(patient)


def test_asking_for_a_clearance_stays_a_providers(patient):
    asked = {"asked_of": "A sister", "due_on": TODAY}
    with pytest.raises(Refused, match="Others are asked by a provider"):
        settle(patient, "escort:not_answered", a_user("front_desk"), "clearance", **asked)


def test_what_waits_for_a_role_is_listed_over_all_patients_until_it_is_settled(patient):
    desk = a_user("front_desk")
    an_eligible_patient(a_prescriber().user)
    waiting = findings_waiting_for(["front_desk"], today=TODAY)
    assert [(each.patient.pk, each.finding.code) for each in waiting] == [(patient.pk, "escort:not_answered")]
    assert [each.finding.code for each in findings_waiting_for(["nurse"], today=TODAY)] == [
        "motion_sickness:not_answered"
    ]
    assert not findings_waiting_for(["provider", "owner"], today=TODAY)
    settle(patient, "escort:not_answered", desk)
    assert not findings_waiting_for(["front_desk"], today=TODAY)


def test_the_list_finds_what_the_screening_finds(patient):
    here = {
        (each.finding.code, each.finding.evidence)
        for role in ("front_desk", "nurse")
        for each in findings_waiting_for([role], today=TODAY)
    }
    judged = queries.screening_of(patient, today=TODAY).judged
    own = {"front_desk", "nurse"}
    there = {
        (each.finding.code, each.finding.evidence)
        for each in judged
        if each.waits and each.finding.owner in own
    }
    assert here == there


def test_the_list_asks_as_often_for_three_patients_as_for_one(patient, django_assert_num_queries):
    with django_assert_num_queries(1):
        findings_waiting_for(["front_desk", "nurse"], today=TODAY)
    for _ in range(2):
        fill_intake(a_patient(), escort_available="no")
    with django_assert_num_queries(1):
        assert len(findings_waiting_for(["front_desk"], today=TODAY)) == 3


def test_somebody_who_was_refused_no_longer_waits(patient):
    actions.decide(
        patient=patient,
        outcome="declined",
        reasons="An aneurysm.",
        seen=all_seen(patient),
        by=a_prescriber().user,
        now=NOW,
    )
    assert not findings_waiting_for(["front_desk"], today=TODAY)


def open_codes(patient):
    return {each.finding.code for each in queries.screening_of(patient, today=TODAY).open_findings}
