"""Writing in the register, and keeping patients' own medicine apart from it."""

from sojourn.pharmacy.actions.counts import count, count_again, explain
from sojourn.pharmacy.actions.custody import destroy_own, put_back_own, return_own, take_into_custody, use_own
from sojourn.pharmacy.actions.doses import record_given, take_back_given
from sojourn.pharmacy.actions.losses import note_step, report_loss
from sojourn.pharmacy.actions.stock import receive, transfer
from sojourn.pharmacy.actions.waste import sign_count, sign_own_medicine, sign_waste, waste, withdraw_waste

__all__ = [
    "count",
    "count_again",
    "destroy_own",
    "note_step",
    "put_back_own",
    "receive",
    "record_given",
    "report_loss",
    "return_own",
    "explain",
    "sign_count",
    "sign_own_medicine",
    "sign_waste",
    "take_back_given",
    "take_into_custody",
    "transfer",
    "use_own",
    "waste",
    "withdraw_waste",
]
