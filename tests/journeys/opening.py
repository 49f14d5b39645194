"""Opens the clinic of the journeys: rooms and prices from the pack, five people at work. Run as a process of its own."""

from __future__ import annotations

import json
import sys
from datetime import time
from pathlib import Path

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed

PASSWORD = "wide windows to the east"
EVERY_DAY = [(weekday, time(8), time(18)) for weekday in range(5)]
STAFF = (
    ("doctor", "provider", "Dr Ada Quill", {"credentials": "MD", "npi": "1234567893", "dea_number": "FQ1234563"}),
    ("second_doctor", "provider", "Dr Noor Haddad", {"credentials": "DO", "npi": "1234567893"}),
    ("nurse", "nurse", "Tove Lindgren", {"credentials": "RN"}),
    ("second_nurse", "nurse", "Ezra Pope", {"credentials": "RN"}),
    ("therapist", "therapist", "Jonah Reyes", {"credentials": "LCSW", "npi": "1234567893"}),
    ("desk", "front_desk", "Wren Halloran", {}),
    ("owner", "owner", "Petra Moss", {}),
)


def open_clinic() -> dict[str, dict[str, str]]:
    """Migrate, apply the pack, hire everybody; gives who signs in how."""
    from django.utils import timezone

    from sojourn.accounts.actions import create_user
    from sojourn.clinic.actions import add_staff
    from sojourn.command_line.running import bring_up_to_date

    bring_up_to_date()
    now, people = timezone.now(), {}
    for key, role, name, papers in STAFF:
        email = f"{key.replace('_', '.')}@clinic.example"
        user = create_user(email=email, name=name, roles=[role], by=None, now=now, password=PASSWORD)
        facts = {"credentials": "", "npi": "", "dea_number": "", **papers}
        sees = role in {"provider", "nurse", "therapist"}
        add_staff(user=user, display_name=name, hours=EVERY_DAY, sees_patients=sees, by=None, now=now, **facts)
        people[key] = {"name": name, "email": email, "password": PASSWORD}
    return people


if __name__ == "__main__":
    followed().keep_up()
    start_django()
    Path(sys.argv[1]).write_text(json.dumps(open_clinic()))
