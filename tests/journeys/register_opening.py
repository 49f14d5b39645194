"""Opens a clinic in which a session has begun and the cabinet is empty. Run as a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed


def open_clinic() -> dict[str, dict[str, str]]:
    """Migrate, and set the stage up to the moment before the first dose; gives who signs in how."""
    from sojourn.command_line.running import bring_up_to_date
    from tests.factories import PASSWORD
    from tests.treatment.stage import a_stage, begun

    bring_up_to_date()
    stage = a_stage(stocked=False)
    begun(stage)
    people = {"nurse": stage.nurse, "provider": stage.provider}
    told = {
        key: {"name": each.name, "email": each.email, "password": PASSWORD} for key, each in people.items()
    }
    patient = {"name": stage.patient.legal_name, "session": str(stage.session.pk)}
    return {**told, "patient": patient}


if __name__ == "__main__":
    followed().keep_up()
    start_django()
    Path(sys.argv[1]).write_text(json.dumps(open_clinic()))
