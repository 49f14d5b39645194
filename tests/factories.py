"""People and things for tests. Each reaches its state through the actions that staff and patients use."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
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


SUPPLIER = {
    "supplier": "Cascade Medical Supply",
    "supplier_address": "400 Cedar Road, Salem, OR 97301",
    "supplier_dea": "AB1234563",
    "document": "INV-20411",
}
"""What stands on the invoice of a delivery, as the page asks for it."""


def a_vial(by: User, number: str = "V-0412", *, now: datetime = NOW, **changes: Any) -> Any:
    """A vial of 5 mL at 100 mg/mL that came in today."""
    from sojourn.pharmacy.actions import receive
    from sojourn.pharmacy.rules import Container, Party

    supplier, address, dea, document = SUPPLIER.values()
    label = {
        "lot": "24K118",
        "strength_mg_per_ml": 100,
        "volume_ml": Decimal(5),
        "expires_on": date(2027, 3, 31),
    }
    delivery = receive(
        containers=[Container(number=number, **{**label, **changes})],
        supplier=Party(name=supplier, address=address, dea=dea),
        document=document,
        document_on=now.date(),
        by=by,
        now=now,
    )
    return delivery.vials.get()
