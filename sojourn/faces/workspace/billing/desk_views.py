"""The billing desk: who owes what, whose plan is behind, what came in today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.billing import queries
from sojourn.clinic.queries import local_day
from sojourn.core.periods import day_from

PAGE = 25
SORTS: dict[str, Callable[[queries.Account], Any]] = {
    "name": lambda each: (each.patient.last_name.lower(), each.patient.first_name.lower()),
    "balance": lambda each: each.balance_cents,
    "due": lambda each: each.due_cents,
    "plan": lambda each: each.on_plan_cents,
    "late": lambda each: each.behind_cents,
}
SHOWN: dict[str, Callable[[queries.Account], bool]] = {
    "": lambda each: True,
    "behind": lambda each: each.behind_cents > 0,
    "due": lambda each: each.due_cents > 0,
    "plans": lambda each: each.plan is not None,
    "advance": lambda each: each.balance_cents < 0,
}
FILTERS = (
    ("", "Everybody"),
    ("behind", "Plan behind"),
    ("due", "Due now"),
    ("plans", "On a plan"),
    ("advance", "Paid in advance"),
)


@needs(Permission.SEE_BOOKS)
def desk(request: SignedInRequest) -> HttpResponse:
    """Balances, sorted and filtered by the address, beside a day's takings (``?day=``)."""
    today = local_day(timezone.now())
    accounts = queries.open_accounts(today)
    day = day_from(request.GET.get("day", "")) or today
    context = {
        "today": today,
        "page": Paginator(_chosen(accounts, request), PAGE).get_page(request.GET.get("page")),
        "filters": FILTERS,
        "owed_cents": sum(each.balance_cents for each in accounts if each.balance_cents > 0),
        "due_cents": sum(each.due_cents for each in accounts),
        "behind": [each for each in accounts if each.behind_cents],
        "close": queries.day_close(day),
        "day_before": day - timedelta(days=1),
        "day_after": day + timedelta(days=1),
    }
    return render(request, "workspace/billing/desk.html", context)


def _chosen(accounts: list[queries.Account], request: SignedInRequest) -> list[queries.Account]:
    show, sort = request.GET.get("show", ""), request.GET.get("sort", "-due")
    kept = [each for each in accounts if SHOWN.get(show, SHOWN[""])(each)]
    key = SORTS.get(sort.removeprefix("-"), SORTS["due"])
    return sorted(kept, key=key, reverse=sort.startswith("-"))
