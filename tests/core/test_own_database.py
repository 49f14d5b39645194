"""The database a concurrency test gets is its own, and triggers hold in it as everywhere."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.audit.models import Event
from sojourn.audit.queries import verify
from tests.factories import NOW, a_user


def test_threads_commit_and_see_each_other(own_database: str) -> None:
    threads = [Thread(target=_write_ten_events) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Event.objects.count() == 40
    assert verify().intact


def _write_ten_events() -> None:
    for _ in range(10):
        audit.record("test.written", "Written by one of four.", by=None, now=NOW)
    connection.close()


def test_each_own_database_starts_empty(own_database: str) -> None:
    a_user()
    assert (User.objects.count(), Event.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_the_usual_database_is_untouched() -> None:
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_event SET sentence = ''", "DELETE FROM audit_event"])
def test_the_database_itself_refuses_to_change_the_trail(statement: str) -> None:
    audit.record("test.written", "Stays.", by=None, now=NOW)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
