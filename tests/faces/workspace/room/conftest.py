"""A patient about to be treated, a nurse at her browser, and a clock."""

from __future__ import annotations

import pytest


@pytest.fixture
def stage():
    from tests.treatment.stage import a_stage

    return a_stage()


@pytest.fixture
def at(time_machine):
    """Set the clock to so many minutes after the visit's time."""
    from tests.treatment.stage import after

    def set_to(minute):
        time_machine.move_to(after(minute), tick=False)

    set_to(-10)
    return set_to


@pytest.fixture
def nurse(client, stage):
    client.force_login(stage.nurse)
    return client
