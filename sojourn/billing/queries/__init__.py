"""What is owed, paid, planned and written on paper."""

from sojourn.billing.queries.balances import balance_of, balances, owing
from sojourn.billing.queries.desk import Account, DayClose, day_close, open_accounts, takings
from sojourn.billing.queries.estimates import EstimateWatch, estimate_watch, estimates_of
from sojourn.billing.queries.ledger import Ledger, LedgerLine, ledger_of, receipts
from sojourn.billing.queries.papers import estimate_paper, receipt_paper, superbill_paper
from sojourn.billing.queries.plans import behind, instalment, plan_limits, plan_state
from sojourn.billing.queries.preview import Preview, next_receipt
from sojourn.billing.queries.superbills import may_have_superbill, refusal_letter, superbills_of

__all__ = [
    "Account",
    "Preview",
    "next_receipt",
    "open_accounts",
    "DayClose",
    "EstimateWatch",
    "Ledger",
    "LedgerLine",
    "balance_of",
    "balances",
    "behind",
    "day_close",
    "estimate_paper",
    "estimate_watch",
    "estimates_of",
    "instalment",
    "ledger_of",
    "may_have_superbill",
    "owing",
    "plan_limits",
    "plan_state",
    "receipt_paper",
    "receipts",
    "refusal_letter",
    "superbill_paper",
    "superbills_of",
    "takings",
]
