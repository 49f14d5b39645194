"""What the register allows. Pure; amounts are milligrams of ketamine, volumes millilitres."""

from sojourn.pharmacy.rules.counts import (
    Reading,
    counted_mg,
    inventory_due,
    may_explain,
    may_read,
    may_sign_count,
    words_of_gap,
)
from sojourn.pharmacy.rules.custody import may_destroy_own, may_return_own, may_use_own
from sojourn.pharmacy.rules.losses import Deadlines, deadlines, may_note_step, may_report
from sojourn.pharmacy.rules.numbers import next_number
from sojourn.pharmacy.rules.stock import (
    Container,
    Party,
    VialFacts,
    may_date_document,
    may_deal_with,
    may_draw,
    may_receive,
    may_sign,
    may_transfer,
    may_waste,
    may_withdraw,
    plain,
    to_ml,
)

__all__ = [
    "Container",
    "Deadlines",
    "Party",
    "Reading",
    "VialFacts",
    "counted_mg",
    "deadlines",
    "inventory_due",
    "may_date_document",
    "may_deal_with",
    "may_destroy_own",
    "may_draw",
    "may_note_step",
    "may_read",
    "may_receive",
    "may_report",
    "may_return_own",
    "may_explain",
    "may_sign",
    "may_sign_count",
    "may_transfer",
    "may_use_own",
    "may_waste",
    "may_withdraw",
    "next_number",
    "plain",
    "to_ml",
    "words_of_gap",
]
