"""Writing about money: charges, payments, plans and papers."""

from sojourn.billing.actions.charges import charge_visit, finish_visit, waive
from sojourn.billing.actions.estimates import give_estimate, read_estimate
from sojourn.billing.actions.missed import cancel_visit, miss_visit
from sojourn.billing.actions.payments import refund, take_payment
from sojourn.billing.actions.plans import agree_plan, remind
from sojourn.billing.actions.superbills import issue_superbill

__all__ = [
    "agree_plan",
    "cancel_visit",
    "charge_visit",
    "finish_visit",
    "give_estimate",
    "issue_superbill",
    "miss_visit",
    "read_estimate",
    "refund",
    "remind",
    "take_payment",
    "waive",
]
