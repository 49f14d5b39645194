"""Querysets fetched together give what each would have given alone, in one statement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from sojourn.accounts.models import User
from sojourn.audit.models import Event
from sojourn.core.together import fetch_together, fetch_with
from sojourn.intake.models import Medication
from sojourn.measures.models import Score
from sojourn.people.actions import note_weight, send_message
from sojourn.people.models import BodyWeight, Patient, PortalMessage
from sojourn.scheduling.models import Appointment
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import a_clinic

pytestmark = pytest.mark.django_db


def a_little_of_everything() -> Patient:
    clinic = a_clinic()
    patient = a_patient(user=a_user("patient"))
    for number in range(3):
        note_weight(patient=patient, kg=80 + number, by=clinic.desk, now=NOW + timedelta(hours=number))
        send_message(patient=patient, sender=patient.user, text=f"“Tea” — 100 % {number} ☕", now=NOW)
    clinic.book(patient=patient, starts_at=NOW + timedelta(days=1))
    return patient


def questions():
    """Every kind of result, made anew at each call."""
    visits = Appointment.objects.filter(patient=OuterRef("pk"))
    return (
        BodyWeight.objects.order_by("-measured_at"),
        PortalMessage.objects.select_related("sender", "patient").order_by("-at", "id"),
        Appointment.objects.select_related("staff__user", "room", "patient"),
        Event.objects.order_by("-id")[:4],
        User.objects.order_by("email").values("email", "is_active", "id"),
        Event.objects.order_by("id").values_list("id", "data", "at"),
        Patient.objects.values_list("birth_date", flat=True),
        Patient.objects.annotate(visits=Count("appointments"), comes=Exists(visits)),
        Medication.objects.filter(pk__in=[]),
        Score.objects.filter(at__lt=datetime(2000, 1, 1, tzinfo=UTC)),
    )


def plain(rows):
    """Every column of every row, and of what came with it."""
    return [_columns(each) if hasattr(each, "_meta") else each for each in rows]


def _columns(row, depth=2):
    own = {key: value for key, value in vars(row).items() if key != "_state"}
    beside = {
        name: _columns(value, depth - 1) for name, value in row._state.fields_cache.items() if value and depth
    }
    return type(row).__name__, own, beside


def test_together_they_give_what_each_gives_alone():
    a_little_of_everything()
    alone = [plain(list(each)) for each in questions()]
    together = questions()
    with CaptureQueriesContext(connection) as asked:
        fetch_together(*together)
        found = [plain(list(each)) for each in together]
    assert found == alone
    assert len(asked) == 1


def test_types_come_back_as_the_fields_say():
    a_little_of_everything()
    weights, born = BodyWeight.objects.all(), Patient.objects.values_list("birth_date", flat=True)
    fetch_together(weights, born)
    assert weights[0].measured_at.tzinfo is not None
    assert weights[0].measured_at == max(each.measured_at for each in weights)
    assert isinstance(born[0], date)


def test_what_was_asked_before_is_not_asked_again():
    a_little_of_everything()
    weights = BodyWeight.objects.all()
    before = list(weights)
    with CaptureQueriesContext(connection) as asked:
        fetch_together(weights)
    assert list(weights) == before and len(asked) == 0


def test_a_queryset_fetched_so_can_be_refined_and_prefetches():
    patient = a_little_of_everything()
    patients = Patient.objects.prefetch_related("weights")
    fetch_together(patients)
    assert [each.kg for each in patients[0].weights.all()] == [each.kg for each in patient.weights.all()]
    assert patients.filter(pk=patient.pk).count() == 1


def test_children_come_with_their_parents_in_one_statement():
    a_little_of_everything()
    lonely = a_patient()
    heaviest_first, visits = BodyWeight.objects.order_by("-kg"), Appointment.objects.select_related("room")
    alone = {each.pk: list(each.weights.order_by("-kg")) for each in Patient.objects.all()}
    with CaptureQueriesContext(connection) as asked:
        patients = fetch_with(Patient.objects.order_by("mrn"), visits, weights=heaviest_first)
        found = {each.pk: list(each.weights.all()) for each in patients}
        assert all(weight.patient is each for each in patients for weight in each.weights.all())
        assert [visit.room.name for visit in visits]
    assert found == alone and found[lonely.pk] == []
    assert len(asked) == 1
