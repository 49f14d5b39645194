"""The light beside somebody expected: never green while anything is open or unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sojourn.scheduling.rules.lights import BeforeVisit, LightState, light_of

ALL_KNOWN = BeforeVisit(open_forms=0, intake_is_sent=True, unsigned=(), open_alerts=0)


@pytest.mark.parametrize(
    ("changed", "state", "reason"),
    [
        ({}, LightState.READY, ""),
        ({"open_forms": 1}, LightState.UNKNOWN, "1 questionnaire not answered."),
        ({"open_forms": 3}, LightState.UNKNOWN, "3 questionnaires not answered."),
        ({"intake_is_sent": False}, LightState.UNKNOWN, "The intake form is not sent in."),
        ({"unsigned": ("What it costs",)}, LightState.HOLD, "“What it costs” is not signed."),
        ({"open_alerts": 1}, LightState.HOLD, "A clinician speaks with them first."),
        ({"open_forms": None}, LightState.UNKNOWN, "Nobody has looked yet."),
        ({"intake_is_sent": None}, LightState.UNKNOWN, "Nobody has looked yet."),
        ({"unsigned": None}, LightState.UNKNOWN, "Nobody has looked yet."),
        ({"open_alerts": None}, LightState.UNKNOWN, "Nobody has looked yet."),
    ],
)
def test_one_thing_open(changed: dict, state: LightState, reason: str) -> None:
    light = light_of(replace(ALL_KNOWN, **changed))
    assert light.state is state
    assert " ".join(light.reasons) == reason


def test_what_nobody_looked_at_is_not_ready() -> None:
    assert light_of(BeforeVisit()).state is LightState.UNKNOWN


def test_what_holds_is_said_first_and_the_rest_with_it() -> None:
    light = light_of(replace(ALL_KNOWN, open_alerts=1, open_forms=2, intake_is_sent=False))
    assert light.state is LightState.HOLD
    assert light.reasons[0] == "A clinician speaks with them first." and len(light.reasons) == 3
