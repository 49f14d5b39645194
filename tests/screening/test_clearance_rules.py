"""A clearance names whom and by when; it lifts a stop only where the rule says so, never below its role."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sojourn.core.decisions import Finding, Severity
from sojourn.screening.clearance_rules import asked_about, may_ask, may_record

TODAY = date(2026, 3, 2)


def a_stop(owner: str = "provider") -> Finding:
    return Finding(code="stroke", message="A stroke in the past six months.", owner=owner)


def an_unknown() -> Finding:
    return Finding(code="list", message="Not said.", severity=Severity.UNKNOWN, owner="provider")


def codes(decision) -> set[str]:
    return {each.code for each in decision.blocking}


@pytest.mark.parametrize(
    ("kind", "asked_of", "due_on", "refused"),
    [
        ("clearance", "Neurology", date(2026, 3, 2), set()),
        ("clearance", "Neurology", date(2026, 3, 16), set()),
        ("clearance", "Neurology", None, {"due_missing"}),
        ("clearance", " ", date(2026, 3, 16), {"nobody_asked"}),
        ("clearance", "", None, {"nobody_asked", "due_missing"}),
        ("clearance", "Neurology", date(2026, 3, 1), {"due_in_the_past"}),
        ("accepted", "", None, set()),
        ("accepted", "", date(2026, 3, 1), {"due_in_the_past"}),
        ("ruled_out", "", date(2026, 6, 1), set()),
    ],
)
def test_what_a_clearance_must_say(kind, asked_of, due_on, refused) -> None:
    assert codes(may_ask(kind, asked_of=asked_of, due_on=due_on, today=TODAY)) == refused


@pytest.mark.parametrize(
    ("finding", "outcome", "roles", "lifts_stop", "refused"),
    [
        (a_stop(), "cleared", ["provider"], True, set()),
        (a_stop(), "cleared", ["nurse", "provider"], True, set()),
        (a_stop(), "cleared", ["provider"], False, {"stop_not_lifted"}),
        (a_stop(), "cleared", ["nurse"], True, {"stop_above_role"}),
        (a_stop(), "cleared", ["owner"], True, {"stop_above_role"}),
        (a_stop(), "cleared", [], True, {"stop_above_role"}),
        (a_stop("nurse"), "cleared", ["provider"], True, set()),
        (a_stop("nobody"), "cleared", ["provider"], True, {"stop_above_role"}),
        (a_stop("nobody"), "not_cleared", ["provider"], False, set()),
        (a_stop(), "not_cleared", ["provider"], False, set()),
        (None, "cleared", ["provider"], False, set()),
        (an_unknown(), "cleared", ["provider"], False, {"stop_not_lifted"}),
        (an_unknown(), "not_cleared", ["provider"], False, set()),
        (
            Finding(code="seizure", message="A seizure.", severity=Severity.DECIDE, owner="provider"),
            "cleared",
            ["provider"],
            False,
            set(),
        ),
    ],
)
def test_whose_answer_lifts_what(finding, outcome, roles, lifts_stop, refused) -> None:
    decision = may_record(finding, outcome, roles=roles, lifts_stop=lifts_stop, note="Letter of 1 March.")
    assert codes(decision) == refused


def test_an_answer_says_what_it_says() -> None:
    decision = may_record(None, "not_cleared", roles=["provider"], lifts_stop=False, note="  ")
    assert codes(decision) == {"note_missing"}


RULE = SimpleNamespace(
    id="aneurysm", level=Severity.STOP, sentence="An aneurysm.", source="Label", resolved_by="provider"
)


@pytest.mark.parametrize(
    ("code", "rule", "severity"),
    [
        ("aneurysm", RULE, Severity.STOP),
        ("aneurysm:not_answered", RULE, Severity.UNKNOWN),
        ("interaction:7", None, Severity.UNKNOWN),
    ],
)
def test_what_changed_since_it_was_asked_is_judged_by_its_rule(code, rule, severity) -> None:
    found = asked_about(code, rule)
    assert (found.code, found.severity, found.owner) == (code, severity, "provider")
    assert found.message == (
        "An aneurysm." if rule else "what was asked about has changed or is no longer there."
    )
    assert found.source == (rule.source if rule else "") and RULE.source
