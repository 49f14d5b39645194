"""Booking a first visit: age, time, person. One address; until the last step nothing is stored, not even a session."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sojourn import content
from sojourn.accounts.guards import public
from sojourn.clinic.models import StaffMember
from sojourn.clinic.queries import local_day, own_place, staff_who_can
from sojourn.core.decisions import Decision, Refused
from sojourn.core.periods import day_from
from sojourn.faces.website import booking, booking_forms
from sojourn.faces.website.booking import SERVICE
from sojourn.faces.website.booking_forms import BirthDateForm, PersonForm, Slot
from sojourn.faces.website.reading import add_findings, too_often
from sojourn.people.rules import may_register
from sojourn.scheduling.queries import FreeTime, bookable_from, free_times

DAYS_ON_A_PAGE = 7


@dataclass(frozen=True)
class Week:
    """Free times of some days, and where the days before and after begin."""

    days: list[tuple[date, list[FreeTime]]]
    first: date
    last: date
    earlier: date | None
    later: date | None


@public
@never_cache
def book(request: HttpRequest) -> HttpResponse:
    """Whatever button was pressed, the age is looked at first."""
    if request.method != "POST":
        return _ask_age(request, BirthDateForm())
    form, now = BirthDateForm(request.POST), timezone.now()
    if not form.is_valid():
        return _ask_age(request, form, status=422)
    decision = may_register(
        form.cleaned_data["birth_date"], local_day(now), content.pack().policies.age_limit
    )
    if not decision.allowed:
        return _not_yet(request, form, decision)
    step = next((show for button, show in STEPS if button in request.POST), _times)
    return step(request, form.cleaned_data["birth_date"], now)


@public
def booked(request: HttpRequest) -> HttpResponse:
    """The same words whether the address was new or known."""
    return render(request, "website/book_done.html")


def _ask_age(request: HttpRequest, form: BirthDateForm, *, status: int = 200) -> HttpResponse:
    intake = content.pack().services[SERVICE]
    return render(request, "website/book_age.html", {"form": form, "intake": intake}, status=status)


def _not_yet(request: HttpRequest, form: BirthDateForm, decision: Decision) -> HttpResponse:
    finding = decision.blocking[0]
    if finding.code != "too_young":
        form.add_error(None, finding.message)
        return _ask_age(request, form, status=422)
    return render(request, "website/book_too_young.html", {"sentence": finding.message})


def _times(request: HttpRequest, born: date, now: datetime, *, gone: Slot | None = None) -> HttpResponse:
    people = staff_who_can(SERVICE)
    chosen = next((each for each in people if str(each.pk) == request.POST.get("staff")), None)
    facts = {
        "people": people,
        "chosen": chosen,
        "week": _week(request.POST.get("from_day", ""), chosen, now),
        "carried": booking_forms.carried(request, but=("slot", "staff")),
        "gone": gone,
        "nearest": booking.nearest(gone.staff, gone.starts_at, now) if gone else [],
        "slot_value": booking_forms.slot_value,
    }
    return render(request, "website/book_time.html", facts, status=409 if gone else 200)


def _person(request: HttpRequest, born: date, now: datetime) -> HttpResponse:
    slot = booking_forms.read_slot(request.POST["slot"])
    if slot is None or booking.still_free(slot.staff, slot.starts_at, now) is None:
        return _times(request, born, now, gone=slot)
    typed = {name: request.POST[name] for name in PersonForm.base_fields if name in request.POST}
    return _ask_person(request, PersonForm(initial=typed), slot)


def _finish(request: HttpRequest, born: date, now: datetime) -> HttpResponse:
    form, slot = PersonForm(request.POST), booking_forms.read_slot(request.POST.get("slot", ""))
    if slot is None:
        return _times(request, born, now)
    if not form.is_valid() or too_often(request, form, "book_first_visit"):
        return _ask_person(request, form, slot)
    try:
        booking.book_first_visit(booking_forms.wish(form.cleaned_data, born, slot), now=now)
    except Refused as refused:
        if any(each.field == "starts_at" for each in refused.decision.blocking):
            return _times(request, born, now, gone=slot)
        add_findings(form, refused)
        return _ask_person(request, form, slot)
    return redirect("website:book_done")


def _ask_person(request: HttpRequest, form: PersonForm, slot: Slot) -> HttpResponse:
    facts = {
        "form": form,
        "slot": slot,
        "carried": booking_forms.carried(request, but=PersonForm.base_fields),
        "intake": content.pack().services[SERVICE],
    }
    return render(request, "website/book_person.html", facts, status=422 if form.errors else 200)


def _week(wanted: str, staff: StaffMember | None, now: datetime) -> Week:
    """A week of free times from the wanted day on, or from the first day on which there is one."""
    soonest, last = _first_and_last_day(now)
    first = min(max(day_from(wanted) or soonest, soonest), last)
    reach = DAYS_ON_A_PAGE if wanted else (last - first).days + 1
    found = free_times(
        SERVICE, from_day=first, days=reach, staff=staff, after=bookable_from(now), place=own_place()
    )
    free = [each for each in found if each.begins.date() <= last]
    if free and not wanted:
        first = free[0].begins.date()
    after = first + timedelta(days=DAYS_ON_A_PAGE)
    shown = [each for each in free if each.begins.date() < after]
    earlier = first - timedelta(days=DAYS_ON_A_PAGE)
    return Week(
        days=[(day, _one_each(times)) for day, times in groupby(shown, key=lambda each: each.begins.date())],
        first=first,
        last=min(after - timedelta(days=1), last),
        earlier=max(earlier, soonest) if first > soonest else None,
        later=after if after <= last else None,
    )


def _one_each(times: Iterable[FreeTime]) -> list[FreeTime]:
    """Each clock time once, with the first doctor who has it."""
    return list({each.starts_at: each for each in reversed(list(times))}.values())[::-1]


def _first_and_last_day(now: datetime) -> tuple[date, date]:
    ahead = timedelta(days=content.pack().policies.booking.furthest_ahead_days)
    return local_day(bookable_from(now)), local_day(now + ahead)


STEPS: tuple[tuple[str, Callable[[HttpRequest, date, datetime], HttpResponse]], ...] = (
    ("finish", _finish),
    ("choose", _times),
    ("from_day", _times),
    ("slot", _person),
)
