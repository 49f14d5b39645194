"""The controlled-drug register over the months: vials in, doses out, a waste before two pairs of eyes, counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from sojourn.accounts.models import User
from sojourn.clinic.queries import local_day
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.days import at, open_on_or_after
from sojourn.demonstration.world import World
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy.models import Count, RegisterEntry, SecondSignature, Vial
from sojourn.pharmacy.queries import last_inventory, vials_in_stock, vials_to_draw_from
from sojourn.pharmacy.rules import Container, Party, to_ml

STRENGTH = 100
VOLUME_ML = Decimal(5)
TOO_LITTLE_MG = Decimal(25)
OWN = SecondSignature.How.OWN_BROWSER
SUPPLIER = Party(
    name="Cascade Medical Supply (invented)", address="400 Cedar Road, Salem, OR 97301", dea="RC1234563"
)
ENOUGH_MG = Decimal(1400)
"""A delivery is ordered when the cupboard holds less than this."""


def vial_for(mg: Decimal, today: date) -> Vial:
    """The vial that was opened first and still holds enough."""
    holding = vials_to_draw_from(today).filter(balance_mg__gte=mg).order_by("received_at", "number")
    return holding[0]


def keep_register(world: World, first_day: date) -> Story:
    """An inventory to begin with; each Monday a look at the cupboard and what is missing, each Friday a count."""
    number, day = 100, open_on_or_after(first_day)
    while True:
        now = yield at(day, "08:20")
        number = _order_what_is_missing(number, day, by=world.user("brook"), now=now)
        if last_inventory() is None:
            _count(world, now, kind=Count.Kind.INITIAL, moment=Count.Moment.OPENING)
        friday = open_on_or_after(day + timedelta(days=4 - day.weekday()))
        now = yield at(friday, "17:10")
        _waste_what_is_left(world, now)
        _count(world, now)
        day = open_on_or_after(local_day(now) + timedelta(days=7 - friday.weekday()))


def _order_what_is_missing(number: int, day: date, *, by: User, now: datetime) -> int:
    """One delivery; gives the number of its last vial."""
    held = sum((each.balance_mg for each in vials_in_stock()), Decimal(0))
    labels = []
    while held < ENOUGH_MG:
        number, held = number + 1, held + STRENGTH * VOLUME_ML
        labels.append(_label(number, day))
    if labels:
        document = f"INV-{20000 + number}"
        pharmacy.receive(
            containers=labels, supplier=SUPPLIER, document=document, document_on=day, by=by, now=now
        )
    return number


def _label(number: int, day: date) -> Container:
    return Container(
        number=f"KET-{number}",
        lot=f"L{day:%y%m}-{number % 7 + 1}",
        strength_mg_per_ml=STRENGTH,
        volume_ml=VOLUME_ML,
        expires_on=day + timedelta(days=420),
    )


def _count(
    world: World,
    now: datetime,
    *,
    kind: Count.Kind = Count.Kind.DAY,
    moment: Count.Moment = Count.Moment.CLOSE,
) -> None:
    """Every level agrees, and the second nurse looks too."""
    levels = {each.pk: to_ml(each.balance_mg, each.strength_mg_per_ml) for each in vials_in_stock()}
    counted = pharmacy.count(levels=levels, kind=kind, moment=moment, by=world.user("brook"), now=now)
    pharmacy.sign_count(count=counted, how=OWN, by=world.user("okafor"), now=now + timedelta(minutes=4))


def _waste_what_is_left(world: World, now: datetime) -> None:
    """The end of a vial is too little for anybody."""
    for vial in vials_in_stock().filter(balance_mg__lt=TOO_LITTLE_MG):
        line = pharmacy.waste(
            vial=vial, mg=vial.balance_mg, reason="Too little for a dose", by=world.user("brook"), now=now
        )
        pharmacy.sign_waste(line=line, how=OWN, by=world.user("okafor"), now=now)


def one_waste(world: World, day: date) -> Story:
    """A syringe was drawn up and its patient fell ill at the door: written off before a witness."""
    now = yield at(day, "12:20")
    line = _syringe(world, day, now)
    pharmacy.sign_waste(line=line, how=OWN, by=world.user("brook"), now=now + timedelta(minutes=2))


def waste_that_waits(world: World, day: date) -> Story:
    """The last thing of the last day: nobody has signed it yet."""
    now = yield at(day, "17:15")
    _syringe(world, day, now)


def _syringe(world: World, day: date, now: datetime) -> RegisterEntry:
    mg = Decimal(45)
    reason = "Drawn up, session called off at the door"
    return pharmacy.waste(vial=vial_for(mg, day), mg=mg, reason=reason, by=world.user("okafor"), now=now)
