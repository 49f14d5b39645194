"""What two people, or one browser twice, do at the same moment: it counts once, and the loser reads a sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection

from sojourn import content
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions, queries
from sojourn.intake.models import IntakeAnswer, Medication
from sojourn.measures.models import SafetyAlert
from tests.factories import NOW, a_patient, a_user
from tests.stories import sign_consents

LATER = NOW + timedelta(hours=1)
CROWD = 6


def at_once(work: Callable[[int], object]) -> list[str]:
    """Every thread's outcome: "kept", or the sentence of a refusal. Anything else ends the test."""

    def one(number: int) -> str:
        try:
            work(number)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(CROWD) as crowd:
        return list(crowd.map(one, range(CROWD)))


def a_line(patient):
    return actions.add_medication(patient=patient, as_written="xanax 1 mg", by=None, now=NOW)


def test_a_line_changed_by_several_has_one_successor(own_database):
    line = a_line(a_patient())
    told = at_once(
        lambda number: actions.change_medication(medication=line, dose=f"{number} mg", by=None, now=LATER)
    )
    assert told.count("kept") == 1 and sum("changed meanwhile" in each for each in told) == CROWD - 1
    assert Medication.objects.filter(supersedes=line).count() == 1


def test_a_medicine_sent_several_times_is_one_line(own_database):
    patient, sent = a_patient(), new_id()
    told = at_once(
        lambda _: actions.add_medication(
            patient=patient, as_written="xanax", by=None, now=NOW, client_id=sent
        )
    )
    assert told == ["kept"] * CROWD and patient.medications.count() == 1


def test_a_medicine_is_set_aside_once(own_database):
    provider = a_user("provider")
    stopped = actions.stop_medication(
        medication=a_line(a_patient()), reason="Never had it", by=None, now=LATER
    )
    told = at_once(
        lambda _: actions.set_aside_medication(
            medication=stopped, reason="Typed by mistake", by=provider, now=LATER
        )
    )
    assert told.count("kept") == 1 and told.count("Somebody has said so already.") == CROWD - 1


def test_a_consent_is_withdrawn_once(own_database):
    provider, patient = a_user("provider"), a_patient()
    sign_consents(patient)
    signature = queries.signatures_of(patient).first()
    told = at_once(
        lambda _: actions.withdraw_consent(signature=signature, reason="Said so", by=provider, now=LATER)
    )
    assert told.count("kept") == 1 and sum("already been withdrawn" in each for each in told) == CROWD - 1


def test_readings_sent_several_times_count_once(own_database):
    nurse, patient, sent = a_user("nurse"), a_patient(), new_id()
    told = at_once(
        lambda _: actions.record_readings(
            patient=patient,
            values={"systolic": "120", "diastolic": "80"},
            taken_at=NOW,
            source="home",
            client_id=sent,
            by=nurse,
            now=NOW,
        )
    )
    assert told == ["kept"] * CROWD and patient.readings.count() == 2


def test_an_answer_sent_several_times_counts_once_and_raises_one_alert(own_database):
    patient, sent = a_patient(), new_id()
    form = actions.open_form(patient=patient, now=NOW)
    told = at_once(
        lambda _: actions.save_answer(
            form=form, key="suicidal_plan_now", value="yes", client_id=sent, by=None, now=NOW
        )
    )
    assert told == ["kept"] * CROWD
    assert IntakeAnswer.objects.count() == 1 and SafetyAlert.objects.count() == 1


def test_signing_and_writing_at_once_do_not_wait_for_each_other(own_database):
    """One holds the patient and wants the trail, the other has the trail and points at the patient."""
    patient, document = a_patient(), next(iter(content.pack().consents.values()))

    def work(number: int) -> object:
        if number % 2:
            return actions.add_medication(patient=patient, as_written="xanax", by=None, now=NOW)
        return actions.sign_consent(
            patient=patient,
            consent_id=document.id,
            agreed={each.id for each in document.statements},
            signed_name=patient.legal_name,
            by=None,
            now=NOW,
        )

    told = at_once(work)
    assert told.count("kept") == CROWD // 2 + 1 and patient.medications.count() == CROWD // 2
