"""Sets up two rooms in use: one patient on their journey, and a group of six; says where they are.

Run as a process of its own. The entries are written as they stand after half an hour, not through the readiness lists,
which have tests of their own.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal as D
from pathlib import Path
from typing import Any

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed

NOW_THERE = "2026-03-02 10:33"
NAMES = ("Juniper Vale", "Marlow Finch", "Saffron Bell", "Idris Kell", "Odile Quist", "Bram Hollis")


def one_on_their_journey(scene: Any) -> Any:
    """A dose at ten past, readings in band, something felt, and a line."""
    from tests.treatment import stage

    session = stage.begun(scene)
    stage.dose(scene)
    stage.readings(scene, minute=20, point="+10", systolic=138, diastolic=86, heart_rate=84)
    facts: dict[str, Any] = {"session": session, "by": scene.nurse, "now": stage.after(22)}
    stage.actions.record_side_effect(
        entry_id=stage.uuid4(), kind="nausea", severity="mild", observed_at=stage.after(22), **facts
    )
    stage.actions.remark(
        entry_id=stage.uuid4(), kind="words", text="It is warm here.", observed_at=stage.after(21), **facts
    )
    return session


def one_at_the_door(scene: Any) -> Any:
    """Checked in, and next to nothing answered."""
    from sojourn.scheduling.models import Appointment
    from tests.factories import a_patient
    from tests.treatment import stage

    there = scene.appointment
    visit = Appointment.objects.create(
        patient=a_patient(),
        service="session",
        staff=there.staff,
        room=there.room,
        starts_at=there.starts_at,
        ends_at=there.ends_at,
        price_cents=55000,
        booked_at=there.booked_at,
    )
    return stage.actions.check_in(appointment=visit, by=scene.nurse, now=stage.after(30))


def six_in_a_group(scene: Any) -> Any:
    """Six seats, six sessions; each had a dose of their own medicine, one is out of band, one late."""
    from sojourn.scheduling.models import GroupSession

    staff = scene.appointment.staff
    group = GroupSession.objects.create(
        service="group",
        room=scene.appointment.room,
        provider=staff,
        monitor=staff,
        starts_at=scene.appointment.starts_at,
        ends_at=scene.appointment.ends_at,
        created_at=scene.appointment.booked_at,
    )
    for number, name in enumerate(NAMES, start=1):
        seated(scene, group, number, name)
    return group


def seated(scene: Any, group: Any, number: int, name: str) -> Any:
    """One of the six."""
    from sojourn.scheduling.models import Appointment, Seat
    from sojourn.treatment.models import DoseGiven, PhaseChange, Session, VitalSigns
    from tests.factories import a_patient
    from tests.treatment.stage import after

    first, last = name.split()
    patient = a_patient(first_name=first, last_name=last)
    visit = Appointment.objects.create(
        patient=patient,
        service="group",
        staff=group.provider,
        room=group.room,
        group=group,
        state="in_room",
        starts_at=group.starts_at,
        ends_at=group.ends_at,
        price_cents=25000,
        booked_at=group.created_at,
    )
    Seat.objects.create(group=group, number=number, patient=patient, appointment=visit)
    session = Session.objects.create(
        appointment=visit, patient=patient, phase="journey", opened_at=after(-10), started_at=after(0)
    )
    given = after(12 if number == 1 else 20)
    for phase, at in (("prepare", after(-10)), ("ground", after(0)), ("journey", given)):
        PhaseChange.objects.create(session=session, phase=phase, at=at, by=scene.nurse)
    facts = {"session": session, "by": scene.nurse, "recorded_at": given}
    DoseGiven.objects.create(mg=D(100), mg_per_kg=D("1.25"), route="SL", observed_at=given, **facts)
    for minute, point in ((2, "before"), (30, "+10"))[: 1 if number == 1 else 2]:
        VitalSigns.objects.create(
            observed_at=after(minute),
            point=point,
            systolic=118 + 3 * number,
            diastolic=76,
            heart_rate=70 + number,
            spo2=88 if number == 3 and minute == 30 else 97,
            moaas=4,
            **facts,
        )
    return session


if __name__ == "__main__":
    followed().keep_up()
    start_django()
    from sojourn.command_line.running import bring_up_to_date
    from tests.factories import PASSWORD
    from tests.treatment import stage

    bring_up_to_date()
    scene = stage.a_stage()
    found = {
        "session": str(one_on_their_journey(scene).pk),
        "door": str(one_at_the_door(scene).pk),
        "group": str(six_in_a_group(scene).pk),
        "email": scene.nurse.email,
        "password": PASSWORD,
    }
    Path(sys.argv[1]).write_text(json.dumps(found))
