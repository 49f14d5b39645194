"""What a nurse does in the session room, form by form."""

from __future__ import annotations

import json
from uuid import uuid4

from django.urls import reverse

from sojourn.treatment.models import Session

READINGS = {"systolic": 128, "diastolic": 82, "heart_rate": 74, "spo2": 98, "moaas": 5}


def address(name, *args):
    return reverse(f"workspace:{name}", args=args)


def post(client, page, session, /, *more, **data):
    return client.post(address(page, session.pk, *more), data)


def send(client, name, session, data):
    return client.post(address(name, session.pk), json.dumps(data), content_type="application/json")


def begun(client, stage, at):
    client.post(address("session_check_in", stage.appointment.pk))
    session = Session.objects.get()
    post(client, "session_answer", session, "identity", value="yes")
    post(client, "session_answer", session, "airway_kit", value="yes")
    post(client, "session_answer", session, "substances", value="no")
    post(client, "session_answer", session, "fasting", **{"hours-food": "9", "hours-fluids": "3"})
    post(client, "session_answer", session, "escort", name="Rosa H.", phone="503 555 0100")
    post(client, "session_vitals", session, entry_id=str(uuid4()), point="auto", **READINGS)
    at(0)
    post(client, "session_start", session)
    session.refresh_from_db()
    return session
