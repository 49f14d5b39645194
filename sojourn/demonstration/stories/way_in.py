"""From the website to the decision: booking, forms at home, the medical intake, a provider's word."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby

from sojourn import content
from sojourn.accounts.actions import accept_invitation, create_user, invitation_for
from sojourn.accounts.roles import Role
from sojourn.billing.actions import give_estimate, read_estimate
from sojourn.clinic.queries import local_day
from sojourn.demonstration.asking import ask_what_is_due
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.days import at
from sojourn.demonstration.desk import find_intake
from sojourn.demonstration.people import Arc, Person
from sojourn.demonstration.scores import answer, fill_in
from sojourn.demonstration.stories.after_intake import after_intake
from sojourn.demonstration.stories.colleagues import ask_a_colleague
from sojourn.demonstration.stories.talks import talk
from sojourn.demonstration.team import PASSWORD
from sojourn.demonstration.telling import form_answers, phone_of
from sojourn.demonstration.world import Care, World
from sojourn.intake import actions as intake
from sojourn.intake.models import IntakeForm
from sojourn.measures import queries as measures
from sojourn.people.actions import register_patient, send_account_link
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import bookable_from
from sojourn.screening.actions import check_interactions, read_intake
from sojourn.screening.queries import screening_of
from sojourn.screening.resolution_rules import evidence_hash

INTAKE_WISH = {"sorrel": time(16), "rowe": time(8, 30)}
FINISHED_FORMS = frozenset(Arc) - {Arc.BOOKED, Arc.FORMS, Arc.CANCELLED}
OPENED = frozenset(Arc) - {Arc.BOOKED}


def way_in(world: World, person: Person) -> Story:
    """Books the intake on the website, fills in the forms some days later, and comes."""
    day = person.intake_day - timedelta(days=person.lead_days)
    now = yield at(day, person.dice("hour").choice(("07:50", "12:20", "18:40", "20:10", "21:30")))
    care, visit = book_online(world, person, now)
    if person.arc is Arc.CANCELLED:
        now = yield now + timedelta(days=2)
        scheduling.cancel(appointment=visit, reason="Found a place nearer home", by=care.user, now=now)
        return
    world.tell(forms_at_home(world, care, visit))
    world.tell(talk(world, care, visit))
    if person.arc in FINISHED_FORMS:
        world.tell(read_by_provider(world, care, visit))
        world.tell(after_intake(world, care, visit))
        world.tell(ask_a_colleague(world, care, visit))


def book_online(world: World, person: Person, now: datetime) -> tuple[Care, Appointment]:
    """Account, record, visit, first questionnaires, estimate, and the link that opens the portal."""
    user = create_user(email=person.email, name=person.name, roles=[Role.PATIENT], by=None, now=now)
    patient = register_patient(
        first_name=person.first,
        last_name=person.last,
        pronouns=person.pronouns,
        birth_date=person.born,
        email=person.email,
        phone=phone_of(person),
        user=user,
        by=None,
        now=now,
    )
    care = Care(person, patient, user)
    visit = _book_intake(world, care, now)
    intake.open_form(patient=patient, now=now)
    ask_what_is_due(care, now)
    give_estimate(patient=patient, scope="intake", by=None, now=now)
    send_account_link(user=user, now=now)
    if person.shows:
        accept_invitation(invitation=invitation_for(user), password=PASSWORD, now=now)
    world.care[person.name] = care
    return care, visit


def _book_intake(world: World, care: Care, now: datetime) -> Appointment:
    person = care.person
    wish = time(14) if person.has("early_afternoon") else INTAKE_WISH[person.provider]
    free = find_intake(world, person, wish, after=bookable_from(now))
    return scheduling.book(
        patient=care.patient,
        service="intake",
        staff=free.staff,
        room=free.room,
        starts_at=free.starts_at,
        by=None,
        now=now,
    )


def forms_at_home(world: World, care: Care, visit: Appointment) -> Story:
    """The health form in two sittings, medicines, questionnaires, consents, the estimate. Some stop half-way."""
    person = care.person
    dice = person.dice("forms")
    if person.arc not in OPENED:
        return
    booked = visit.booked_at
    now = yield booked + (visit.starts_at - booked) * dice.uniform(0.12, 0.2)
    form = intake.open_form(patient=care.patient, now=now)
    told = list(form_answers(person).items())
    half = len(told) // 2
    _answer(care, form, told[:half], now)
    if person.arc is Arc.FORMS:
        world.tell(half_a_questionnaire(world, care))
        return
    now = yield now + (visit.starts_at - booked) * dice.uniform(0.1, 0.2)
    _answer(care, form, told[half:], now)
    _lists(care, now)
    intake.submit_form(form=form, by=care.user, now=now + timedelta(minutes=9))
    care.patient.refresh_from_db()
    now = yield now + timedelta(minutes=15)
    _medicines(care, now)
    now = yield now + timedelta(minutes=20)
    for assignment in measures.open_assignments(care.patient):
        fill_in(care, assignment, now)
    now = yield now + timedelta(hours=2)
    _sign_everything(care, now)
    for estimate in care.patient.estimates.all():
        read_estimate(estimate=estimate, by=care.user, now=now)


def half_a_questionnaire(world: World, care: Care) -> Story:
    """Some answers and no more. For one person the ninth answer of the PHQ-9 is the last one, 44 minutes ago."""
    if not care.person.has("open_alert"):
        return
    now = yield world.now - timedelta(minutes=44)
    assignment = next(each for each in measures.open_assignments(care.patient) if each.instrument == "phq-9")
    for item in ("q1", "q2", "q6", "q9"):
        answer(care, assignment, item, 1 if item == "q9" else 2, now)


def _answer(care: Care, form: IntakeForm, told: list[tuple[str, object]], now: datetime) -> None:
    """Topic by topic, as the pages of the form come."""
    page_of = {
        each.key: topic.key for topic in content.library().intake_form.topics for each in topic.questions
    }
    for number, (_, page) in enumerate(groupby(told, key=lambda each: page_of[each[0]])):
        moment = now + timedelta(minutes=2 * number)
        refused = intake.save_answers(form=form, told=dict(page), by=care.user, now=moment)
        assert not refused, refused


def _lists(care: Care, now: datetime) -> None:
    """The lines of the problem list and of the allergies."""
    for written, reaction, harm in care.person.allergies:
        intake.add_allergy(
            patient=care.patient, as_written=written, reaction=reaction, harm=harm, by=care.user, now=now
        )
    for name, since, state in care.person.problems:
        intake.add_problem(patient=care.patient, name=name, since=since, state=state, by=care.user, now=now)


def _medicines(care: Care, now: datetime) -> None:
    for written in care.person.medicines:
        intake.add_medication(
            patient=care.patient,
            as_written=written,
            frequency="as needed" if "as needed" in written else "daily",
            last_taken_at=now - timedelta(hours=10),
            prescriber="Dr Ansel Birdwood",
            by=care.user,
            now=now,
        )
    intake.confirm_list(patient=care.patient, by=care.user, now=now)


def _sign_everything(care: Care, now: datetime) -> None:
    wanted = {"session"} | ({"group"} if care.person.has("group") else set())
    for document in content.pack().consents.values():
        if wanted & set(document.services):
            intake.sign_consent(
                patient=care.patient,
                consent_id=document.id,
                agreed={each.id for each in document.statements},
                signed_name=care.patient.legal_name,
                by=care.user,
                now=now,
            )


def read_by_provider(world: World, care: Care, visit: Appointment) -> Story:
    """The provider reads the form and checks the medicines in the days before the visit."""
    if care.person.arc is Arc.SUBMITTED:
        return
    now = yield _morning_before(visit)
    form = intake.open_form(patient=care.patient, now=now)
    by = world.user(care.person.provider)
    if form.submitted_at:
        unread = screening_of(care.patient, today=local_day(now)).unread
        seen = {evidence_hash(each.finding) for each in unread}
        read_intake(form=form, seen=seen, by=by, now=now)
        check_interactions(patient=care.patient, by=by, now=now + timedelta(minutes=4))


def _morning_before(visit: Appointment) -> datetime:
    day: date = local_day(visit.starts_at)
    return min(at(day, "08:05"), visit.starts_at - timedelta(minutes=20))
