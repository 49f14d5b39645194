"""Past the application: the database moves a balance with its line alone, and never below zero."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.pharmacy import actions
from sojourn.pharmacy.models import CountLine, RegisterEntry, Vial
from tests.factories import NOW, a_patient, a_user, a_vial


def a_line(vial: Any, by: Any, mg: int, balance: int) -> None:
    RegisterEntry.objects.create(vial=vial, kind="given", mg=mg, balance_mg=balance, by=by, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(("mg", "balance"), [(-501, -1), (-40, 461), (-40, 500), (40, 500)])
def test_a_line_that_does_not_fit_its_vial_is_refused(vial, nurse, mg, balance):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_line(vial, nurse, mg, balance)


@pytest.mark.django_db
def test_a_line_alone_moves_the_balance(vial, nurse):
    a_line(vial, nurse, -40, 460)
    vial.refresh_from_db()
    assert vial.balance_mg == D(460)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"balance_mg": -1}, {"balance_mg": 450}, {"lot": "other"}, {"number": "X"}]
)
def test_a_vial_is_not_changed_by_hand(vial, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Vial.objects.filter(pk=vial.pk).update(**change)


@pytest.mark.django_db
def test_a_vial_begins_empty_and_stays(vial, nurse):
    with pytest.raises(IntegrityError), transaction.atomic():
        vial.pk, vial.number = new_id(), "V-9"
        vial.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM pharmacy_vial")


@pytest.mark.django_db
def test_a_dose_and_a_reading_leave_one_line_each(vial, nurse):
    patient, dose = a_patient(), new_id()
    actions.record_given(vial=vial, mg=D(40), patient=patient, dose=dose, by=nurse, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record_given(vial=vial, mg=D(40), patient=patient, dose=dose, by=nurse, now=NOW)
    count = actions.count(levels={vial.pk: D("4.6")}, by=nurse, now=NOW)
    twice = {"expected_mg": 460, "counted_mg": 460, "by": nurse, "at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        CountLine.objects.create(count=count, vial=vial, **twice)


def at_once(*acts: Any) -> list[Any]:
    """What each comes to, run at the same moment over connections of their own."""

    def run(act: Any) -> Any:
        try:
            return act()
        except (Refused, DatabaseError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_who_draw_the_last_of_a_vial_at_once(own_database: str) -> None:
    nurse, patient = a_user("nurse"), a_patient()
    vial = a_vial(nurse)
    facts = {"vial": vial, "patient": patient, "by": nurse, "now": NOW}
    results = at_once(*[lambda: actions.record_given(mg=D(300), **facts)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["Refused", "RegisterEntry"]
    vial.refresh_from_db()
    assert vial.balance_mg == D(200)
    connection.close()


def test_two_who_write_past_the_application_at_once(own_database: str) -> None:
    """Both saw 500 mg. The second line does not follow any more, whatever it claims."""
    nurse = a_user("nurse")
    vial = a_vial(nurse)
    results = at_once(*[lambda: a_line(vial, nurse, -300, 200)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["IntegrityError", "NoneType"]
    vial.refresh_from_db()
    assert (vial.balance_mg, vial.entries.count()) == (D(200), 2)
    connection.close()


def test_two_corrections_that_swap_their_vials_do_not_wait_for_each_other(own_database: str) -> None:
    nurse, patient = a_user("nurse"), a_patient()
    first, second = a_vial(nurse, "V-1"), a_vial(nurse, "V-2")
    facts = {"mg": D(40), "patient": patient, "by": nurse, "now": NOW}
    one, two = (actions.record_given(vial=each, **facts) for each in (first, second))
    results = at_once(
        lambda: actions.record_given(vial=second, instead_of=one, **facts),
        lambda: actions.record_given(vial=first, instead_of=two, **facts),
    )
    assert [type(each) for each in results] == [RegisterEntry] * 2
    assert [Vial.objects.get(pk=each.pk).balance_mg for each in (first, second)] == [460, 460]
    connection.close()


def test_two_second_persons_at_once_are_one(own_database: str) -> None:
    nurse = a_user("nurse")
    vial = a_vial(nurse)
    line = actions.waste(vial=vial, mg=D(5), reason="left", by=nurse, now=NOW)
    people = [a_user("provider"), a_user("provider")]
    signing = [lambda by=by: actions.sign_waste(line=line, how="own", by=by, now=NOW) for by in people]
    results = at_once(*signing)
    assert sorted(type(each).__name__ for each in results) == ["Refused", "SecondSignature"]
    connection.close()
