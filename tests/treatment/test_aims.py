"""What is agreed in a visit, how it goes on, and process notes that nobody else reads."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.models import CannotRewrite
from sojourn.timeline.queries import entries_of, whole_record
from sojourn.treatment import actions
from sojourn.treatment.actions.aims import Mark, NewCommitment, Said, Spoken
from sojourn.treatment.models import Commitment, Goal, GoalMark, ProcessNote, VisitNote
from sojourn.treatment.queries.aims import commitments_of, goals_of, open_commitments
from sojourn.treatment.queries.notes import note_of
from sojourn.treatment.queries.process import own_process_notes
from tests.factories import NOW, a_staff_member, a_user
from tests.portal.people import somebody, visiting

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
BY_SUNDAY = TODAY + timedelta(days=6)
SECRET = "I felt like his father, and disliked it."


@pytest.fixture
def visit():
    therapist = a_staff_member(Role.THERAPIST)
    return visiting(somebody(), NOW - timedelta(hours=1), "integration", staff=therapist)


@pytest.fixture
def therapist(visit):
    return visit.staff.user


def agreed(visit, therapist, **changes):
    facts = {
        "appointment": visit,
        "text": "A walk each morning",
        "due_on": BY_SUNDAY,
        "by": therapist,
        "now": NOW,
    }
    return actions.agree(**{**facts, **changes})


def the_note(visit, therapist):
    return actions.draft_note(appointment=visit, by=therapist, now=NOW)


def saved(visit, therapist, *, sign=False, client_id=None, minute=0, **spoken):
    note = the_note(visit, therapist)
    return actions.save_visit(
        note=note,
        sections={"themes": "An open house."},
        started_at=NOW - timedelta(minutes=55),
        ended_at=NOW - timedelta(minutes=5),
        spoken=Spoken(**spoken),
        sign=sign,
        client_id=client_id or uuid4(),
        by=therapist,
        now=NOW + timedelta(minutes=minute),
    )


def test_the_patient_says_how_it_went_and_may_say_it_anew(visit, therapist):
    walk = agreed(visit, therapist)
    for minute, outcome in enumerate(("not_yet", "done")):
        told_at = NOW + timedelta(minutes=minute)
        facts = {"outcome": outcome, "words": "Rain.", "by": visit.patient.user, "now": told_at}
        actions.say_how_it_went(commitment=walk, **facts)
    (found,) = commitments_of(visit.patient, TODAY)
    assert (found.word.outcome, found.standing) == ("done", "done")
    assert open_commitments(visit.patient, TODAY) == []
    assert [each.outcome for each in walk.words_said.all()] == ["not_yet", "done"]


def test_another_patient_and_the_desk_say_nothing(visit, therapist):
    walk = agreed(visit, therapist)
    for by in (somebody().user, a_user(Role.FRONT_DESK)):
        with pytest.raises(Refused, match="write visit notes"):
            actions.say_how_it_went(commitment=walk, outcome="done", words="", by=by, now=NOW)
    with pytest.raises(Refused, match="write visit notes"):
        agreed(visit, visit.patient.user)


def test_a_patient_does_not_take_back_what_was_agreed(visit, therapist):
    walk = agreed(visit, therapist)
    told = {"commitment": walk, "outcome": "withdrawn", "words": "Written on the wrong page.", "now": NOW}
    with pytest.raises(Refused, match="answers shown"):
        actions.say_how_it_went(by=visit.patient.user, **told)
    actions.say_how_it_went(by=therapist, **told)
    assert commitments_of(visit.patient, TODAY) == []
    with pytest.raises(Refused, match="taken back"):
        actions.say_how_it_went(commitment=walk, outcome="done", words="", by=therapist, now=NOW)


def test_a_page_sent_twice_counts_once(visit, therapist):
    sent = uuid4()
    for _ in range(2):
        lines = [
            NewCommitment(text="A walk", due_on=BY_SUNDAY),
            NewCommitment(text="Ten lines", due_on=TODAY),
        ]
        saved(visit, therapist, client_id=sent, commitments=lines, goals=["Sleep through"])
    assert (Commitment.objects.count(), Goal.objects.count()) == (2, 1)


def test_a_page_is_kept_whole_or_not_at_all(visit, therapist):
    with pytest.raises(Refused, match="has a day"):
        saved(
            visit, therapist, goals=["Sleep through"], commitments=[NewCommitment(text="A walk", due_on=None)]
        )
    assert not Goal.objects.exists()
    assert VisitNote.objects.get().sections["themes"] == ""


def test_goals_are_followed_from_visit_to_visit(visit, therapist):
    saved(visit, therapist, goals=["Sleep through"])
    goal = Goal.objects.get()
    saved(visit, therapist, minute=1, marks=[Mark(goal=goal, near=2)])
    saved(visit, therapist, minute=2, marks=[Mark(goal=goal, near=3)])
    later = visiting(visit.patient, NOW + timedelta(days=7), "integration", staff=visit.staff)
    mark = {"appointment": later, "by": therapist, "now": NOW + timedelta(days=7)}
    actions.mark_goal(mark=Mark(goal=goal, near=6, ending="reached"), **mark)
    (tracked,) = goals_of(visit.patient)
    assert (tracked.nears, tracked.ending, GoalMark.objects.count()) == ([3, 6], "reached", 3)
    with pytest.raises(Refused, match="ended already"):
        actions.mark_goal(mark=Mark(goal=goal, near=7), **mark)
    with pytest.raises(Refused, match="another patient"):
        theirs = visiting(somebody(), NOW, "integration", staff=visit.staff)
        actions.mark_goal(mark=Mark(goal=goal, near=7), **{**mark, "appointment": theirs})


def test_a_signed_note_holds_what_was_agreed_and_locks_the_visit(visit, therapist):
    walk = agreed(visit, therapist)
    told = Said(commitment=walk, outcome="partly", words="Four of six days")
    saved(visit, therapist, goals=["Sleep through"], said=[told], sign=True)
    signed = dict(note_of(visit).signature.content["sections"])
    assert signed["Themes"] == "An open house."
    assert signed["Agreed in this visit"] == (
        "A walk each morning, by Sunday 8 March. Partly done: Four of six days."
    )
    assert signed["Goals"] == "Sleep through."
    assert note_of(visit).signature.minutes == 50
    with pytest.raises(Refused, match="signed and locked"):
        agreed(visit, therapist)


def test_a_cancelled_visit_agrees_on_nothing(visit, therapist):
    visit.state = "cancelled"
    visit.save()
    with pytest.raises(Refused, match="did not take place"):
        agreed(visit, therapist)


def test_the_database_keeps_what_was_agreed(visit, therapist):
    walk = agreed(visit, therapist)
    with pytest.raises(CannotRewrite):
        walk.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE treatment_commitment SET text = 'Nothing'")
    goal = Goal.objects.create(patient=visit.patient, appointment=visit, text="Sing", by=therapist, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        GoalMark.objects.create(goal=goal, appointment=visit, near=11, by=therapist, at=NOW)


def test_what_was_agreed_is_the_patients_own_record(visit, therapist):
    walk = agreed(visit, therapist)
    actions.say_how_it_went(commitment=walk, outcome="done", words="", by=visit.patient.user, now=NOW)
    record = whole_record(visit.patient)["treatment"]
    assert [each["text"] for each in record["commitments"]] == ["A walk each morning"]
    assert [each["outcome"] for each in record["commitment_words"]] == ["done"]
    titles = [each.title for each in entries_of(visit.patient)]
    assert titles[:2] == ["A walk each morning: done", "Set out to: A walk each morning"] or set(
        titles[:2]
    ) == {
        "A walk each morning: done",
        "Set out to: A walk each morning",
    }


def test_the_next_integration_note_begins_with_what_is_open(running):
    signed = {"by": running.provider, "now": NOW}
    integration = visiting(
        running.patient, NOW + timedelta(days=2), "integration", staff=running.appointment.staff
    )
    actions.say_intention(session=running.session, text="To let it be quiet.", **signed)
    actions.agree(appointment=integration, text="A walk", due_on=BY_SUNDAY, **signed)
    note = actions.draft_note(appointment=integration, **signed)
    assert "To let it be quiet." in note.sections["intention"]
    assert "A walk, by Sunday 8 March" in note.sections["commitments"]


def test_the_intention_of_the_preparation_comes_along_to_the_session(stage):
    before = visiting(stage.patient, NOW - timedelta(days=1), "preparation", staff=stage.appointment.staff)
    signed = {"by": stage.provider, "now": NOW}
    note = actions.draft_note(appointment=before, **signed)
    times = {"started_at": None, "ended_at": None}
    actions.save_note(note=note, sections={"intention": "To put the bag down."}, **times, **signed)
    session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=NOW)
    assert session.intention == "To put the bag down."
    actions.say_intention(session=session, text="To rest.", by=stage.nurse, now=NOW)
    session.refresh_from_db()
    assert session.intention == "To rest."
    assert Event.objects.filter(kind="session.intention").get().data["before"] == "To put the bag down."
    with pytest.raises(Refused, match="At most"):
        actions.say_intention(session=session, text="a" * 1001, by=stage.nurse, now=NOW)


def test_only_the_author_reads_a_process_note_and_the_reading_is_logged(visit, therapist):
    actions.write_process_note(appointment=visit, text=SECRET, by=therapist, now=NOW)
    other = a_staff_member(Role.PROVIDER).user
    assert own_process_notes(visit, by=other, now=NOW) == []
    assert not Event.objects.filter(kind="process_note.read").exists()
    (thought,) = own_process_notes(visit, by=therapist, now=NOW)
    assert thought.text == SECRET
    assert Event.objects.get(kind="process_note.read").actor_id == str(therapist.pk)


@pytest.mark.parametrize("role", [Role.NURSE, Role.FRONT_DESK, Role.OWNER, Role.PATIENT])
def test_who_leads_no_visits_keeps_no_process_notes(visit, role):
    with pytest.raises(Refused, match="process notes"):
        actions.write_process_note(appointment=visit, text="Mine.", by=a_user(role), now=NOW)


def test_a_process_note_is_in_no_export_timeline_note_or_trail(visit, therapist):
    the_note(visit, therapist)
    actions.write_process_note(appointment=visit, text=SECRET, by=therapist, now=NOW)
    own_process_notes(visit, by=therapist, now=NOW)
    saved(visit, therapist, sign=True)
    row = ProcessNote.objects.get()
    assert SECRET not in row.sealed
    everything = (
        f"{whole_record(visit.patient)} {entries_of(visit.patient)} {note_of(visit).signature.content}"
    )
    trail = " ".join(f"{each.sentence} {each.reason} {each.data}" for each in Event.objects.all())
    assert SECRET not in everything + trail
    assert "process" not in everything.lower() and str(row.pk) not in everything
    assert not Event.objects.filter(
        kind__startswith="process_note", patient_id=str(visit.patient_id)
    ).exists()


def test_a_process_note_sealed_for_one_row_does_not_open_in_another(visit, therapist):
    from cryptography.exceptions import InvalidTag

    first = actions.write_process_note(appointment=visit, text=SECRET, by=therapist, now=NOW)
    ProcessNote.objects.create(appointment=visit, author=therapist, sealed=first.sealed, at=NOW)
    with pytest.raises(InvalidTag):
        own_process_notes(visit, by=therapist, now=NOW)


def test_process_notes_are_written_once_and_kept(visit, therapist):
    sent = uuid4()
    for _ in range(2):
        actions.write_process_note(appointment=visit, text=SECRET, by=therapist, now=NOW, client_id=sent)
    assert ProcessNote.objects.count() == 1
    for text in (" ", "a" * 20_001):
        with pytest.raises(Refused):
            actions.write_process_note(appointment=visit, text=text, by=therapist, now=NOW)
