"""A clinic with one patient about to be treated."""

import pytest


@pytest.fixture
def stage(db):
    """Booked for in an hour, everything in place."""
    from tests.treatment.stage import a_stage

    return a_stage()


@pytest.fixture
def at_the_door(stage):
    """Checked in, every point ready."""
    from tests.treatment.stage import checked_in

    checked_in(stage)
    return stage


@pytest.fixture
def running(stage):
    """The session has begun; no dose yet."""
    from tests.treatment.stage import begun

    begun(stage)
    return stage
