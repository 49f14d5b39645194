"""The desk names somebody else to keep watch over a session."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.faces.workspace.desk_day import MORNING, the_desk
from tests.factories import a_staff_member
from tests.scheduling.clinic_day import at, seen_by_a_doctor

pytestmark = pytest.mark.django_db


def test_the_desk_names_somebody_else_to_keep_watch(client: Any) -> None:
    with time_machine.travel(MORNING, tick=False):
        clinic = the_desk(client)[0]
        visit = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic))
        page = client.get(reverse("workspace:visit", args=[visit.pk])).content.decode()
        assert clinic.therapist.signature in page and "Somebody else keeps watch" in page

        address = reverse("workspace:visit_monitor", args=[visit.pk])
        clinic.book("intake", at("10:00"), staff=clinic.second_doctor, room=clinic.room("willow"))
        refused = client.post(address, {"monitor": clinic.second_doctor.pk, "reason": "A cold"})
        said = refused.content.decode()
        assert refused.status_code == 422 and "is not free to keep watch" in said and "A cold" in said

        nurse = a_staff_member("nurse")
        client.post(address, {"monitor": nurse.pk, "reason": "A cold"})
        visit.refresh_from_db()
        assert visit.monitor == nurse
