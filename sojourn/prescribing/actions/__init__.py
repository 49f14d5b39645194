"""Writing the plan, the prescription and the order for the next dose. Changed by adding, with a reason."""

from sojourn.prescribing.actions.doses import dose_limits, order_dose
from sojourn.prescribing.actions.fills import correct_fill, record_fill
from sojourn.prescribing.actions.plans import write_plan
from sojourn.prescribing.actions.prescriptions import prescribe, void_prescription

__all__ = [
    "correct_fill",
    "dose_limits",
    "order_dose",
    "prescribe",
    "record_fill",
    "void_prescription",
    "write_plan",
]
