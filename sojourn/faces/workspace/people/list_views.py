"""Everybody in care: found by name, birth date or number, sorted and filtered by the address."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.workspace.abilities import abilities
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState as State
from sojourn.timeline.queries import stages_of
from sojourn.timeline.rules import STATIONS, Stage

PAGE = 40
ORDERS = {
    "name": ("last_name", "first_name"),
    "born": ("birth_date",),
    "mrn": ("mrn",),
    "next": ("next_visit", "last_name"),
    "since": ("registered_on",),
}
STAGES = (("", "Everybody"), *((each.value, each.label) for each in (*STATIONS, Stage.CLOSED)))


@needs(Permission.FIND_PATIENTS)
def patients(request: HttpRequest) -> HttpResponse:
    """?q=…&stage=…&sort=…&page=…; a search that finds one person goes straight there."""
    now = timezone.now()
    asked, wanted = request.GET.get("q", "").strip(), request.GET.get("stage", "")
    found = _sorted(_with_visits(people.find_patients(asked), now), request.GET.get("sort", "name"))
    page, stages = _page(found, wanted, request.GET.get("page"))
    if asked and page.paginator.count == 1 and request.GET.get("page") is None:
        return redirect("workspace:person", page.object_list[0].pk)
    context = {
        "page": page,
        "stages": stages,
        "options": STAGES,
        "q": asked,
        "may": abilities(request),
    }
    return render(request, "workspace/people/patients.html", context)


def _page(
    found: QuerySet[Patient], wanted: str, number: str | None
) -> tuple[Page[Patient], dict[object, Stage]]:
    """One page with the stage of each on it; filtering by stage looks at everybody in one query."""
    if wanted:
        everybody = stages_of(found.order_by().values_list("pk", flat=True))
        found = found.filter(pk__in=[pk for pk, stage in everybody.items() if stage == wanted])
    page = Paginator(found, PAGE).get_page(number)
    return page, dict(stages_of(each.pk for each in page.object_list))


def _with_visits(found: QuerySet[Patient], now: datetime) -> QuerySet[Patient]:
    ahead = Appointment.objects.filter(patient=OuterRef("pk"), starts_at__gt=now, state=State.BOOKED)
    return found.annotate(
        next_visit=Subquery(ahead.order_by("starts_at").values("starts_at")[:1]),
        next_service=Subquery(ahead.order_by("starts_at").values("service")[:1]),
    )


def _sorted(found: QuerySet[Patient], sort: str) -> QuerySet[Patient]:
    key = sort.lstrip("-")
    if key not in ORDERS:
        return found
    down = sort.startswith("-")
    orders = [F(each).desc(nulls_last=True) if down else F(each).asc(nulls_last=True) for each in ORDERS[key]]
    return found.order_by(*orders)
