"""The same seed and moment tell the same story twice: a clinic two weeks old, built in two databases."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sojourn.billing.models import Payment
from sojourn.demonstration import build
from sojourn.measures.models import Score
from sojourn.scheduling.models import Appointment
from sojourn.treatment.models import DoseGiven, VitalSigns
from tests.demonstration.moments import MIDDAY
from tests.own_database import copied

TWO_WEEKS = timedelta(weeks=2)


@pytest.mark.skipif(
    os.environ.get("SOJOURN_TEST_DATABASE") == "postgres", reason="the two clinics are two SQLite files"
)
@pytest.mark.django_db
@pytest.mark.slow
def test_two_builds_tell_the_same(tmp_path: Path) -> None:
    first, second = (_told(tmp_path) for _ in range(2))
    assert first["visits"] and first["scores"]
    assert first == second


def _told(folder: Path) -> dict[str, Any]:
    with copied(folder):
        summary = build(seed=7, now=MIDDAY, history=TWO_WEEKS)
        visits = Appointment.objects.order_by("starts_at", "patient__mrn")
        return {
            "counts": summary.counts,
            "visits": [
                (str(each.patient), each.service, str(each.staff), each.room.name, each.starts_at, each.state)
                for each in visits.select_related("patient", "staff", "room")
            ],
            "scores": list(
                Score.objects.order_by("at", "patient__mrn", "instrument").values_list(
                    "patient__mrn", "instrument", "total", "at"
                )
            ),
            "doses": sorted(DoseGiven.objects.values_list("mg", "observed_at")),
            "readings": sorted(VitalSigns.objects.values_list("observed_at", "point", "systolic")),
            "payments": list(
                Payment.objects.order_by("number").values_list("number", "cents", "method", "at")
            ),
        }
