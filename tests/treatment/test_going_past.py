"""Going past an open point: which points, by whom, and never without a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.treatment import actions, queries
from sojourn.treatment.models import ReadinessOverride
from sojourn.treatment.rules.readiness import POINTS
from tests.factories import NOW, a_user
from tests.treatment.stage import after, checked_in, readings

OVERRIDABLE = {"holds", "fasting", "substances", "pregnancy", "escort", "blood_pressure"}
BUT_MEASURED = {"pregnancy", "blood_pressure"}
"""Nobody goes past what nobody has measured."""


def open_at_the_door(stage):
    """Checked in; nothing asked, nothing measured, and a medicine to hold on the list."""
    signed = {"by": stage.provider, "now": NOW}
    intake.add_medication(patient=stage.patient, as_written="lamotrigine 200 mg", **signed)
    intake.confirm_list(patient=stage.patient, **signed)
    stage.session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=after(-10))
    return stage


def go_past(stage, code, by, reason="Seen and weighed."):
    return actions.override(session=stage.session, code=code, reason=reason, by=by, now=after(-5))


def state_of(stage, code):
    return next(str(each.state) for each in queries.readiness(stage.session, after(0)) if each.code == code)


def test_these_points_can_be_gone_past_and_no_others():
    assert {each.code for each in POINTS if each.overridable} == OVERRIDABLE
    assert {each.code for each in POINTS if each.measured} == BUT_MEASURED


@pytest.mark.parametrize("code", sorted(OVERRIDABLE - BUT_MEASURED))
def test_a_provider_goes_past_with_a_reason_and_nobody_else_does(stage, code):
    open_at_the_door(stage)
    for role in (Role.NURSE, Role.THERAPIST, Role.FRONT_DESK, Role.OWNER, Role.PATIENT):
        with pytest.raises(Refused, match="provider decides"):
            go_past(stage, code, a_user(role))
    with pytest.raises(Refused, match="Say why"):
        go_past(stage, code, stage.provider, reason="  ")
    assert state_of(stage, code) == "unknown" and not ReadinessOverride.objects.exists()
    made = go_past(stage, code, stage.provider)
    assert state_of(stage, code) == "overridden"
    assert (made.by, made.reason) == (stage.provider, "Seen and weighed.")
    assert Event.objects.get(kind="session.readiness_overridden").reason == "Seen and weighed."


@pytest.mark.parametrize("code", sorted(BUT_MEASURED))
def test_what_nobody_measured_is_measured_first(stage, code):
    open_at_the_door(stage)
    if code == "pregnancy":
        form = stage.patient.intake
        said = {"by": stage.provider, "now": NOW + timedelta(minutes=1)}
        for key, value in (("sex_at_birth", "female"), ("could_become_pregnant", "yes")):
            intake.save_answer(form=form, key=key, value=value, client_id=uuid4(), **said)
    with pytest.raises(Refused, match="Nobody may go past"):
        go_past(stage, code, stage.provider)


def test_a_pressure_that_a_provider_may_decide_on_is_for_no_one_else(stage):
    checked_in(stage)
    readings(stage, minute=-2, point="before", systolic=150, diastolic=94)
    for role in (Role.NURSE, Role.THERAPIST, Role.OWNER):
        with pytest.raises(Refused, match="provider decides"):
            actions.override(
                session=stage.session, code="blood_pressure", reason="x", by=a_user(role), now=after(-1)
            )


@pytest.mark.parametrize("code", sorted({each.code for each in POINTS} - OVERRIDABLE))
def test_all_others_are_put_right_and_not_gone_past(stage, code):
    open_at_the_door(stage)
    with pytest.raises(Refused):
        go_past(stage, code, stage.provider)
    assert not ReadinessOverride.objects.exists()


def test_what_was_gone_past_stands_in_the_note(stage):
    open_at_the_door(stage)
    go_past(stage, "escort", stage.provider, reason="Sister arrives at noon.")
    note = actions.draft_note(appointment=stage.appointment, by=stage.provider, now=after(0))
    assert "Gone past (Way home) by Imogen Sorrel" in note.sections["readiness"]
    assert "Sister arrives at noon." in note.sections["readiness"]
