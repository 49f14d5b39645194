"""A server killed in the middle of charting loses nothing that it answered for."""

from __future__ import annotations

import http.client
import json
import os
import re
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import pytest

from tests.journeys import bedside
from tests.journeys import house as houses

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("screenshots"),
    pytest.mark.skipif(
        os.environ.get("SOJOURN_TEST_DATABASE") == "postgres",
        reason="reads the SQLite file after the kill; the run on SQLite does it",
    ),
]
WORK_SECONDS = 1.0
READING = {"systolic": 126, "diastolic": 80, "heart_rate": 70, "spo2": 98, "respiratory_rate": 14, "moaas": 5}


class Nurse(threading.Thread):
    """Signs in and charts readings until the line goes dead; remembers which were answered for."""

    def __init__(self, address: str, scene: dict[str, str]) -> None:
        super().__init__(daemon=True)
        parts = urlsplit(address)
        self.line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=20)
        self.scene = scene
        self.cookies: dict[str, str] = {}
        self.answered: set[str] = set()

    def run(self) -> None:
        """Reading after reading."""
        try:
            self._signs_in()
            while self._charts():
                pass
        except (OSError, http.client.HTTPException):
            return

    def _signs_in(self) -> None:
        page = self._asks("GET", "/accounts/login/")[1]
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        said = {"login": self.scene["email"], "password": self.scene["password"]}
        body = urlencode({**said, "csrfmiddlewaretoken": token.group(1).decode()})
        self._asks("POST", "/accounts/login/", body, "application/x-www-form-urlencoded")

    def _charts(self) -> bool:
        entry = str(uuid4())
        body = json.dumps({**READING, "id": entry, "point": "extra"})
        address = f"/workspace/sessions/{self.scene['session']}/vitals/"
        status, _ = self._asks("POST", address, body, "application/json")
        if status == 201:
            self.answered.add(entry)
        return status == 201

    def _asks(self, method: str, address: str, body: str = "", kind: str = "text/plain") -> tuple[int, bytes]:
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        heads |= {"Content-Type": kind, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        self.line.request(method, address, body, heads)
        answer = self.line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read()


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
