"""Somebody with a plan whose next dose is to be ordered, and whose intake form is open on two devices.

Run as a process of its own, in a clinic that :mod:`tests.journeys.opening` opened.
"""

from __future__ import annotations

from decimal import Decimal

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed
from tests.journeys.opening import PASSWORD

NAME, EMAIL = "Edda Moss", "edda.moss@home.example"


def tell() -> None:
    """Everything by the actions that people use."""
    from django.utils import timezone

    from sojourn.accounts.actions import create_user
    from sojourn.clinic.models import StaffMember
    from sojourn.clinic.queries import local_day
    from sojourn.people import actions as people
    from sojourn.prescribing import actions as prescribing
    from tests import stories
    from tests.factories import a_patient

    now = timezone.now()
    doctor = StaffMember.objects.get(display_name="Dr Ada Quill").user
    account = {"email": EMAIL, "name": NAME, "roles": ["patient"], "password": PASSWORD}
    user = create_user(by=None, now=now, **account)
    patient = a_patient(now=now, user=user, first_name="Edda", last_name="Moss")
    patient = stories.an_eligible_patient(doctor, now=now, patient=patient, preferred_name="Edda")
    signed = {"patient": patient, "by": doctor, "now": now}
    people.note_weight(kg=Decimal("79.8"), **signed)
    prescribing.write_plan(kind="series", sessions=4, reason="To begin with.", **signed)
    today = local_day(now)
    prescribing.prescribe(
        **signed, **stories.a_prescription(issued_on=today, pdmp_checked_at=now, seen_on=today)
    )


if __name__ == "__main__":
    followed().keep_up()
    start_django()
    tell()
