"""What was prepared for one record gives for every other what fresh querysets would have given."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.core.prepared import Prepared
from sojourn.core.together import fetch_together
from sojourn.measures.models import Score
from sojourn.people.actions import note_weight, send_message
from sojourn.people.models import Patient, PortalMessage
from sojourn.screening.asked import Asked, questions
from tests.core.test_together import plain
from tests.factories import NOW, a_patient, a_user


def letters_and_weights(patient):
    return {
        "letters": PortalMessage.objects.filter(patient=patient).select_related("sender").order_by("at"),
        "weights": patient.weights.order_by("measured_at"),
        "texts": patient.messages.order_by("at").values_list("text", flat=True),
    }


def somebody(*, kg):
    patient = a_patient(user=a_user("patient"))
    for number in range(2):
        note_weight(patient=patient, kg=kg + number, by=a_user("nurse"), now=NOW + timedelta(hours=number))
    send_message(patient=patient, sender=patient.user, text=f"{kg} kg, 100 % ☕", now=NOW)
    return patient


@pytest.mark.django_db
class TestAnswers:
    def test_each_person_gets_their_own_rows(self):
        prepared = Prepared(Patient, letters_and_weights)
        for patient in (somebody(kg=60), somebody(kg=80), somebody(kg=60)):
            found = prepared.about(patient)
            for name, queryset in letters_and_weights(patient).items():
                assert plain(found[name]) == plain(queryset)
                assert found[name]

    def test_one_statement_and_the_rows_know_whom_they_are_about(self):
        prepared, patient = Prepared(Patient, letters_and_weights), somebody(kg=70)
        prepared.about(somebody(kg=50))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = prepared.about(patient)
            assert [each.patient for each in found["weights"]] == [patient, patient]
            assert found["weights"][0].patient is patient
        assert len(asked) == 1

    def test_the_screening_asks_what_fresh_querysets_ask(self):
        patient = somebody(kg=70)
        found, fresh = Asked.about(patient), questions(patient)
        fetch_together(*fresh.values())
        for name, queryset in fresh.items():
            assert plain(getattr(found, name)) == plain(queryset)
            assert str(getattr(found, name).query).count("SELECT") == str(queryset.query).count("SELECT")


@pytest.mark.django_db
class TestCare:
    def test_what_was_answered_cannot_be_filtered_into_silence(self):
        found = Prepared(Patient, letters_and_weights).about(somebody(kg=70))
        with pytest.raises(TypeError):
            found["weights"].filter(kg__gt=1)

    def test_a_question_about_nobody_is_refused(self):
        prepared = Prepared(Patient, lambda patient: {"all": Score.objects.all()})
        with pytest.raises(AssertionError, match="about the record"):
            prepared.about(somebody(kg=70))

    def test_what_was_prepared_is_not_changed_by_answers(self):
        prepared, patient = Prepared(Patient, letters_and_weights), somebody(kg=70)
        before = len(prepared.about(patient)["letters"])
        send_message(patient=patient, sender=patient.user, text="One more", now=NOW + timedelta(hours=1))
        assert len(prepared.about(patient)["letters"]) == before + 1


@pytest.mark.slow
def test_threads_that_ask_at_once_get_their_own_answers(own_database: str) -> None:
    prepared, people = Prepared(Patient, letters_and_weights), [somebody(kg=50 + each) for each in range(4)]

    def weights(patient):
        try:
            return [float(each.kg) for each in prepared.about(patient)["weights"]]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(weights, people * 5))
    assert found == [[50.0 + each, 51.0 + each] for each in range(4)] * 5
