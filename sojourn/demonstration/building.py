"""Building the invented clinic."""

from __future__ import annotations

from datetime import datetime

from sojourn import content
from sojourn.accounts.models import User
from sojourn.accounts.roles import ROLES, Role
from sojourn.demonstration.summary import DemoPerson, DemoSummary

PASSWORD = "demo-morning-light"
STAFF = (
    ("Imogen Vale", Role.PROVIDER),
    ("Tobias Reed", Role.NURSE),
    ("Salma Okoye", Role.THERAPIST),
    ("Wren Halloran", Role.FRONT_DESK),
    ("Petra Lindqvist", Role.OWNER),
)


def build(*, seed: int, now: datetime) -> DemoSummary:
    """Fill an empty, migrated database. The same seed and day give the same people and visits."""
    people = tuple(_sign_in(name, role) for name, role in STAFF)
    return DemoSummary(clinic=content.pack().clinic.name, seed=seed, people=people)


def _sign_in(name: str, role: Role) -> DemoPerson:
    email = f"{name.split()[0].lower()}@clinic.example"
    user = User.objects.create_user(email=email, name=name, roles=[role], password=PASSWORD)
    return DemoPerson(
        id=str(user.pk), name=name, email=email, password=PASSWORD, role=role, title=ROLES[role].title
    )
