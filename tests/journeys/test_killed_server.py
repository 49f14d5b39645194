"""A server killed in the middle of charting loses nothing that it answered for."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.journeys import bedside
from tests.journeys import house as houses
from tests.journeys.nurse import Nurse

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("screenshots"),
]
WORK_SECONDS = 1.0


def test_readings_that_were_answered_for_survive_a_kill(tmp_path: Path) -> None:
    """Three nurses chart as fast as they can; SIGKILL; each reading answered with 201 stands in the database."""
    database = tmp_path / "killed.sqlite3"
    port = houses.free_port()
    around = houses.environment(tmp_path, mode="test", port=port, database=f"sqlite:///{database}")
    houses.Clock(tmp_path / "clock").set(bedside.NOW_THERE)
    houses.run_in_time("tests.journeys.bedside", str(tmp_path / "scene.json"), around=around)
    scene = json.loads((tmp_path / "scene.json").read_text())
    with houses.process(houses.server(port), around) as server:
        houses.wait_until_answering(port)
        nurses = [Nurse(around["SOJOURN_URL"], scene) for _ in range(3)]
        for each in nurses:
            each.start()
        _until_they_chart(nurses)
        houses.kill(server)
        for each in nurses:
            each.join(timeout=20)
    answered = {entry for each in nurses for entry in each.answered}
    assert len(answered) >= 3, "the kill came before anything was answered for"
    assert answered <= _kept(database)


def _until_they_chart(nurses: list[Nurse]) -> None:
    deadline = time.monotonic() + 60
    while not all(each.answered or not each.is_alive() for each in nurses) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(WORK_SECONDS)


def _kept(file: Path) -> set[str]:
    """What stands in the database after the kill; opening it replays the journal, as a restart does."""
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found: list[Any] = connection.execute("SELECT id FROM treatment_vitalsigns").fetchall()
    return {str(UUID(str(one))) for (one,) in found}
