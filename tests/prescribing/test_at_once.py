"""Written, taken back and filled at the same moment: nothing waits for ever, and the loser reads a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Refused
from sojourn.prescribing import actions
from sojourn.prescribing.models import PlanRevision, PrescriptionVoid
from tests.factories import NOW
from tests.stories import a_prescriber, a_prescription, an_eligible_patient

TODAY = local_day(NOW)
CROWD = 6


def test_plans_written_at_once_come_one_after_the_other(own_database):
    provider = a_prescriber().user
    patient = an_eligible_patient(provider)
    told = {"patient": patient, "kind": "series", "sessions": 4, "by": provider, "now": NOW}

    def work(number: int) -> None:
        try:
            actions.write_plan(reason=f"Thought of {number}", **told)
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as crowd:
        list(crowd.map(work, range(CROWD)))
    numbers = PlanRevision.objects.filter(patient=patient).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, CROWD + 1))


def test_a_prescription_is_voided_once_and_filled_only_before(own_database):
    provider = a_prescriber().user
    facts = a_prescription(
        setting="pharmacy", preparation="troche-50", quantity=6, refills=5, issued_on=TODAY
    )
    prescription = actions.prescribe(patient=an_eligible_patient(provider), by=provider, now=NOW, **facts)

    def work(number: int) -> str:
        try:
            if number % 2:
                actions.void_prescription(prescription=prescription, reason="Wrong", by=provider, now=NOW)
            else:
                actions.record_fill(prescription=prescription, filled_on=TODAY, by=provider, now=NOW)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(CROWD) as crowd:
        told = list(crowd.map(work, range(CROWD)))
    assert PrescriptionVoid.objects.count() == 1
    assert told[1::2].count("kept") == 1 and told[1::2].count("This prescription is already void.") == 2
