"""The rail, the bar and the foot of every face lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sojourn.faces.ui.jinja import NOWHERE, link

FACES = Path("sojourn/faces")
FRAMES = ("website/base", "website/foot", "portal/base", "portal/one_thing", "workspace/base")
NAMES = sorted(
    {
        name
        for frame in FRAMES
        for name in re.findall(
            r"'((?:website|portal|workspace):\w+|account_\w+|mfa_index)'",
            (FACES / frame.split("/")[0] / "templates" / f"{frame}.html").read_text(encoding="utf-8"),
        )
    }
    - {"workspace:chart"}  # named only to mark "Patients" as the place one is in; it needs a patient
)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_the_frame_leads_somewhere(name: str) -> None:
    assert link(name) != NOWHERE
