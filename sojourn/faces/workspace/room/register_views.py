"""The controlled-drug register: vials, lines, receiving, wasting, counting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sojourn.accounts.guards import needs
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.core.periods import day_from
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.faces.workspace.room.forms import CountForm, ReceiveForm, WasteForm
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import Vial


@needs(Permission.KEEP_REGISTER)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """What is in the cabinet, the day's lines, and the last counts."""
    now = timezone.now()
    day = day_from(request.GET.get("day", "")) or clinic.local_day(now)
    start = datetime.combine(day, datetime.min.time(), tzinfo=clinic.timezone())
    lines = queries.register(since=start, until=start + timedelta(days=1))
    vials, counts = list(queries.vials_in_stock()), queries.last_counts()
    context = {
        "vials": vials,
        "expired": {vial.pk for vial in vials if vial.expires_on < clinic.local_day(now)},
        "lines": lines,
        "totals": queries.totals(lines),
        "counts": [(vial, counts.get(vial.pk)) for vial in vials],
        "day": day,
        "before": day - timedelta(days=1),
        "is_today": day == clinic.local_day(now),
        "capacity": {vial.pk: vial.volume_ml * vial.strength_mg_per_ml for vial in vials},
        "left_ml": {vial.pk: vial.balance_mg / vial.strength_mg_per_ml for vial in vials},
    }
    return render(request, "workspace/room/register.html", context)


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """A vial comes in."""
    form, now = posted(request, ReceiveForm), timezone.now()

    def act() -> object:
        return actions.receive_vial(
            **form.cleaned_data, by=request.user, now=now, entry_id=client_id(request)
        )

    return _form_page(request, form, act, title="Receive a vial", button="Enter into the register")


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def waste(request: HttpRequest, vial_id: UUID) -> HttpResponse:
    """Write off, before a second person's eyes."""
    vial, now = _vial(vial_id), timezone.now()
    form = posted(request, WasteForm, people=witnesses(request.user))

    def act() -> object:
        return actions.waste(
            vial=vial, **form.cleaned_data, by=request.user, now=now, entry_id=client_id(request)
        )

    return _form_page(request, form, act, title=f"Waste from {vial.number}", button="Write waste", vial=vial)


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, vial_id: UUID) -> HttpResponse:
    """Sign what is really there."""
    vial, now = _vial(vial_id), timezone.now()
    form = posted(request, CountForm)

    def act() -> object:
        return actions.count(
            vial=vial, **form.cleaned_data, by=request.user, now=now, entry_id=client_id(request)
        )

    return _form_page(request, form, act, title=f"Count {vial.number}", button="Sign the count", vial=vial)


def witnesses(user: Any) -> list[User]:
    """Everybody else who may see waste."""
    may = (Permission.GIVE_MEDICATION, Permission.KEEP_REGISTER)
    people = (each.user for each in clinic.staff())
    return [each for each in people if each.pk != user.pk and any(each.may(one) for one in may)]


def _vial(vial_id: UUID) -> Vial:
    vial = Vial.objects.filter(pk=vial_id).first()
    if vial is None:
        raise Http404
    return vial


def _form_page(request: HttpRequest, form: Form, act: Any, **context: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and carry_out(form, act) is not None:
        return redirect("workspace:register")
    status = 422 if form.errors else 200
    return render(request, "workspace/room/register_form.html", {"form": form, **context}, status=status)
