"""Sets up a clinic with one session under way, and says where it is. Run as a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed

NOW_THERE = "2026-03-02 10:01"
"""A minute after the session of the treatment tests begins."""

if __name__ == "__main__":
    followed().keep_up()
    start_django()
    from sojourn.command_line.running import bring_up_to_date
    from tests.factories import PASSWORD
    from tests.treatment import stage

    bring_up_to_date()
    scene = stage.a_stage()
    session = stage.begun(scene)
    found = {"session": str(session.pk), "email": scene.nurse.email, "password": PASSWORD}
    found["person"] = str(scene.nurse.pk)
    Path(sys.argv[1]).write_text(json.dumps(found))
