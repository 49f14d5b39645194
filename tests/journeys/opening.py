"""Opens the clinic of the journeys: rooms and prices from the pack, people at work, and those who come to the group.

Run as a process of its own.
"""

from __future__ import annotations

import json
import sys
from datetime import time, timedelta
from pathlib import Path

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed

PASSWORD = "wide windows to the east"
EVERY_DAY = [(weekday, time(8), time(18)) for weekday in range(5)]
STAFF = (
    (
        "doctor",
        "provider",
        "Dr Ada Quill",
        {"credentials": "MD", "npi": "1234567893", "dea_number": "FQ1234563"},
    ),
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
        add_staff(
            user=user, display_name=name, hours=EVERY_DAY, sees_patients=sees, by=None, now=now, **facts
        )
        people[key] = {"name": name, "email": email, "password": PASSWORD}
    return people


GROUP = ("Ines Marlow", "Otis Fenn", "Lara Whit", "Samuel Thorne", "Bo Ashby", "Nell Corrigan")
SEVENTH = "Iris Vane"


def with_group_people() -> None:
    """Six people who are in treatment already, and a seventh, brought there by the actions that people use.

    Each can sign in to the portal with the password of the house.
    """
    from django.utils import timezone

    from sojourn.accounts.actions import create_user
    from sojourn.clinic.models import StaffMember
    from sojourn.clinic.queries import local_day
    from sojourn.prescribing.actions import prescribe
    from sojourn.scheduling.actions import book
    from sojourn.scheduling.queries import free_times
    from tests import stories
    from tests.factories import a_patient

    now = timezone.now()
    doctor = StaffMember.objects.get(display_name="Dr Ada Quill")
    second = StaffMember.objects.get(display_name="Dr Noor Haddad")
    for name in (*GROUP, SEVENTH):
        first, last = name.split()
        account = {"email": portal_address(name), "name": name, "roles": ["patient"], "password": PASSWORD}
        user = create_user(by=None, now=now, **account)
        patient = a_patient(now=now, user=user, first_name=first, last_name=last)
        stories.an_eligible_patient(doctor.user, now=now, patient=patient, preferred_name=first)
        stories.sign_consents(patient, service="group", now=now)
        day = local_day(now) + timedelta(days=2 * (name == SEVENTH))
        free = free_times("intake", from_day=day, days=5, staff=second, after=now)[0]
        visit = {"staff": free.staff, "room": free.room, "starts_at": free.starts_at}
        book(patient=patient, service="intake", by=second.user, now=now, **visit)
        papers = stories.a_prescription(
            setting="pharmacy",
            preparation="troche-50",
            quantity=6,
            issued_on=local_day(now),
            pdmp_checked_at=now,
            seen_on=local_day(now),
        )
        patient.refresh_from_db()
        prescribe(patient=patient, by=doctor.user, now=now, **papers)


def portal_address(name: str) -> str:
    """What somebody of the group signs in with."""
    return f"{name.replace(' ', '.')}@example.test".lower()


if __name__ == "__main__":
    followed().keep_up()
    start_django()
    Path(sys.argv[1]).write_text(json.dumps(open_clinic()))
    with_group_people()
