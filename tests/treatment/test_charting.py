"""The live chart: every entry once, nothing impossible, corrections beside what was wrong."""

from datetime import timedelta
from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sojourn.accounts.roles import Role
from sojourn.core.decisions import Refused
from sojourn.core.models import CannotRewrite
from sojourn.pharmacy.models import RegisterEntry
from sojourn.pharmacy.queries import custody_of
from sojourn.treatment import actions, queries
from sojourn.treatment.actions.entries import Conflict
from sojourn.treatment.models import DoseGiven, VitalSigns
from tests.factories import a_user
from tests.treatment.stage import after, begun, dose, readings


def balance(stage):
    stage.vial.refresh_from_db()
    return stage.vial.balance_mg


def test_a_dose_is_the_line_of_the_register(running):
    given = dose(running)
    assert (given.ml, given.mg_per_kg, given.is_booster) == (D("0.40"), D("0.50"), False)
    line = RegisterEntry.objects.get(kind="given")
    assert (line.mg, line.patient, balance(running)) == (D("-40"), running.patient, D("460"))
    running.session.refresh_from_db()
    assert running.session.phase == "journey"


def test_a_dose_sent_twice_counts_once_in_chart_and_register(running):
    entry = uuid4()
    assert dose(running, entry_id=entry) == dose(running, entry_id=entry)
    assert (DoseGiven.objects.count(), balance(running)) == (1, D("460"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mg": D("500")}, "not a possible dose"),
        ({"mg": D("40.5")}, "allows a dose of 40"),
        ({"vial": None}, "Choose the vial"),
        ({"now": after(0), "observed_at": after(9)}, "has not come yet"),
        ({"observed_at": after(-60)}, "before the visit"),
    ],
)
def test_doses_that_are_refused_leave_the_vial_alone(running, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        dose(running, **changes)
    assert balance(running) == D("500")


def test_no_dose_before_the_start(at_the_door):
    with pytest.raises(Refused, match="Begin the session first"):
        dose(at_the_door)


def test_a_therapist_gives_nothing(running):
    with pytest.raises(Refused, match="give and record medication"):
        dose(running, by=a_user(Role.THERAPIST))


def test_the_check_is_made_by_somebody_else(running):
    with pytest.raises(Refused, match="second person"):
        dose(running, checked_by=running.nurse)
    assert dose(running, checked_by=running.other).checked_by == running.other


def test_the_order_allows_one_booster_and_no_more_than_it_says(running):
    dose(running)
    readings(running, minute=19, point="+10")
    with pytest.raises(Refused, match="allows a booster of 20"):
        dose(running, minute=20, mg=D("21"))
    booster = dose(running, minute=20, mg=D("20"))
    assert booster.is_booster
    due = queries.chart_of(running.session, after(20)).due
    assert (due.code, due.due_at) == ("2:+10", after(30))


def test_a_corrected_dose_corrects_the_register_too(running):
    wrong = dose(running)
    with pytest.raises(Refused, match="Say what was wrong"):
        dose(running, minute=11, mg=D("35"), supersedes=wrong)
    dose(running, minute=11, mg=D("35"), supersedes=wrong, note="Stopped at their word.")
    chart = queries.chart_of(running.session, after(12))
    assert (chart.total_mg, balance(running)) == (D("35"), D("465"))
    with pytest.raises(Conflict, match="corrected or taken back already"):
        dose(running, minute=12, mg=D("30"), supersedes=wrong, note="again")


def test_the_database_refuses_an_impossible_dose(running):
    with pytest.raises(IntegrityError), transaction.atomic():
        DoseGiven.objects.create(
            session=running.session,
            by=running.nurse,
            mg=500,
            mg_per_kg=6,
            route="IM",
            observed_at=after(5),
            recorded_at=after(5),
        )


def test_readings_are_kept_once(running):
    entry = uuid4()
    first = readings(running, minute=20, point="+10", entry_id=entry)
    assert readings(running, minute=21, point="+10", entry_id=entry) == first
    assert VitalSigns.objects.filter(point="+10").count() == 1


def test_an_id_belongs_to_one_session(running):
    entry = readings(running, minute=20, point="+10").pk
    elsewhere = type(running.session)(pk=uuid4(), opened_at=after(0))
    with pytest.raises(Conflict, match="another session"):
        actions.record_vitals(
            entry_id=entry,
            session=elsewhere,
            observed_at=after(20),
            point="",
            heart_rate=70,
            by=running.nurse,
            now=after(20),
        )


@pytest.mark.parametrize("changes", [{"heart_rate": 99999}, {"systolic": 60, "diastolic": 90}, {"moaas": 6}])
def test_impossible_readings_are_refused_by_action_and_database(running, changes):
    with pytest.raises(Refused, match="possible|cannot be"):
        readings(running, minute=20, point="+10", **changes)
    facts = {
        "session": running.session,
        "by": running.nurse,
        "observed_at": after(5),
        "recorded_at": after(5),
    }
    possible = {key: min(value, 30000) for key, value in changes.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        VitalSigns.objects.create(**facts, **possible)


def test_a_correction_stands_and_the_wrong_one_stays_in_the_log(running):
    wrong = readings(running, minute=5, point="", heart_rate=174)
    readings(running, minute=6, point="", heart_rate=74, supersedes=wrong, note="Finger slipped.")
    chart = queries.chart_of(running.session, after(7))
    assert chart.latest.heart_rate == 74
    lines = [line for line in chart.log if line.kind == "vitals"]
    assert [line.replaced for line in lines] == ["", "corrected", ""]
    assert "Finger slipped." in lines[0].sentence
    with pytest.raises(CannotRewrite):
        wrong.save()


def test_side_effect_rescue_and_remark(running):
    common = {"session": running.session, "by": running.nurse, "observed_at": after(30), "now": after(30)}
    actions.record_side_effect(entry_id=uuid4(), kind="nausea", severity="mild", **common)
    actions.give_rescue(entry_id=uuid4(), medicine="Ondansetron", dose="4 mg", **common)
    actions.remark(entry_id=uuid4(), text="Back in the room.", kind="words", **common)
    sentences = {line.sentence for line in queries.chart_of(running.session, after(31)).log}
    assert {"Nausea or vomiting, mild", "Ondansetron 4 mg given", "Back in the room."} <= sentences
    with pytest.raises(Refused, match="Choose one"):
        actions.record_side_effect(entry_id=uuid4(), kind="wings", severity="mild", **common)
    with pytest.raises(Refused, match="medicine and its dose"):
        actions.give_rescue(entry_id=uuid4(), medicine="", dose="", **common)
    with pytest.raises(Refused, match="Write a line"):
        actions.remark(entry_id=uuid4(), text=" ", **common)


def test_a_concern_shows_until_the_next_reading(running):
    readings(running, minute=5, point="", spo2=88)
    assert [each.concern for each in queries.chart_of(running.session, after(6)).concerns] == ["urgent"]
    readings(running, minute=7, point="", spo2=97)
    assert queries.chart_of(running.session, after(8)).concerns == ()


def test_the_board_needs_few_queries(stage, django_assert_max_num_queries):
    begun(stage)
    dose(stage)
    with django_assert_max_num_queries(8):
        (chart,) = queries.board(after(31))
    assert chart.due.state == "red"
    assert queries.last_injection_at(stage.session) == after(10)
    assert queries.due_vitals(stage.session, after(10) + timedelta(minutes=9))[0].state == "later"


@pytest.fixture
def group_session(running):
    """Somebody in a group, with four troches in custody."""
    from sojourn.clinic.models import Room, StaffMember
    from sojourn.pharmacy import actions as pharmacy
    from sojourn.prescribing import actions as prescribing
    from sojourn.scheduling.models import GroupSession

    staff = StaffMember.objects.first()
    group = GroupSession.objects.create(
        service="group",
        room=Room.objects.filter(kind="group").first(),
        provider=staff,
        monitor=staff,
        starts_at=after(0),
        ends_at=after(180),
        created_at=after(-60),
    )
    running.appointment.group = group
    running.appointment.save()
    prescribing.prescribe(
        patient=running.patient,
        setting="pharmacy",
        preparation="troche-100",
        days_supply=30,
        quantity=8,
        directions="Under the tongue, in the group.",
        refills=0,
        issued_on=after(0).date(),
        pdmp_checked_at=after(-20),
        pdmp_finding="Nothing of note.",
        seen_on=after(0).date(),
        visits={after(0).date()},
        by=running.provider,
        now=after(-20),
    )
    actions.answer_readiness(
        session=running.session, code="own_prescription", value="yes", by=running.nurse, now=after(-6)
    )
    pharmacy.take_into_custody(
        patient=running.patient,
        visit=running.appointment.pk,
        description="Troches 100 mg",
        quantity=D(4),
        unit="troches",
        label_matches=True,
        by=running.nurse,
        now=after(-5),
    )
    return running


def test_in_a_group_everybody_takes_their_own_and_stock_stays_closed(group_session):
    with pytest.raises(Refused, match="stock stays closed"):
        dose(group_session)
    with pytest.raises(Refused, match="how many of their own"):
        dose(group_session, vial=None)
    with pytest.raises(Refused, match="Only 4"):
        dose(group_session, vial=None, own_quantity=D(5), mg=D(100), site="", side="")
    dose(group_session, vial=None, own_quantity=D(1), mg=D(100), site="", side="")
    assert balance(group_session) == D("500")
    assert not RegisterEntry.objects.filter(kind="given").exists()


def test_own_medicine_is_held_to_the_limits_of_a_session_as_orders_are(group_session):
    own = {"vial": None, "site": "", "side": ""}
    with pytest.raises(Refused, match=r"2\.50 mg/kg. The clinic gives no more than 2\.0 mg/kg"):
        dose(group_session, own_quantity=D(2), mg=D(200), **own)
    with pytest.raises(Refused, match="checks label, strength and count first"):
        dose(group_session, own_quantity=D(2), mg=D(150), checked_by=None, **own)
    given = dose(group_session, own_quantity=D(2), mg=D(150), checked_by=group_session.provider, **own)
    assert given.mg_per_kg == D("1.88")


def test_a_corrected_dose_of_their_own_corrects_what_is_left_in_the_box(group_session):
    wrong = dose(group_session, vial=None, own_quantity=D(2), mg=D(100), site="", side="")
    facts = {"vial": None, "own_quantity": D(1), "mg": D(50), "site": "", "side": ""}
    dose(group_session, minute=11, supersedes=wrong, note="It was one.", **facts)
    held = custody_of(group_session.appointment.pk)
    assert (held.used, held.held) == (1, 3)


def test_own_medicine_left_in_the_box_keeps_people_here(group_session):
    from sojourn import content

    dose(group_session, vial=None, own_quantity=D(1), mg=D(100), site="", side="")
    actions.move_phase(
        session=group_session.session, phase="recovery", by=group_session.nurse, now=after(120)
    )
    met = {each.code: True for each in content.library().discharge.criteria}
    facts = {"criteria": met, "escort_name": "Rosa", "by": group_session.nurse, "now": after(140)}
    with pytest.raises(Refused, match="still in the box"):
        actions.discharge(session=group_session.session, **facts)
