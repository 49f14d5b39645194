"""What an unconfirmed list and an open alert say, word for word: people act on these sentences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sojourn.core.decisions import Finding, Severity
from sojourn.screening.resolution_rules import list_confirmed, may_resolve, open_alerts

CHANGED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("since", [timedelta(0), timedelta(seconds=1)])
def test_a_list_confirmed_at_or_after_its_last_change_stands(since):
    assert list_confirmed(changed=CHANGED, confirmed=CHANGED + since) is None
    assert list_confirmed(changed=None, confirmed=CHANGED) is None


def test_a_list_that_changed_after_it_was_confirmed():
    assert list_confirmed(changed=CHANGED, confirmed=CHANGED - timedelta(seconds=1)) == Finding(
        code="medications:not_confirmed",
        message="Nobody has confirmed the medication list since it last changed.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Clinic safety practice",
        evidence="last change 20 November 2026, 9:30 am",
        event=CHANGED.isoformat(),
        owner="provider",
    )


def test_a_list_nobody_ever_spoke_of():
    assert list_confirmed(changed=None, confirmed=None) == Finding(
        code="medications:not_confirmed",
        message="Nobody has said which medicines they take, or that there are none.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Clinic safety practice",
        evidence="no list",
        owner="provider",
    )


def test_an_open_alert_is_nobodys_to_override():
    assert open_alerts(0) is None
    assert open_alerts(2) == Finding(
        code="safety_alert",
        message="A safety alert is open. It is closed with what was found and agreed, before any yes.",
        severity=Severity.STOP,
        source="Clinic safety practice",
        evidence="open alerts: 2",
        owner="nobody",
    )


@pytest.mark.parametrize(
    ("severity", "at_stake", "owner", "kind", "sentence"),
    [
        (Severity.DECIDE, Severity.NONE, "provider", "accepted", ""),
        (Severity.UNKNOWN, Severity.DECIDE, "provider", "accepted", ""),
        (Severity.STOP, Severity.NONE, "provider", "ruled_out", ""),
        (Severity.STOP, Severity.NONE, "nobody", "clearance", "Nobody can override this: So."),
        (
            Severity.STOP,
            Severity.NONE,
            "provider",
            "accepted",
            "A stop can be ruled out or cleared, not accepted: So.",
        ),
        (
            Severity.UNKNOWN,
            Severity.STOP,
            "provider",
            "accepted",
            "What is not known cannot be accepted. Find it out, or rule it out with a reason: So.",
        ),
        (Severity.UNKNOWN, Severity.STOP, "nobody", "ruled_out", "Nobody can override this: So."),
    ],
)
def test_who_may_do_what_about_a_finding(severity, at_stake, owner, kind, sentence):
    finding = Finding(code="x", message="So.", severity=severity, at_stake=at_stake, owner=owner)
    assert may_resolve(finding, kind).sentence == sentence
