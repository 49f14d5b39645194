"""A session of three hours: check-in, readiness, the dose, readings, going home, bill and note."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

from sojourn import content
from sojourn.billing.actions import finish_visit
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.demonstration import stock
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.money import settle
from sojourn.demonstration.stories.talks import write_note
from sojourn.demonstration.telling import kin_of, phone_of
from sojourn.demonstration.vitals import before, reading
from sojourn.demonstration.words import COMFORT, INTENTIONS, RESPONSES, SAID
from sojourn.demonstration.world import Care, World
from sojourn.intake import queries as intake
from sojourn.people.actions import note_weight
from sojourn.pharmacy import actions as pharmacy
from sojourn.prescribing.actions import order_dose, write_plan
from sojourn.prescribing.queries import current_plan
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import visit_of
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment import actions as treatment
from sojourn.treatment.models import Session
from sojourn.treatment.states import Phase

NURSE_OF = {"alder": "brook", "cedar": "okafor", "grove": "brook"}
TO_DOSE = 24
"""Minutes from the start of the visit to the injection."""


def journey(world: World, care: Care, visit: Appointment) -> Story:
    """One ketamine visit, of the individual or of the group kind."""
    dice = care.person.dice(("journey", str(visit.starts_at)))
    now = yield visit.starts_at - timedelta(minutes=dice.randrange(8, 16))
    visit = visit_of(visit.pk)
    if visit.state != AppointmentState.BOOKED:
        return
    room = Bedside(world, care, visit)
    room.check_in(now)
    now = yield visit.starts_at - timedelta(minutes=4)
    room.make_ready(now)
    now = yield visit.starts_at + timedelta(minutes=6 + room.seat)
    room.start(now)
    now = yield visit.starts_at + timedelta(minutes=TO_DOSE + room.seat + dice.randrange(3))
    yield from room.under_way(now)
    now = yield room.dosed_at + timedelta(minutes=126 + dice.randrange(8))
    room.go_home(now)
    now = yield now + timedelta(minutes=5)
    finish_visit(appointment=visit, by=world.user("lark"), now=now)
    settle(world, care, now)
    now = yield now + timedelta(minutes=dice.randrange(10, 30))
    _revise(care, room, now)
    yield from write_note(world, care, visit, now)


def _revise(care: Care, room: Bedside, now: datetime) -> None:
    """The next revision of the plan, after the response to this session; in groups, and once nobody may be treated
    on the old decision, the plan stays."""
    plan = current_plan(care.patient)
    if room.in_group or plan is None:
        return
    names = ("kind", "sessions", "per_week", "route", "preparation_visits", "integration_after_each", "goals")
    with suppress(Refused):
        write_plan(
            patient=care.patient,
            review_after=plan.review_after,
            after_session=room.session.pk,
            reason=room.dice.choice(RESPONSES),
            by=room.provider,
            now=now,
            **{name: getattr(plan, name) for name in names},
        )


class Bedside:
    """The room around one patient: who is there, and everything they enter."""

    def __init__(self, world: World, care: Care, visit: Appointment) -> None:
        self.world, self.care, self.visit = world, care, visit
        self.in_group = visit.group_id is not None
        self.nurse = world.user(NURSE_OF[visit.room.code])
        self.provider = visit.staff.user
        self.dice = care.person.dice(("bedside", str(visit.starts_at)))
        self.number = care.sessions_done + 1
        self.seat = visit.seat.number if self.in_group else 0
        self.session: Session
        self.dosed_at: datetime

    def check_in(self, now: datetime) -> None:
        """At the door: who they are and who takes them home."""
        desk, person = self.world.user("lark"), self.care.person
        self.session = treatment.check_in(
            appointment=self.visit, by=desk, now=now, intention=self.dice.choice(INTENTIONS)
        )
        kin = kin_of(person)
        self._say("identity", "yes", now, desk)
        self._say("escort", {"name": kin, "phone": phone_of(person, kin)}, now, desk)

    def make_ready(self, now: datetime) -> None:
        """Weight, readings, fasting, holds, the room; and the provider's order."""
        person = self.care.person
        note_weight(
            patient=self.care.patient, kg=person.kg + self.dice.randrange(-8, 9) / 10, by=self.nurse, now=now
        )
        self._vitals("before", before(person, self.dice), now)
        self._say("fasting", {"food": self.dice.randrange(6, 13), "fluids": 3}, now)
        self._say("airway_kit", "yes", now)
        self._say("substances", "no", now)
        if "lamotrigine" in self._taken():
            taken = now - timedelta(hours=self.dice.choice((7, 8, 9)))
            self._say("holds", {"lamotrigine": taken.isoformat()}, now)
        if person.sex == "female":
            self._say("pregnancy", "negative", now)
        if self.in_group:
            self._take_own_medicine(now)
        else:
            order_dose(
                patient=self.care.patient,
                mg_per_kg=self._dose_per_kg(),
                strength_mg_per_ml=stock.STRENGTH,
                by=self.provider,
                now=now,
            )

    def start(self, now: datetime) -> None:
        """Everything is in place: begin."""
        treatment.start(session=self.session, by=self.nurse, now=now)

    def under_way(self, now: datetime) -> Story:
        """The dose, and what is read and noted until they have come back."""
        self.dosed_at = now
        self._give(now)
        for minutes, turn in self._turns():
            now = yield self.dosed_at + timedelta(minutes=minutes, seconds=self.dice.randrange(50))
            turn(now)

    def go_home(self, now: datetime) -> None:
        """With somebody, and with words to take along."""
        if self.in_group:
            pharmacy.return_own(
                visit=self.visit.pk, patient=self.care.patient, quantity=Decimal(1), by=self.nurse, now=now
            )
        met = {each.code: True for each in content.library().discharge.criteria}
        treatment.discharge(
            session=self.session, criteria=met, escort_name=kin_of(self.care.person), by=self.nurse, now=now
        )
        self.care.sessions_done += 1

    def _turns(self) -> list[tuple[int, object]]:
        turns = [(each.minutes, self._reading(each.minutes)) for each in content.library().monitoring.points]
        turns.append((26, lambda now: self._remark("comfort", self.dice.choice(COMFORT), now)))
        turns.append((72, lambda now: self._phase(Phase.INTEGRATE, now)))
        turns.append((78, lambda now: self._remark("words", self.dice.choice(SAID), now)))
        turns.append((100, lambda now: self._phase(Phase.RECOVERY, now)))
        if self.care.person.has("nausea") and self.number % 2 == 1:
            turns += [(48, self._nausea), (51, self._ondansetron)]
        elif self.dice.random() < 0.15:
            turns.append((95, self._other_effect))
        return sorted(turns, key=lambda turn: turn[0])

    def _reading(self, minutes: int) -> object:
        return lambda now: self._vitals(f"+{minutes}", reading(self.care.person, minutes, self.dice), now)

    def _give(self, now: datetime) -> None:
        common = {
            "entry_id": new_id(),
            "session": self.session,
            "observed_at": now,
            "by": self.nurse,
            "now": now,
        }
        if self.in_group:
            treatment.give_dose(mg=Decimal(50), own_quantity=Decimal(1), route="SL", **common)
            return
        mg = self.care.patient.dose_orders.first().mg
        treatment.give_dose(
            mg=mg,
            vial=stock.vial_for(mg, local_day(now)),
            site="deltoid",
            side=self.dice.choice(("left", "right")),
            checked_by=self.provider,
            **common,
        )

    def _dose_per_kg(self) -> Decimal:
        steps = self.care.person.mg_per_kg
        return Decimal(steps[min(self.number, len(steps)) - 1])

    def _take_own_medicine(self, now: datetime) -> None:
        self._say("own_prescription", "yes", now)
        pharmacy.take_into_custody(
            patient=self.care.patient,
            visit=self.visit.pk,
            description="Ketamine troche 50 mg, labelled",
            quantity=Decimal(2),
            unit="troches",
            label_matches=True,
            by=self.nurse,
            now=now,
        )

    def _taken(self) -> set[str]:
        return {name for line in intake.medications_of(self.care.patient) for name in line.ingredients}

    def _say(self, code: str, value: object, now: datetime, by: object = None) -> None:
        treatment.answer_readiness(session=self.session, code=code, value=value, by=by or self.nurse, now=now)

    def _vitals(self, point: str, readings: dict[str, int], now: datetime) -> None:
        treatment.record_vitals(
            entry_id=new_id(),
            session=self.session,
            observed_at=now,
            point=point,
            by=self.nurse,
            now=now,
            **readings,
        )

    def _phase(self, phase: Phase, now: datetime) -> None:
        treatment.move_phase(session=self.session, phase=phase, by=self.nurse, now=now)

    def _remark(self, kind: str, text: str, now: datetime) -> None:
        treatment.remark(
            entry_id=new_id(),
            session=self.session,
            kind=kind,
            text=text,
            observed_at=now,
            by=self.nurse,
            now=now,
        )

    def _nausea(self, now: datetime) -> None:
        self._effect("nausea", "moderate", now)

    def _other_effect(self, now: datetime) -> None:
        self._effect(self.dice.choice(("headache", "dizziness", "tearfulness", "tiredness")), "mild", now)

    def _effect(self, kind: str, severity: str, now: datetime) -> None:
        treatment.record_side_effect(
            entry_id=new_id(),
            session=self.session,
            kind=kind,
            severity=severity,
            observed_at=now,
            by=self.nurse,
            now=now,
        )

    def _ondansetron(self, now: datetime) -> None:
        treatment.give_rescue(
            entry_id=new_id(),
            session=self.session,
            medicine="Ondansetron",
            dose="4 mg, tablet that melts on the tongue",
            observed_at=now,
            by=self.nurse,
            now=now,
        )
