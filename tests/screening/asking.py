"""Colleagues to write to, and letters on their way; reached by the actions that staff use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.screening import actions
from tests.factories import NOW, a_patient

QUESTION = "Is there a reason against treatment beside it?"
SPECIALS = (
    "Dear Dr Ode,\n\n#let x = $y$ @ref *daily* _now_ \\ [1] <a> `b`\n# Heading? 2*3*4\n- 100 % {{ doctor }}"
)


def a_colleague(patient: Any = None, contact: str = "treatment", **changes: Any) -> Any:
    """A prescriber of this patient with a postal address."""
    told = {"kind": "prescriber", "name": "Dr Ode", "address": "4 Elm Way\nPortland, OR 97201"}
    patient = patient or a_patient()
    return people.add_care_team_member(
        patient=patient, by=None, now=NOW, contact=contact, **{**told, **changes}
    )


def a_letter(provider: Any, *, patient: Any = None, member: Any = None, **changes: Any) -> Any:
    """One that asks about a medicine and is due in two weeks."""
    patient = patient or (member.patient if member else a_patient())
    member = member or a_colleague(patient)
    now = changes.pop("now", NOW)
    told = {
        "question": QUESTION,
        "text": f"Dear Dr Ode,\n\n{QUESTION}",
        "how": "post",
        "due_on": (now + timedelta(days=14)).date(),
    }
    return actions.write_to_prescriber(
        patient=patient, member=member, by=provider, now=now, **{**told, **changes}
    )


def on_the_list(patient: Any, text: str = "Zoloft 50 mg", **changes: Any) -> Any:
    """A medicine they take."""
    return intake.add_medication(patient=patient, as_written=text, by=None, now=NOW, **changes)
