"""The days on which a doctor saw a patient, by the calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn import content
from sojourn.clinic.queries import local_day
from sojourn.scheduling.queries import medical_days
from sojourn.scheduling.states import AppointmentState
from tests.factories import NOW, a_patient, the_clinic
from tests.stories import a_medical_visit, a_prescriber

S = AppointmentState
DAY = local_day(NOW)


def test_the_pack_marks_what_a_doctor_sees_somebody_in() -> None:
    services = content.pack().services
    assert services["intake"].medical
    assert not services["preparation"].medical and not services["integration"].medical


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("service", "state", "counts"),
    [
        ("intake", S.DONE, True),
        ("intake", S.IN_ROOM, True),
        ("session", S.DONE, True),
        ("intake", S.BOOKED, False),
        ("intake", S.ARRIVED, False),
        ("intake", S.CANCELLED, False),
        ("intake", S.NO_SHOW, False),
        ("integration", S.DONE, False),
        ("preparation", S.DONE, False),
    ],
)
def test_what_took_place_or_takes_place_counts(service: str, state: str, counts: bool) -> None:
    the_clinic()
    provider, patient = a_prescriber().user, a_patient()
    a_medical_visit(patient, provider, service=service, state=state)
    a_medical_visit(a_patient(), provider, at=NOW - timedelta(days=3))
    assert medical_days(patient) == (frozenset({DAY}) if counts else frozenset())
