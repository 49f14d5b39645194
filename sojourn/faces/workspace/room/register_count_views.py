"""Counting: the levels first, then what was expected, then why it differs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.faces.workspace.room.register_check_forms import AgainForm, CauseForm, CountForm
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import Count

Kind = Count.Kind


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Every vial with an empty field. Nothing here says what is expected."""
    if kind not in Kind.values:
        raise Http404
    now, vials = timezone.now(), sorted(queries.vials_in_stock(), key=lambda each: each.number)
    form = posted(request, CountForm, vials=vials)
    if request.method == "POST" and form.is_valid():
        count = carry_out(
            form,
            lambda: actions.count(
                levels=form.levels(),
                kind=Kind(kind),
                moment=Count.Moment(form.cleaned_data["moment"]),
                by=request.user,
                now=now,
                entry_id=client_id(request),
            ),
        )
        if count is not None:
            return redirect("workspace:register_count_page", count.pk)
    context = {"form": form, "kind": kind, "title": Kind(kind).label, "vials": vials}
    return render(request, "workspace/room/register_count.html", context, status=422 if form.errors else 200)


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """What was counted beside what was expected; a difference is read again or explained."""
    count, now = queries.count_by_id(count_id), timezone.now()
    if count is None:
        raise Http404
    form = _answered(request)
    if form is not None and form.is_valid():
        line = queries.count_line(count, form.cleaned_data["line"])
        if line is None:
            raise Http404
        if carry_out(form, lambda: _act(request, form, line, now)) is not None:
            return redirect("workspace:register_count_page", count.pk)
    counted = queries.readings_of(count)
    context = {
        "count": count,
        "counted": counted,
        "open": [each for each in counted if each.reading.is_open],
        "sealed": queries.sealed_in(counted),
        "signature": getattr(count, "signature", None),
        "wrong": form,
        "again_form": AgainForm,
        "cause_form": CauseForm,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "workspace/room/register_count_page.html", context, status=status)


def _answered(request: HttpRequest) -> Form | None:
    if request.method != "POST":
        return None
    return AgainForm(request.POST) if request.POST.get("do") == "again" else CauseForm(request.POST)


def _act(request: HttpRequest, form: Form, line: Any, now: Any) -> object:
    typed, signed = form.cleaned_data, {"line": line, "by": request.user, "now": now}
    if isinstance(form, AgainForm):
        return actions.count_again(ml=typed["ml"], **signed)
    return actions.explain(cause=typed["cause"], reason=typed["reason"], **signed)
