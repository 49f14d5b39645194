"""The first page: one step, what lies ahead, where they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.billing import queries as billing
from sojourn.core.together import fetch_together
from sojourn.faces.portal.medicines.holds import held_now_and_next
from sojourn.faces.portal.record import own_record
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.scheduling import queries as scheduling
from sojourn.scheduling.queries.called_off import without_new_date
from sojourn.scheduling.queries.on_hold import waits_for_a_yes
from sojourn.scheduling.states import JOURNEYS
from sojourn.timeline.queries import NextStep, next_step_of
from sojourn.timeline.rules import Stage, Step
from sojourn.treatment.models import DoseGiven, Session
from sojourn.treatment.queries.aims import Aims
from sojourn.treatment.queries.home import doses_lately

MOST_AHEAD = 3


@needs(Permission.USE_PORTAL)
def next_step(request: HttpRequest) -> HttpResponse:
    """One card, and nothing louder than it."""
    now = timezone.now()
    patient = own_record(request, now, "next step")
    step = next_step_of(patient, now=now, today=timezone.localdate(now))
    context = {
        "patient": patient,
        "greeting": _greeting(timezone.localtime(now)),
        "now": now,
        "next": step,
        "sheet": _sheet(step),
        "services": content.pack().services,
        **_ahead(patient, step, now),
        **_where(step),
    }
    return render(request, "portal/step/next_step.html", context)


@needs(Permission.USE_PORTAL)
def more(request: HttpRequest) -> HttpResponse:
    """Every page of the portal."""
    own_record(request, timezone.now(), "all pages")
    return render(request, "portal/step/more.html")


def _greeting(local: datetime) -> str:
    if local.hour < 12:
        return "Good morning"
    return "Good afternoon" if local.hour < 18 else "Good evening"


def _sheet(step: NextStep) -> Any:
    return content.library().instruments[step.assignment.instrument] if step.assignment else None


def _ahead(patient: Patient, step: NextStep, now: datetime) -> dict[str, Any]:
    """The next visits, the hours to keep free at the first treatment that is not on hold, who takes them home, what
    is owed."""
    ahead = scheduling.with_answers(scheduling.upcoming(patient, now))[:MOST_AHEAD]
    escorts = people.escorts_of(patient)[:1]
    doses, aims = doses_lately(patient, now), Aims.of(patient)
    without_date = without_new_date(now).filter(patient=patient)
    fetch_together(ahead, escorts, doses, aims.made, aims.said, without_date)
    visits = list(ahead)
    waiting = {each.pk for each in visits if step.closed and waits_for_a_yes(each)}
    sure = [each for each in visits if each.pk not in waiting]
    journey = next((each for each in sure if each.service in JOURNEYS), None)
    held = held_now_and_next(patient, doses, journey, now)
    return {
        "visits": visits,
        "without_date": without_date,
        "home_today": _home_today(doses, timezone.localdate(now)),
        "rest_of_day": content.pack().letters["discharge"].title,
        "asked": next((each for each in sure if scheduling.asks_to_confirm(each, now)), None),
        "journey_visit": journey,
        "on_hold": waiting,
        "running": [each for each in held if each.is_exact],
        "held": [each for each in held if not each.is_exact],
        "escort": escorts.first() if journey else None,
        "balance": billing.balance_of(patient),
        "set_out": aims.still_open(timezone.localdate(now)),
    }


def _home_today(doses: Iterable[DoseGiven], today: date) -> Session | None:
    """The session they came home from today: what they were told is the first thing they look for."""
    sessions = (each.session for each in doses)
    return next(
        (each for each in sessions if each.ended_at and timezone.localdate(each.ended_at) == today), None
    )


STATIONS = ("First visit", "All clear", "Your plan", "Sessions", "Taking it in", "Looking back")


LOOKED_AT = "Your doctor looks again"


def _where(step: NextStep) -> dict[str, Any]:
    """The station by its name; while the doctor looks again it says that instead, for nothing is "all clear" then."""
    journey, waits = step.journey, step.looked_at_again or step.step is Step.ON_HOLD
    done, planned = journey.facts.sessions_done, journey.facts.sessions_planned
    note = f"{done} of {planned} done" if planned and journey.stage is Stage.SESSIONS else ""
    return {
        "stage": journey.stage,
        "position": journey.position,
        "caption": LOOKED_AT if waits else f"{STATIONS[journey.position]}{':' if note else ''}",
        "note": "" if waits else note,
        "stations": [(words, "") for words in STATIONS],
    }
