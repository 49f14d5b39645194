"""Pure rules: doses and the weight they rest on, Schedule III prescriptions and their fills, plans."""

from sojourn.prescribing.rules.doses import (
    Dose,
    DoseLimits,
    check_booster,
    check_dose,
    check_prescribed_strength,
    check_weight,
    dose_for,
    is_strength,
    plain,
    volume_ml,
)
from sojourn.prescribing.rules.plans import PlanFacts, PlanLimits, check_plan
from sojourn.prescribing.rules.prescriptions import (
    PrescriptionFacts,
    check_early,
    check_look_up,
    check_prescription,
    last_day_to_fill,
    may_fill,
)
from sojourn.prescribing.rules.quantities import QuantityFacts, check_quantity
from sojourn.prescribing.rules.standing import Dispensed, InForce, Standing, days_early, together

__all__ = [
    "Dispensed",
    "Dose",
    "DoseLimits",
    "InForce",
    "PlanFacts",
    "PlanLimits",
    "PrescriptionFacts",
    "QuantityFacts",
    "Standing",
    "check_booster",
    "check_dose",
    "check_early",
    "check_look_up",
    "check_plan",
    "check_prescribed_strength",
    "check_prescription",
    "check_quantity",
    "check_weight",
    "days_early",
    "dose_for",
    "is_strength",
    "last_day_to_fill",
    "may_fill",
    "plain",
    "together",
    "volume_ml",
]
