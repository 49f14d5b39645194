"""People and things for tests. Each reaches its state through the actions that staff and patients use."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from sojourn.accounts.models import User
from sojourn.accounts.roles import Role

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""A Monday, nine in the morning at the clinic."""

PASSWORD = "plenty of morning light"
_numbers = count(1)


def a_user(role: Role | str = Role.PROVIDER, *more: Role, **changes: Any) -> User:
    """Somebody who can sign in with :data:`PASSWORD`."""
    number = next(_numbers)
    facts = {"email": f"person{number}@example.test", "name": f"Person {number}", "password": PASSWORD}
    return User.objects.create_user(roles=[Role(role), *more], **{**facts, **changes})


def a_patient(*, now: datetime = NOW, user: User | None = None, **changes: Any) -> Any:
    """Somebody registered, thirty-five years old; with ``user`` they can use the portal."""
    from sojourn.people.actions import register_patient

    number = next(_numbers)
    facts = {
        "first_name": "Maren",
        "last_name": f"Solberg{number}",
        "birth_date": date(1990, 5, 17),
        "email": user.email if user else f"patient{number}@example.test",
        "phone": "503 555 0100",
    }
    return register_patient(by=None, now=now, user=user, **{**facts, **changes})


def a_staff_member(role: Role | str = Role.PROVIDER, *, now: datetime = NOW, **changes: Any) -> Any:
    """Somebody who works on all weekdays from eight to six."""
    from sojourn.clinic.actions import add_staff

    user = changes.pop("user", None) or a_user(role)
    facts = {
        "display_name": user.name,
        "credentials": "",
        "npi": "",
        "dea_number": "",
        "hours": [(weekday, time(8), time(18)) for weekday in range(5)],
        "sees_patients": True,
    }
    return add_staff(user=user, by=None, now=now, **{**facts, **changes})


def the_clinic(*, now: datetime = NOW) -> None:
    """Rooms, locations and prices of the pack."""
    from sojourn.clinic.actions import apply_pack

    apply_pack(now=now)
