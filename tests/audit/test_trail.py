"""The trail: same transaction as the change, only added to, and it tells when somebody helped it forget."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from sojourn.audit.actions import record
from sojourn.audit.models import ChainHead, Event
from sojourn.audit.queries import verify
from sojourn.core.models import AppendOnly, CannotRewrite
from sojourn.people import actions as people
from sojourn.people.models import BodyWeight
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db
SQLITE_ALONE = pytest.mark.skipif(connection.vendor != "sqlite", reason="triggers have other names there")
APPEND_ONLY = [Event, *(each for each in apps.get_models() if issubclass(each, AppendOnly))]


def three_events():
    for number in range(3):
        record("test.happened", f"Something, {number}", by=None, now=NOW)


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda each: each.__name__)
def test_rows_that_are_only_added(model):
    for change in (
        lambda: model.objects.update(id=None),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update([], ["id"]),
    ):
        with pytest.raises(CannotRewrite):
            change()


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda each: each.__name__)
def test_the_database_guards_each_of_their_tables(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
            )
        found = " ".join(row[0] for row in cursor.fetchall())
    verbs = ("UPDATE", "DELETE") if connection.vendor == "sqlite" else ("append_only",)
    assert all(verb in found for verb in verbs), table


@pytest.mark.parametrize("statement", ["UPDATE {} SET sentence = 'nothing'", "DELETE FROM {}"])
def test_the_database_itself_refuses_a_change(statement):
    three_events()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement.format(Event._meta.db_table))
    assert verify().intact


@SQLITE_ALONE
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET sentence = 'nothing' WHERE id = (SELECT min(id) + 1 FROM audit_event)",
        "UPDATE audit_event SET at = '2020-01-01' WHERE id = (SELECT max(id) FROM audit_event)",
        "DELETE FROM audit_event WHERE id = (SELECT min(id) + 1 FROM audit_event)",
        "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
        "DELETE FROM audit_event",
    ],
)
def test_who_takes_the_guard_away_is_still_found_out(statement):
    three_events()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_event_no_UPDATE")
        cursor.execute("DROP TRIGGER audit_event_no_DELETE")
        cursor.execute(statement)
    assert not verify().intact


@SQLITE_ALONE
def test_a_trail_without_its_head_is_not_whole():
    three_events()
    ChainHead.objects.all().delete()
    assert not verify().intact


def test_what_failed_left_neither_change_nor_trace(monkeypatch):
    patient, nurse = a_patient(), a_user("nurse")
    before = Event.objects.count()
    monkeypatch.setattr("sojourn.audit.actions.record_all", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        people.note_weight(patient=patient, kg=80, by=nurse, now=NOW)
    assert (BodyWeight.objects.count(), Event.objects.count()) == (0, before)


def test_what_was_rolled_back_is_not_in_the_trail():
    patient, nurse = a_patient(), a_user("nurse")
    before = Event.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        people.note_weight(patient=patient, kg=80, by=nurse, now=NOW)
        raise ZeroDivisionError
    assert (BodyWeight.objects.count(), Event.objects.count()) == (0, before)
    assert verify().intact


def test_the_database_refuses_an_event_that_does_not_follow_the_last_one():
    three_events()
    last = Event.objects.last()
    forged = Event(
        at=NOW, kind="test.forged", sentence="Nothing", previous_hash=last.previous_hash, hash="f" * 64
    )
    with pytest.raises(DatabaseError, match="does not follow"), transaction.atomic():
        forged.save()
    assert verify().intact


def test_the_database_makes_the_newest_event_the_head():
    three_events()
    assert ChainHead.objects.get().hash == Event.objects.last().hash
