"""A dose that a tablet kept and the chart refused: until a person decides, readings fall due and nobody goes home."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from sojourn.core.decisions import Refused
from sojourn.faces.workspace.room.kinds import KINDS
from sojourn.faces.workspace.room.tablet import sheet_of
from sojourn.treatment.actions import arrivals, discharge, remark
from sojourn.treatment.models import HeldEntry, Remark
from sojourn.treatment.queries import chart_of
from tests.faces.workspace.room.test_arrivals import send, slip
from tests.treatment.stage import after, begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(nurse, stage, at):
    at(6)
    begun(stage)
    return nurse


class TestAHeldDose:
    @pytest.fixture
    def held(self, room, stage):
        said = {"mg": "400", "vial": str(stage.vial.pk), "site": "deltoid", "side": "left"}
        send(room, slip(stage, kind="dose", minute=5, said=said))
        return HeldEntry.objects.get()

    def test_readings_fall_due_after_it(self, held, stage):
        chart = chart_of(stage.session, after(15))
        assert not chart.doses and chart.given_at == [after(5)]
        assert (chart.due.label, chart.due.due_at) == ("+10", after(15))
        assert sheet_of(chart)["doses"] == [after(5).isoformat()]

    def test_nobody_goes_home_while_it_waits(self, held, stage):
        told = {"criteria": {}, "escort_name": "Rosa H.", "by": stage.nurse, "now": after(200)}
        with pytest.raises(Refused, match="from a tablet still waits"):
            discharge(session=stage.session, **told)

    def test_set_aside_by_another_it_is_not_charted_too(self, held, room, stage, monkeypatch):
        line = slip(stage, 2, kind="remark", said={"text": ""})
        send(room, line)

        def meanwhile(**facts):
            other = HeldEntry.objects.get(pk=line["id"])
            arrivals.settle(held=other, by=stage.provider, now=after(8), reason="Said twice.")
            return remark(**facts)

        monkeypatch.setitem(KINDS, "remark", replace(KINDS["remark"], act=meanwhile))
        page = reverse("workspace:session_held", args=[stage.session.pk, line["id"]])
        answer = room.post(page, {"text": "Asks for water.", "chart": "1"})
        assert answer.status_code == 422 and "just set it aside" in answer.text
        assert not Remark.objects.exists()
