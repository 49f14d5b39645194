"""Who may not be treated as things stand, of many patients at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from sojourn.screening.asked_of_many import about_each
from sojourn.screening.changed_queries import latest_decisions, written_to_since
from sojourn.screening.models import DecisionCondition, EligibilityDecision
from sojourn.screening.queries import Screening, screening_of, verdict


def without_a_yes(patients: Collection[UUID], *, today: date) -> frozenset[UUID]:
    """Whose decision carries no treatment today: a no, a yes that ended, that stands no more or lacks a condition.

    Who was never decided about is not among them: nothing that needs a yes could be booked for them. At most two
    queries; only those are screened for whom something was written since, or whose yes has conditions.
    """
    latest = list(_with_what_is_to_look_at(patients)) if patients else []
    closed = {each.patient_id for each in latest if not _runs(each, today)}
    doubtful = [each.patient for each in latest if _runs(each, today) and _is_to_look_at(each)]
    asked = about_each(doubtful) if doubtful else {}
    screened = ((each.pk, screening_of(each, today=today, asked=asked[each.pk])) for each in doubtful)
    return frozenset(closed | {pk for pk, screening in screened if carries_nothing(screening)})


def carries_nothing(screening: Screening) -> bool:
    """The same of one screening: a decision there is, and it is no yes that stands."""
    return screening.decision is not None and not verdict(screening).allowed


def _with_what_is_to_look_at(patients: Collection[UUID]) -> list[EligibilityDecision]:
    latest = written_to_since(latest_decisions().filter(patient__in=patients))
    conditions = DecisionCondition.objects.filter(decision=OuterRef("pk"))
    return list(latest.annotate(is_conditional=Exists(conditions)))


def _runs(decision: EligibilityDecision, today: date) -> bool:
    ends = decision.valid_until
    return decision.outcome == EligibilityDecision.Outcome.ELIGIBLE and ends is not None and ends >= today


def _is_to_look_at(decision: EligibilityDecision) -> bool:
    return any(getattr(decision, name) for name in ("lists_changed", "values_changed", "is_conditional"))
