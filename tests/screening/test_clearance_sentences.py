"""What somebody reads when a clearance is incomplete or lifts nothing, word for word: they act on these sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sojourn.core.decisions import Finding, Severity
from sojourn.screening.clearance_rules import in_the_past, may_ask, may_record

TODAY = date(2026, 3, 2)
STROKE = Finding(
    code="stroke", message="A stroke in the past six months.", source="Label, section 4", owner="provider"
)
NOBODY_ASKED = Finding(
    code="nobody_asked",
    field="asked_of",
    message="Say who is asked: a colleague, a specialist or a laboratory.",
)
NO_DAY = Finding(
    code="due_missing",
    field="due_on",
    message="Say by which day the answer is due, so that it is not forgotten.",
)
DAY_OVER = Finding(
    code="due_in_the_past", field="due_on", message="This day is over. Name today or a later one."
)
NO_NOTE = Finding(
    code="note_missing", field="note", message="Write what the answer says; others will rely on it."
)
LIFTS_NOTHING = Finding(
    code="stop_not_lifted",
    field="outcome",
    message="A clearance alone does not settle this: A stroke in the past six months. "
    "If the answer shows that it does not apply, record it as not cleared and rule the finding out with that reason.",
    source="Label, section 4",
    owner="provider",
)


def above(owner: str, said: str) -> Finding:
    return Finding(
        code="stop_above_role",
        field="outcome",
        message=f"Only the role that the rule names can lift this: {said}.",
        source="Label, section 4",
        owner=owner,
    )


def recorded(finding, outcome="cleared", roles=("provider",), lifts_stop=True, note="Letter of 1 March."):
    return list(may_record(finding, outcome, roles=roles, lifts_stop=lifts_stop, note=note).findings)


@pytest.mark.parametrize(
    ("kind", "asked_of", "due_on", "missing"),
    [
        ("clearance", "Neurology", TODAY, []),
        ("clearance", "", TODAY, [NOBODY_ASKED]),
        ("clearance", " \n", TODAY, [NOBODY_ASKED]),
        ("clearance", "Neurology", None, [NO_DAY]),
        ("clearance", "Neurology", TODAY - timedelta(days=1), [DAY_OVER]),
        ("clearance", "", None, [NOBODY_ASKED, NO_DAY]),
        ("clearance", "", TODAY - timedelta(days=1), [NOBODY_ASKED, DAY_OVER]),
        ("accepted", "", None, []),
        ("ruled_out", "", TODAY - timedelta(days=1), [DAY_OVER]),
    ],
)
def test_a_clearance_names_whom_and_by_when(kind, asked_of, due_on, missing):
    assert list(may_ask(kind, asked_of=asked_of, due_on=due_on, today=TODAY).findings) == missing


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (None, None),
        (TODAY - timedelta(days=1), DAY_OVER),
        (TODAY, None),
        (TODAY + timedelta(days=1), None),
    ],
)
def test_a_day_is_over_only_when_today_is_later(due_on, said):
    assert in_the_past(due_on, TODAY) == said


@pytest.mark.parametrize("outcome", ["cleared", "not_cleared"])
@pytest.mark.parametrize("note", ["", " \n"])
def test_an_answer_is_always_written_down(outcome, note):
    assert recorded(STROKE, outcome, note=note) == [NO_NOTE]
    assert recorded(None, outcome, note=note) == [NO_NOTE]


@pytest.mark.parametrize("severity", [Severity.STOP, Severity.UNKNOWN])
def test_what_no_clearance_ends_is_sent_to_ruling_out(severity):
    assert recorded(replace(STROKE, severity=severity), lifts_stop=False) == [LIFTS_NOTHING]
    assert recorded(replace(STROKE, severity=severity), lifts_stop=True) == []


@pytest.mark.parametrize("severity", [Severity.DECIDE, Severity.CAUTION, Severity.INFORMATION])
def test_what_is_no_stop_is_settled_by_any_clearance(severity):
    assert recorded(replace(STROKE, severity=severity), lifts_stop=False) == []


@pytest.mark.parametrize(
    ("owner", "roles", "said"),
    [
        ("front_desk", ["front_desk"], None),
        ("front_desk", ["nurse"], None),
        ("front_desk", [], "front desk"),
        ("front_desk", ["owner"], "front desk"),
        ("nurse", ["front_desk"], "nurse"),
        ("nurse", ["nurse"], None),
        ("nurse", ["provider"], None),
        ("provider", ["front_desk", "nurse"], "provider"),
        ("provider", ["provider", "front_desk"], None),
        ("provider", ["owner", "provider"], None),
        ("nobody", ["front_desk", "nurse", "provider"], "nobody"),
    ],
)
def test_no_role_below_the_one_the_rule_names_lifts_it(owner, roles, said):
    refused = [] if said is None else [above(owner, said)]
    assert recorded(replace(STROKE, owner=owner), roles=roles) == refused


def test_everything_against_it_is_said_at_once():
    assert recorded(STROKE, roles=["nurse"], lifts_stop=False, note="") == [
        NO_NOTE,
        LIFTS_NOTHING,
        above("provider", "provider"),
    ]
