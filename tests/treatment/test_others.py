"""What is signed about one person of a group names nobody else who was there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.core.decisions import Refused
from sojourn.people import actions as people
from sojourn.scheduling.models import Appointment, GroupSession
from sojourn.treatment import actions
from sojourn.treatment.models import VisitNote
from sojourn.treatment.rules.others import names_nobody_else, others_named
from tests.factories import NOW, a_patient
from tests.treatment.stage import Stage, a_stage, after


@pytest.mark.parametrize(
    ("text", "others", "known", "expected"),
    [
        ("Held Rosa’s hand.", {"Rosa"}, set(), ("Rosa",)),
        ("Held Rosa's hand, and Vale laughed.", {"Rosa", "Vale"}, set(), ("Rosa", "Vale")),
        ("They saw a rosa gallica.", {"Rosa"}, set(), ()),
        ("Primrosa grew.", {"rosa", "Rosa"}, set(), ()),
        ("Anne-Marie sat beside.", {"Anne-Marie"}, set(), ("Anne-Marie",)),
        ("Zoë smiled.", {"Zoë"}, set(), ("Zoë",)),
        ("Rosa said so.", {"Rosa"}, {"Rosa"}, ()),
        ("", {"Rosa"}, set(), ()),
    ],
)
def test_whose_name_stands_in_a_text(
    text: str, others: set[str], known: set[str], expected: tuple[str, ...]
) -> None:
    assert others_named([text], others, known=known) == expected


def test_an_initial_names_nobody() -> None:
    assert names_nobody_else(["A walk."], {"A"}, known=set()) is None


@pytest.fixture
def in_a_group(db: None) -> Stage:
    """Maren and Rosa Quill had seats in one group; the note is Maren's."""
    stage = a_stage(service="group", kind="group")
    staff = stage.appointment.staff
    group = GroupSession.objects.create(
        service="group",
        room=stage.appointment.room,
        provider=staff,
        monitor=staff,
        starts_at=after(0),
        ends_at=after(180),
        created_at=NOW,
    )
    Appointment.objects.filter(pk=stage.appointment.pk).update(group=group)
    people.update_details(patient=stage.patient, preferred_name="Mar", by=None, now=NOW)
    Appointment.objects.create(
        patient=a_patient(first_name="Rosa", last_name="Quill"),
        service="group",
        staff=staff,
        room=stage.appointment.room,
        group=group,
        starts_at=after(0),
        ends_at=after(180),
        price_cents=20000,
        booked_at=NOW,
    )
    stage.appointment.refresh_from_db()
    return stage


def saved(stage: Stage, words: str) -> VisitNote:
    note = actions.draft_note(appointment=stage.appointment, by=stage.provider, now=after(190))
    return actions.save_note(
        note=note,
        sections={"words": words},
        started_at=after(0),
        ended_at=after(170),
        by=stage.provider,
        now=after(190),
    )


def test_a_note_that_names_another_is_kept_and_not_signed(in_a_group: Stage) -> None:
    later = {"by": in_a_group.provider, "now": after(0) + timedelta(hours=4)}
    note = saved(in_a_group, "Mar laughed when Rosa did.")
    with pytest.raises(Refused, match="“Rosa” is the name of somebody else who was in this group"):
        actions.sign_note(note=note, **later)
    note.refresh_from_db()
    assert "Rosa" in note.sections["words"]
    actions.sign_note(note=saved(in_a_group, "Mar laughed when another participant did."), **later)
    with pytest.raises(Refused, match="“Quill”"):
        actions.add_addendum(note=note, text="Sat beside Quill.", **later)
