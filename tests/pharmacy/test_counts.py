"""Counted blind, explained, and signed by two; inventories and losses with their days."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from sojourn.accounts.roles import Role
from sojourn.core.decisions import Refused
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import Count, LossReport, RegisterEntry, SecondSignature
from tests.factories import NOW, a_user, a_vial

pytestmark = pytest.mark.django_db
OWN = SecondSignature.How.OWN_BROWSER


def counted(by, *levels, **changes):
    return actions.count(levels={each.pk: D(ml) for each, ml in levels}, by=by, now=NOW, **changes)


def only_line(count):
    return queries.readings_of(queries.count_by_id(count.pk))[0].line


def test_what_agrees_has_its_line_at_once_and_waits_for_the_second_person(vial, nurse, provider):
    count = counted(nurse, (vial, "5"))
    assert RegisterEntry.objects.get(kind="counted").mg == 0
    assert list(queries.unsigned_counts()) == [count]
    actions.sign_count(count=count, how=OWN, by=provider, now=NOW)
    assert not queries.unsigned_counts().exists()


def test_every_vial_is_read_or_none(vial, nurse):
    a_vial(nurse, "V-2")
    with pytest.raises(Refused, match="Every vial is read"):
        counted(nurse, (vial, "5"))


def test_a_level_that_no_vial_can_have_is_refused(vial, nurse):
    with pytest.raises(Refused, match="between 0 and 5 mL"):
        counted(nurse, (vial, "5.01"))


def test_a_difference_is_not_signed_before_it_has_its_cause(vial, nurse, provider):
    count = counted(nurse, (vial, "4.90"))
    vial.refresh_from_db()
    assert vial.balance_mg == D(500), "nothing moves before somebody has said why"
    with pytest.raises(Refused, match="V-0412 is 10 mg short"):
        actions.sign_count(count=count, how=OWN, by=provider, now=NOW)
    actions.explain(line=only_line(count), cause="dead-space", reason="", by=nurse, now=NOW)
    vial.refresh_from_db()
    assert vial.balance_mg == D(490)
    actions.sign_count(count=count, how=OWN, by=provider, now=NOW)
    with pytest.raises(Refused, match="no open difference"):
        actions.explain(line=only_line(count), cause="dead-space", reason="", by=nurse, now=NOW)


def test_a_second_look_stands_beside_the_first(vial, nurse):
    count = counted(nurse, (vial, "4.90"))
    again = actions.count_again(line=only_line(count), ml=D(5), by=nurse, now=NOW)
    assert only_line(count) == again
    assert count.lines.count() == 2
    with pytest.raises(Refused, match="no open difference"):
        actions.explain(line=count.lines.first(), cause="dead-space", reason="", by=nurse, now=NOW)


def test_waste_that_was_not_written_down_is_written_as_waste_and_signed_as_such(vial, nurse):
    count = counted(nurse, (vial, "4.90"))
    with pytest.raises(Refused, match="Say what is known"):
        actions.explain(line=only_line(count), cause="waste-not-written", reason="", by=nurse, now=NOW)
    line = actions.explain(
        line=only_line(count), cause="waste-not-written", reason="Dropped syringe", by=nurse, now=NOW
    )
    assert list(queries.unsigned_waste()) == [line]


def test_what_cannot_be_explained_opens_a_loss_report_with_its_days(vial, nurse):
    count = counted(nurse, (vial, "4.90"))
    line = actions.explain(
        line=only_line(count), cause="unexplained", reason="Asked everybody", by=nurse, now=NOW
    )
    assert (line.loss.tell_by, line.loss.form_by) == (date(2026, 3, 3), date(2026, 4, 16))
    assert queries.open_losses() == [line.loss]
    for kind in ("dea-told", "form-106"):
        actions.note_step(
            report=line.loss, kind=kind, done_on=NOW.date(), words="Portland office", by=nurse, now=NOW
        )
    assert queries.open_losses() == []


def test_who_counted_is_not_the_second_person(vial, nurse, provider):
    count = counted(nurse, (vial, "4.90"))
    actions.count_again(line=only_line(count), ml=D(5), by=provider, now=NOW)
    for each in (nurse, provider):
        with pytest.raises(Refused, match="somebody else"):
            actions.sign_count(count=count, how=OWN, by=each, now=NOW)
    actions.sign_count(count=count, how=OWN, by=a_user(Role.PROVIDER), now=NOW)


def test_the_initial_inventory_comes_first_and_once_and_the_next_is_due_in_two_years(vial, nurse):
    today = NOW.date()
    assert queries.next_inventory(None, today) == today
    with pytest.raises(Refused, match="comes first"):
        counted(nurse, (vial, "5"), kind=Count.Kind.BIENNIAL)
    counted(nurse, (vial, "5"), kind=Count.Kind.INITIAL, moment=Count.Moment.OPENING)
    with pytest.raises(Refused, match="has been taken"):
        counted(nurse, (vial, "5"), kind=Count.Kind.INITIAL)
    assert queries.next_inventory(queries.last_inventory(), today) == date(2028, 3, 2)


def test_an_empty_cabinet_is_an_inventory_too(nurse):
    assert counted(nurse, kind=Count.Kind.INITIAL).lines.count() == 0


def test_stolen_vials_leave_the_register_with_a_report(vial, nurse):
    facts = {"account": "The lock was broken.", "found_at": NOW, "by": nurse, "now": NOW}
    with pytest.raises(Refused, match="Choose the vials"):
        actions.report_loss(kind="break-in", vials=[], **facts)
    with pytest.raises(Refused, match="within a year"):
        actions.report_loss(kind="break-in", vials=[vial], **facts | {"found_at": NOW + timedelta(days=1)})
    report = actions.report_loss(kind="break-in", vials=[vial], **facts)
    assert [(each.kind, each.mg, each.balance_mg) for each in report.entries.all()] == [("lost", -500, 0)]
    assert queries.thefts_before(report) == 0
    again = actions.report_loss(
        kind="transit", vials=[], account="The box was open.", found_at=NOW, by=nurse, now=NOW
    )
    later = actions.report_loss(
        kind="employee", vials=[a_vial(nurse, "V-7")], **facts | {"found_at": NOW, "now": NOW}
    )
    assert LossReport.objects.count() == 3
    assert queries.thefts_before(again) == queries.thefts_before(later) == 0, "found at the same moment"
    month = NOW + timedelta(days=30)
    next_one = actions.report_loss(
        kind="transit", vials=[], account="Open again.", found_at=month, by=nurse, now=month
    )
    assert queries.thefts_before(next_one) == 2
