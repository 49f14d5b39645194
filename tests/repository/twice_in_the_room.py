"""The same of a session's room: entries of the chart, and what is agreed and written in a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

from sojourn.accounts.roles import Role
from sojourn.treatment import actions
from sojourn.treatment.actions.aims import Mark, NewCommitment, Spoken, keep_aims
from tests.factories import NOW, a_staff_member
from tests.portal.people import somebody, visiting
from tests.repository.twice import Twice, cases_of
from tests.treatment.stage import Stage, a_stage, after, begun, dose, readings

SUNDAY = NOW.date() + timedelta(days=6)


def _running() -> Stage:
    stage = a_stage()
    begun(stage)
    return stage


def _entry(stage: Stage, act: Callable[..., Any], *others: dict[str, Any], **said: Any) -> Twice:
    facts = {"session": stage.session, "by": stage.nurse, "observed_at": after(12), "now": after(13)}
    later = {"observed_at": after(11)}
    return Twice(act, {**facts, **said}, (*others, later), "entry_id")


def _give_dose() -> Twice:
    stage = _running()
    said = {"mg": D(40), "vial": stage.vial, "site": "deltoid", "side": "left"}
    others = {"mg": D(30)}, {"side": "right"}, {"note": "Slowly."}
    return _entry(stage, actions.give_dose, *others, **said)


def _record_vitals() -> Twice:
    others = {"systolic": 220}, {"spo2": 96}
    return _entry(_running(), actions.record_vitals, *others, point="", systolic=120, diastolic=80)


def _record_side_effect() -> Twice:
    others = {"kind": "dizziness"}, {"severity": "severe"}
    return _entry(_running(), actions.record_side_effect, *others, kind="nausea", severity="mild")


def _end_side_effect() -> Twice:
    stage = _running()
    for kind in ("nausea", "dizziness"):
        felt = _entry(stage, actions.record_side_effect, kind=kind, severity="mild", observed_at=after(5))
        felt.act(**felt.facts, entry_id=uuid4())
    return _entry(stage, actions.end_side_effect, {"kind": "dizziness"}, kind="nausea")


def _give_rescue() -> Twice:
    others = {"dose": "8 mg"}, {"medicine": "Labetalol"}
    return _entry(_running(), actions.give_rescue, *others, medicine="Ondansetron", dose="4 mg")


def _remark() -> Twice:
    others = {"text": "Crying."}, {"kind": "comfort"}
    return _entry(_running(), actions.remark, *others, text="Calm.")


def _respond() -> Twice:
    stage = _running()
    reading = readings(stage, minute=5, point="", systolic=190, diastolic=105)
    return _entry(
        stage, actions.respond, {"action": "provider"}, action="emergency", reading=reading.pk, note="Again."
    )


def _take_back() -> Twice:
    stage = _running()
    said = {"session": stage.session, "wrong": dose(stage), "note": "Never given.", "by": stage.provider}
    return Twice(actions.take_back, {**said, "now": after(13)}, ({"note": "Another seat."},), "entry_id")


def _visit() -> dict[str, Any]:
    therapist = a_staff_member(Role.THERAPIST)
    visit = visiting(somebody(), NOW - timedelta(hours=1), "integration", staff=therapist)
    return {"appointment": visit, "by": therapist.user, "now": NOW}


def _agree() -> Twice:
    others = {"text": "A swim"}, {"due_on": SUNDAY + timedelta(days=1)}
    return Twice(actions.agree, {**_visit(), "text": "A walk", "due_on": SUNDAY}, others)


def _set_goal() -> Twice:
    return Twice(actions.set_goal, {**_visit(), "text": "Sleep"}, ({"text": "Peace"},))


def _mark_goal() -> Twice:
    facts = _visit()
    goal = actions.set_goal(**facts, text="Sleep")
    other = {"mark": Mark(goal=goal, near=8)}
    return Twice(actions.mark_goal, {**facts, "mark": Mark(goal=goal, near=3)}, (other,))


def _say_how_it_went() -> Twice:
    facts = _visit()
    made = actions.agree(**facts, text="A walk", due_on=SUNDAY)
    said = {"commitment": made, "outcome": "done", "words": "", "by": facts["by"], "now": NOW}
    return Twice(actions.say_how_it_went, said, ({"words": "Each day."}, {"outcome": "partly"}))


def _keep_aims() -> Twice:
    def spoken(*texts: str) -> dict[str, Any]:
        return {"spoken": Spoken(commitments=[NewCommitment(text=each, due_on=SUNDAY) for each in texts])}

    return Twice(keep_aims, {**_visit(), **spoken("A walk", "A call")}, (spoken("A walk"), spoken("A swim")))


def _save_visit() -> Twice:
    facts = _visit()
    note = actions.draft_note(**facts)
    times = {"started_at": NOW - timedelta(minutes=55), "ended_at": NOW - timedelta(minutes=5)}
    said = {"note": note, "sections": {"themes": "A house."}, "sign": False, **times}
    who = {"by": facts["by"], "now": NOW}
    return Twice(
        actions.save_visit,
        {**said, **who, "spoken": Spoken(goals=["Sleep"])},
        ({"spoken": Spoken(goals=["Peace"])},),
    )


def _write_process_note() -> Twice:
    return Twice(actions.write_process_note, {**_visit(), "text": "A thought."}, ({"text": "Another."},))


CASES = cases_of(globals())
