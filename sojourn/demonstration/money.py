"""Paying: at the desk on the day, or in parts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sojourn.billing import actions as billing
from sojourn.billing.models import Instalment, PaymentPlan
from sojourn.billing.queries import balance_of, plan_state
from sojourn.clinic.queries import local_day
from sojourn.core.ids import new_id
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.days import at
from sojourn.demonstration.world import Care, World

SESSIONS_BEFORE_PLAN = 2
GRACE_DAYS = 7


def settle(world: World, care: Care, now: datetime) -> None:
    """Pay what is owed and not on a plan. Few forget; who asked for parts gets a plan after the second session."""
    planned = plan_state(care.patient, local_day(now)).open_cents if care.plan else 0
    owed = balance_of(care.patient) - planned
    if owed <= 0 or care.person.dice(("pays", str(now))).random() < 0.05:
        return
    if care.person.has("on_plan") and care.plan is None and care.sessions_done:
        if care.sessions_done >= SESSIONS_BEFORE_PLAN:
            agree(world, care, owed, now)
        return
    pay(world, care, owed, now)


def pay(world: World, care: Care, cents: int, now: datetime, instalment: Instalment | None = None) -> None:
    """Money over the desk, in this person's usual way."""
    billing.take_payment(
        patient=care.patient,
        method=care.person.pays_by,
        cents=cents,
        reference=_reference(care, now),
        client_id=new_id(),
        by=world.user("lark"),
        now=now,
        instalment=instalment,
    )


def agree(world: World, care: Care, owed: int, now: datetime) -> None:
    """Four parts at no interest, the first in a week."""
    care.plan = billing.agree_plan(
        patient=care.patient,
        total_cents=owed,
        parts=4,
        first_due=local_day(now) + timedelta(days=GRACE_DAYS),
        by=world.user("lark"),
        now=now,
    )
    world.tell(instalments(world, care, care.plan))


def instalments(world: World, care: Care, plan: PaymentPlan) -> Story:
    """Each part on its day; who falls behind pays the first alone."""
    for part in plan.instalments.order_by("number"):
        now = yield at(part.due_on, "12:10")
        if care.person.has("falls_behind") and part.number > 1:
            return
        pay(world, care, part.cents, now, instalment=part)


def _reference(care: Care, now: datetime) -> str:
    dice = care.person.dice("card")
    match care.person.pays_by:
        case "cash":
            return ""
        case "venmo":
            return f"note {care.patient.record_number}"
    return f"ending {dice.randrange(1000, 9999)}"
