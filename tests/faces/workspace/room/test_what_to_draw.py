"""The dose form: vials that fit the order come first, and an order that is used up invites no booster."""

from __future__ import annotations

import re
from decimal import Decimal as D
from uuid import uuid4

import pytest

from tests.faces.workspace.room.by_hand import READINGS, address, begun, post
from tests.factories import a_vial
from tests.treatment.stage import dose

pytestmark = pytest.mark.django_db


def vials_on(page):
    """What the dose form offers, in its order."""
    select = re.search(r'<select name="vial".*?</select>', page, re.S)
    return [each.strip() for each in re.findall(r"<option[^>]*>([^<]+)", select[0])]


def test_vials_that_fit_the_order_come_first_and_the_others_say_why_not(nurse, stage, at):
    a_vial(stage.nurse, "V-0001", volume_ml=D("0.3"))
    a_vial(stage.nurse, "V-0002", strength_mg_per_ml=50, volume_ml=D(10))
    a_vial(stage.nurse, "V-0900")
    session = begun(nurse, stage, at)
    at(10)
    offered = [
        "Choose",
        "V-0412, 100 mg/mL, draw 0.40 mL, 500 mg left",
        "V-0900, 100 mg/mL, draw 0.40 mL, 500 mg left",
        "V-0001, 100 mg/mL, holds too little, draw 0.40 mL, 30 mg left",
        "V-0002, 50 mg/mL, another strength, draw 0.80 mL, 500 mg left",
    ]
    assert vials_on(nurse.get(address("session", session.pk)).text) == offered
    refused = post(nurse, "session_dose", session, entry_id=str(uuid4()), mg="0")
    assert refused.status_code == 422 and vials_on(refused.text) == offered


def test_after_the_ordered_booster_the_order_is_used_up(nurse, stage, at):
    stage.session = session = begun(nurse, stage, at)
    dose(stage)
    at(30)
    page = nurse.get(address("session", session.pk)).text
    assert "Give a booster" in page and "draw 0.20 mL" in page
    post(nurse, "session_vitals", session, entry_id=str(uuid4()), point="auto", **READINGS)
    dose(stage, minute=31, mg=D(12))
    page = nurse.get(address("session", session.pk)).text
    assert "Give a booster" in page and "draw 0.08 mL" in page
    dose(stage, minute=32, mg=D(8), given_anyway=True, by=stage.provider, note="It was given.")
    page = nurse.get(address("session", session.pk)).text
    assert "the order is used up" in page and "Give a booster" not in page and 'name="vial"' in page
