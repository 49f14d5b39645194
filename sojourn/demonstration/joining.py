"""Those who joined the demo after it was built: whoever walks the story from its first page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sojourn.accounts.models import User
from sojourn.accounts.roles import ROLES, Role
from sojourn.demonstration.summary import DemoPerson

SHOWN_AT_MOST = 20


def joined_since(moment: datetime) -> tuple[DemoPerson, ...]:
    """Patients whose account was made after ``moment``, newest first; their password is their own."""
    first_id = UUID(
        int=int(moment.timestamp() * 1000) << 80
    )  # ids begin with the millisecond they were made in
    found = User.objects.filter(patient__isnull=False, pk__gt=first_id).order_by("-pk")[:SHOWN_AT_MOST]
    return tuple(
        DemoPerson(
            id=str(user.pk),
            name=user.name,
            email=user.email,
            password="",
            role=Role.PATIENT,
            title=ROLES[Role.PATIENT].title,
            note="Joined while you were here.",
        )
        for user in found
    )
