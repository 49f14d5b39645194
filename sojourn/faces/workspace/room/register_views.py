"""The controlled-drug register on one page: vials, lines, what waits for somebody, the last count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.core.periods import day_from
from sojourn.core.together import fetch_together
from sojourn.pharmacy import queries
from sojourn.pharmacy.models import RegisterEntry, Vial

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Shelf:
    """What is in the cabinet: opened vials one by one, whole ones by their kind, expired ones set aside."""

    opened: list[Vial]
    sealed: list[tuple[Vial, list[Vial]]]
    aside: list[Vial]


@needs(Permission.KEEP_REGISTER)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """What is in the cabinet, the day's lines, what waits, and the last count."""
    now = timezone.now()
    today = clinic.local_day(now)
    day = day_from(request.GET.get("day", "")) or today
    since, until = clinic.bounds_of(day, day)
    vials, lines = queries.vials_in_stock(), queries.register(since=since, until=until)
    waste, unsigned = queries.unsigned_waste(), queries.unsigned_counts()
    fetch_together(vials, lines, waste, unsigned)
    last = queries.last_inventory()
    context = {
        "shelf": _shelf(vials, today),
        "has_vials": bool(vials),
        "held_mg": sum((each.balance_mg for each in vials), Decimal(0)),
        "lines": list(lines),
        "totals": _totals(lines),
        "waste": list(waste),
        "unsigned": list(unsigned),
        "count": (count := queries.last_count()),
        "counted": queries.readings_of(count) if count else [],
        "losses": [_running(each) for each in queries.open_losses()],
        "boxes": queries.held_now(now),
        **_inventory(last, today),
        **_days(day, today),
    }
    return render(request, "workspace/room/register.html", context)


def _shelf(vials: Iterable[Vial], today: date) -> Shelf:
    good = [each for each in vials if each.expires_on >= today]
    kinds: dict[tuple[int, Decimal], list[Vial]] = {}
    for each in good:
        if each.is_whole:
            kinds.setdefault((each.strength_mg_per_ml, each.volume_ml), []).append(each)
    return Shelf(
        opened=[each for each in good if not each.is_whole],
        sealed=[(those[0], those) for _, those in sorted(kinds.items(), reverse=True)],
        aside=[each for each in vials if each.expires_on < today],
    )


def _totals(lines: Iterable[RegisterEntry]) -> dict[str, Decimal]:
    kinds = RegisterEntry.Kind
    return {
        "given": -sum((each.mg for each in lines if each.kind == kinds.GIVEN), Decimal(0)),
        "wasted": -sum((each.mg for each in lines if each.kind == kinds.WASTED), Decimal(0)),
    }


def _running(report: Any) -> dict[str, Any]:
    """The next deadline of a loss."""
    told = "dea-told" in queries.steps_done(report)
    return {
        "report": report,
        "what": "Form 106" if told else "The DEA field division, in writing",
        "by": report.form_by if told else report.tell_by,
    }


def _inventory(last: Any, today: date) -> dict[str, Any]:
    due = queries.next_inventory(last, today)
    return {"inventory": last, "inventory_due": due, "inventory_soon": due - today <= SOON}


def _days(day: date, today: date) -> dict[str, Any]:
    return {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < today else None,
        "is_today": day == today,
        "today": today,
        "drug": content.library().register,
    }
