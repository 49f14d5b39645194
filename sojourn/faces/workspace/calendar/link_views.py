"""Somebody's own days in the calendar they carry: a private address, its owner's page for it, and what it gives."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from sojourn.accounts.guards import SignedInRequest, needs, public
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.faces.ui.limits import is_within, network_of, too_often
from sojourn.faces.ui.live import tag_of
from sojourn.faces.ui.submitting import client_id
from sojourn.scheduling import actions, queries
from sojourn.scheduling.calendar_file import staff_calendar
from sojourn.scheduling.models import CalendarFeed

READS_AN_HOUR = 120
GUESSES_AN_HOUR = 30


@needs(Permission.SEE_WORKSPACE)
def link(request: SignedInRequest) -> HttpResponse:
    """Whether there is an address, since when, and the buttons for it."""
    return _page(request, _staff(request))


@needs(Permission.SEE_WORKSPACE)
@require_POST
def make_link(request: SignedInRequest) -> HttpResponse:
    """A new address. This one answer shows it; nothing that is kept could show it again."""
    staff = _staff_or_404(request)
    secret = actions.make_feed(staff=staff, by=request.user, now=timezone.now(), client_id=client_id(request))
    if not secret:
        messages.error(request, "That link was shown once and cannot be shown again. Make a new one.")
        return redirect("workspace:calendar_link")
    return _page(request, staff, address=request.build_absolute_uri(_address_of(secret)))


@needs(Permission.SEE_WORKSPACE)
@require_POST
def revoke_link(request: SignedInRequest) -> HttpResponse:
    """The address gives nothing from now on."""
    if actions.revoke_feed(staff=_staff_or_404(request), by=request.user, now=timezone.now()):
        messages.success(request, "The link is off. Calendars that used it get nothing more.")
    return redirect("workspace:calendar_link")


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret. One that was taken back is not found, like one that never was."""
    found, now = queries.feed_behind(secret), timezone.now()
    if found is None:
        if not is_within(GUESSES_AN_HOUR, "calendar-guess", network_of(request), now):
            return too_often()
        raise Http404
    if not is_within(READS_AN_HOUR, "calendar-read", str(found.pk), now):
        return too_often()
    return _calendar(request, found, now)


def _calendar(request: HttpRequest, found: CalendarFeed, now: datetime) -> HttpResponse:
    diary = queries.diary_of(found.staff, clinic.local_day(now))
    answer = HttpResponse(
        staff_calendar(found.staff, diary),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"},
    )
    answer["ETag"] = tag = tag_of(answer.content)
    return get_conditional_response(request, etag=tag, response=answer) or answer  # type: ignore[return-value]


def _page(request: SignedInRequest, staff: StaffMember | None, address: str = "") -> HttpResponse:
    context = {"staff": staff, "feed": queries.feed_of(staff) if staff else None, "address": address}
    return render(request, "workspace/calendar/link.html", context)


def _staff(request: SignedInRequest) -> StaffMember | None:
    staff = clinic.staff_of(request.user)
    return staff if staff and staff.is_active else None


def _staff_or_404(request: SignedInRequest) -> StaffMember:
    staff = _staff(request)
    if staff is None:
        raise Http404
    return staff


def _address_of(secret: str) -> str:
    return reverse("workspace:calendar_feed", args=[secret])
