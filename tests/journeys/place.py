"""A clinic with one session under way, to be broken in every way."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.journeys import bedside
from tests.journeys import house as houses


class Place:
    """A clinic with a session under way, whose server can be killed and started again.

    ``scene`` is the module that sets it up, ``local`` the clinic's time then.
    """

    def __init__(
        self, folder: Path, scene: str = "tests.journeys.bedside", local: str = bedside.NOW_THERE
    ) -> None:
        self.folder, self.port = folder, houses.free_port()
        self.database = folder / "room.sqlite3"
        self.around = houses.environment(
            folder, mode="test", port=self.port, database=f"sqlite:///{self.database}"
        )
        self.clock = houses.Clock(folder / "clock")
        self.clock.set(local)
        houses.run_in_time(scene, str(folder / "scene.json"), around=self.around)
        self.scene = json.loads((folder / "scene.json").read_text())
        self.server: subprocess.Popen[bytes]
        self.starts()

    def starts(self) -> None:
        """The server answers."""
        self.begins_to_start()
        houses.wait_until_answering(self.port)

    def begins_to_start(self) -> None:
        """The server is started; it answers a little later."""
        command = houses.server(self.port)
        self.server = subprocess.Popen(
            command, env=self.around, cwd=houses.REPOSITORY, start_new_session=True
        )

    def is_killed(self) -> None:
        """The server is gone."""
        houses.kill(self.server)

    def is_answering(self) -> bool:
        """Whether somebody listens at its port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def lines(self) -> list[str]:
        """Every line of the log, in the chart's order, past the application."""
        with closing(sqlite3.connect(self.database)) as connection:
            rows = connection.execute("SELECT text FROM treatment_remark ORDER BY observed_at, id")
            return [text for (text,) in rows.fetchall()]

    def charted(self) -> list[int]:
        """The first numbers of every reading, in the chart's order, past the application."""
        with closing(sqlite3.connect(self.database)) as connection:
            rows = connection.execute("SELECT systolic FROM treatment_vitalsigns ORDER BY observed_at, id")
            return [systolic for (systolic,) in rows.fetchall()][1:]
