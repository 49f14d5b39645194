"""Writing in the register, and keeping patients' own medicine apart from it."""

from sojourn.pharmacy.actions.custody import return_own, take_into_custody, use_own
from sojourn.pharmacy.actions.register import count, receive_vial, record_given, take_back, waste

__all__ = [
    "count",
    "receive_vial",
    "record_given",
    "return_own",
    "take_back",
    "take_into_custody",
    "use_own",
    "waste",
]
