"""Workers die in the middle: each reminder is sent exactly once or marked unsure, and none is lost.

A short run; `make figures` sends five hundred.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail

from bench.killed_workers import booked_visits, ordeal
from sojourn.command_line.processes import free_port
from sojourn.comms.models import OutboundMessage
from sojourn.comms.tasks import send_due_messages
from sojourn.scheduling.tasks import send_reminders
from tests.factories import a_patient
from tests.scheduling.clinic_day import a_clinic

REMINDERS = 24


@pytest.mark.django_db
def test_a_job_that_is_taken_up_again_sends_nothing_twice() -> None:
    clinic = a_clinic()
    booked_visits(a_patient(), clinic.doctor, clinic.room_for("intake"), count=2)
    for _ in range(2):
        send_reminders.func()
        send_due_messages.func()
    assert len(mail.outbox) == 2


@pytest.mark.slow
def test_killed_while_sending(own_database: str, tmp_path: Path) -> None:
    clinic = a_clinic()
    visits = booked_visits(a_patient(), clinic.doctor, clinic.room_for("intake"), count=REMINDERS)
    environment = {"DATABASE_URL": own_database, "SOJOURN_VAR": str(tmp_path)}
    found = ordeal(visits=visits, environment=environment, port=free_port(), between=(4, 8))
    assert found.kills >= 2 and found.reminders == REMINDERS
    assert found.all_accounted_for, found
    for message in OutboundMessage.objects.filter(template="visit-reminder"):
        assert message.attempts.count() == 1, "each try is in the book"
