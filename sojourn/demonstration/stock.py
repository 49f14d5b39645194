"""The controlled-drug register over the months: vials in, doses out, a waste before two pairs of eyes, counts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sojourn.clinic.queries import local_day
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.days import at, open_on_or_after
from sojourn.demonstration.world import World
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy.models import Vial
from sojourn.pharmacy.queries import vials_in_stock, vials_to_draw_from

STRENGTH = 100
VOLUME_ML = Decimal(5)
ENOUGH_MG = Decimal(1400)
"""A delivery is ordered when the cupboard holds less than this."""


def vial_for(mg: Decimal, today: date) -> Vial:
    """The vial that was opened first and still holds enough."""
    holding = vials_to_draw_from(today).filter(balance_mg__gte=mg).order_by("received_at", "number")
    return holding[0]


def keep_register(world: World, first_day: date) -> Story:
    """Each Monday a look at the cupboard and what is missing, each Friday a count."""
    number, day = 100, open_on_or_after(first_day)
    while True:
        now = yield at(day, "08:20")
        by = world.user("brook")
        while sum((each.balance_mg for each in vials_in_stock()), Decimal(0)) < ENOUGH_MG:
            number += 1
            pharmacy.receive_vial(
                number=f"KET-{number}",
                lot=f"L{day:%y%m}-{number % 7 + 1}",
                strength_mg_per_ml=STRENGTH,
                volume_ml=VOLUME_ML,
                expires_on=day + timedelta(days=420),
                by=by,
                now=now,
            )
        friday = open_on_or_after(day + timedelta(days=4 - day.weekday()))
        now = yield at(friday, "17:10")
        for vial in vials_in_stock():
            pharmacy.count(
                vial=vial, counted_mg=vial.balance_mg, by=by, witness=world.user("okafor"), now=now
            )
        day = open_on_or_after(local_day(now) + timedelta(days=7 - friday.weekday()))


def one_waste(world: World, day: date) -> Story:
    """A syringe was drawn up and its patient fell ill at the door: written off before a witness."""
    now = yield at(day, "12:20")
    mg = Decimal(45)
    pharmacy.waste(
        vial=vial_for(mg, day),
        mg=mg,
        reason="Drawn up, session called off at the door",
        by=world.user("okafor"),
        witness=world.user("brook"),
        now=now,
    )
