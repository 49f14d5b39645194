"""What the person at the screen may do, as names a template can ask for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from sojourn.accounts.roles import Permission as P


@dataclass(frozen=True)
class Abilities:
    """Which buttons make sense for this person. The guards of the views decide, not these."""

    schedule: bool
    set_opening_hours: bool
    check_in: bool
    open_chart: bool
    answer: bool
    handle_alerts: bool
    see_visit_through: bool
    take_payment: bool
    settle: bool
    decide: bool


def abilities(request: HttpRequest) -> Abilities:
    """Of whoever is signed in."""
    may = request.user.may  # type: ignore[union-attr]
    return Abilities(
        schedule=may(P.SCHEDULE),
        set_opening_hours=may(P.SET_OPENING_HOURS),
        check_in=may(P.CHECK_IN),
        open_chart=may(P.OPEN_CHART),
        answer=may(P.ANSWER_MESSAGES),
        handle_alerts=may(P.HANDLE_ALERTS),
        see_visit_through=may(P.WRITE_NOTES),
        take_payment=may(P.TAKE_PAYMENT),
        settle=may(P.SETTLE_FINDINGS),
        decide=may(P.DECIDE_ELIGIBILITY),
    )
