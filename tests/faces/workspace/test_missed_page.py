"""The desk notes that somebody did not come, with the reason, and sees what it cost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import time_machine
from django.urls import reverse

from sojourn import content
from sojourn.billing.models import Charge
from tests.faces.workspace.desk_day import MORNING, a_day, the_desk
from tests.scheduling.clinic_day import Clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(client: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ten in the morning; a pack with fees."""
    pack = content.pack()
    terms = msgspec.structs.replace(pack.policies.cancellation, fee_cents=4000, no_show_fee_cents=6000)
    policies = msgspec.structs.replace(pack.policies, cancellation=terms)
    changed = msgspec.structs.replace(pack, policies=policies)
    monkeypatch.setattr(content, "pack", lambda: changed)
    with time_machine.travel(MORNING, tick=False):
        yield the_desk(client)[0]


def said(response: Any) -> str:
    return response.content.decode()


def test_did_not_come(client: Any, clinic: Clinic) -> None:
    (visit,) = a_day(clinic, 1)
    page = said(client.get(reverse("workspace:visit", args=[visit.pk])))
    assert "Did not come" in page and "$60" in page and "Not known yet" in page
    missed = reverse("workspace:visit_missed", args=[visit.pk])
    wrong = client.post(missed, {"missed-cause": "sunshine", "missed-reason": "Voicemail left"})
    assert wrong.status_code == 422 and "Voicemail left" in said(wrong)
    page = said(
        client.post(missed, {"missed-cause": "unknown", "missed-reason": "Voicemail left"}, follow=True)
    )
    assert "$60 is charged" in page and "Not known yet. Voicemail left, $60" in page
    assert "Only a booked visit can be missed" in said(client.post(missed, {"missed-cause": "unknown"}))
    assert Charge.objects.get().cents == 6000


def test_a_late_cancellation_says_what_it_costs(client: Any, clinic: Clinic) -> None:
    visit = a_day(clinic, 2)[1]
    assert "The fee for this is $40" in said(client.get(reverse("workspace:visit", args=[visit.pk])))
    cancel = reverse("workspace:visit_cancel", args=[visit.pk])
    page = said(client.post(cancel, {"cause": "changed-plans", "reason": ""}, follow=True))
    assert "$40 is charged" in page and "Changed plans. Late, $40" in page
