"""The rules of money and its papers, by subject. Pure functions over frozen facts."""

from sojourn.billing.rules.amounts import PaymentFacts, allocate, may_give_back, may_take, may_waive
from sojourn.billing.rules.codes import code_for_minutes
from sojourn.billing.rules.estimates import (
    CostItem,
    CourseCost,
    CoursePlan,
    Price,
    course_cost,
    due_after_asking,
    due_after_booking,
    may_be_disputed,
    over_estimate,
)
from sojourn.billing.rules.plans import (
    Part,
    PlanLimits,
    PlanState,
    PlanTerms,
    instalments,
    may_agree,
    needs_disclosure,
    settle,
)
from sojourn.billing.rules.superbills import SuperbillFacts, may_issue

__all__ = [
    "CostItem",
    "CourseCost",
    "CoursePlan",
    "Part",
    "PaymentFacts",
    "PlanLimits",
    "PlanState",
    "PlanTerms",
    "Price",
    "SuperbillFacts",
    "allocate",
    "code_for_minutes",
    "course_cost",
    "due_after_asking",
    "due_after_booking",
    "instalments",
    "may_agree",
    "may_be_disputed",
    "may_give_back",
    "may_issue",
    "may_take",
    "may_waive",
    "needs_disclosure",
    "over_estimate",
    "settle",
]
