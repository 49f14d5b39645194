"""The people who work at the invented clinic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time

from django.contrib.auth.hashers import get_hasher

from sojourn.accounts.actions import create_user
from sojourn.accounts.roles import Role
from sojourn.clinic.actions import add_staff
from sojourn.clinic.models import StaffMember
from sojourn.demonstration.days import CLOSES, OPENS

PASSWORD = "demo-morning-light"
LIGHT_WORK = {"time_cost": 1, "memory_cost": 1024, "parallelism": 1}
"""Argon2 for a password that everybody reads on the screen; Django makes it strong at the first sign-in."""
WEEKDAYS = tuple((day, OPENS, CLOSES) for day in range(5))
SATURDAY = (5, time(9), time(14))


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One member of the team. NPIs that begin with 2 pass the check and belong to nobody."""

    key: str
    name: str
    role: Role
    shows: str
    credentials: str = ""
    title: str = ""
    npi: str = ""
    dea_number: str = ""
    saturday: bool = False


TEAM = (
    Colleague(
        key="sorrel",
        name="Imogen Sorrel",
        title="Dr",
        credentials="MD",
        role=Role.PROVIDER,
        npi="2000000010",
        dea_number="FS1234563",
        shows="Intakes to review and decide, today’s sessions, notes to sign",
    ),
    Colleague(
        key="rowe",
        name="Linus Rowe",
        title="Dr",
        credentials="DO",
        role=Role.PROVIDER,
        npi="2000000028",
        dea_number="FR2048610",
        saturday=True,
        shows="Sessions in Cedar, and the monthly group",
    ),
    Colleague(
        key="brook",
        name="Tamsin Brook",
        credentials="RN",
        role=Role.NURSE,
        saturday=True,
        shows="Check-in, the session room and the register",
    ),
    Colleague(
        key="okafor",
        name="Piers Okafor",
        credentials="RN",
        role=Role.NURSE,
        saturday=True,
        shows="The second room; witnesses waste",
    ),
    Colleague(
        key="greenaway",
        name="Hollis Greenaway",
        credentials="LCSW",
        role=Role.THERAPIST,
        npi="2000000036",
        shows="Preparation and integration visits, notes",
    ),
    Colleague(
        key="tansy",
        name="Maud Tansy",
        credentials="LPC",
        role=Role.THERAPIST,
        npi="2000000044",
        shows="Integration visits on the other side of the hall",
    ),
    Colleague(
        key="lark",
        name="Robin Larkspur",
        role=Role.FRONT_DESK,
        shows="Calendar, groups, the billing desk and the plan that is behind",
    ),
    Colleague(
        key="vane",
        name="Cordelia Vane",
        role=Role.OWNER,
        shows="Outcomes, the audit trail, day close and settings",
    ),
)


def hire(colleague: Colleague, now: datetime) -> StaffMember:
    """An account, and somebody who works here."""
    user = create_user(
        email=f"{colleague.name.split()[0]}.{colleague.name.split()[-1]}@clinic.example".lower(),
        name=" ".join(filter(None, [colleague.title, colleague.name])),
        roles=[colleague.role],
        by=None,
        now=now,
        password=PASSWORD,
    )
    return add_staff(
        user=user,
        display_name=user.name,
        credentials=colleague.credentials,
        npi=colleague.npi,
        dea_number=colleague.dea_number,
        hours=[*WEEKDAYS, *([SATURDAY] if colleague.saturday else [])],
        sees_patients=colleague.role not in {Role.FRONT_DESK, Role.OWNER},
        by=None,
        now=now,
    )


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """Within the block passwords are hashed with little work; the hash says so itself and is checked as any other."""
    hasher, usual = get_hasher(), {}
    for name, value in LIGHT_WORK.items():
        usual[name] = getattr(hasher, name, None)
        setattr(hasher, name, value)
    try:
        yield
    finally:
        for name, value in usual.items():
            setattr(hasher, name, value)
