"""The second person signs: waste, a count, something of their own that a patient destroyed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sojourn.accounts.guards import needs
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, posted
from sojourn.faces.workspace.room.register_check_forms import SignForm
from sojourn.faces.workspace.room.second_person import who_signs
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import SecondSignature
from sojourn.pharmacy.permissions import may_witness
from sojourn.pharmacy.rules import plain

How = SecondSignature.How
Sign = Callable[[User, How], object]


@needs(Permission.KEEP_REGISTER, Permission.GIVE_MEDICATION)
@require_http_methods(["GET", "POST"])
def sign_waste(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Waste, seen by somebody else than who wrote it."""
    line, now = queries.line(line_id), timezone.now()
    if line is None or line.kind != "wasted" or line.reverses_id:
        raise Http404
    context = {
        "thing": line,
        "title": f"Waste, {plain(abs(line.mg))} mg of {line.vial.number}",
        "facts": [("Why", line.reason), ("For", line.patient.name if line.patient else "")],
        "withdraw": reverse("workspace:register_withdraw", args=[line.pk]),
        "withdrawn": getattr(line, "reversed_by", None),
    }
    return _page(request, context, lambda by, how: actions.sign_waste(line=line, how=how, by=by, now=now))


@needs(Permission.RUN_SESSION, Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def sign_own(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """A patient's own medicine that they destroyed."""
    line, now = queries.destroyed_line(line_id), timezone.now()
    if line is None:
        raise Http404
    context = {
        "thing": line,
        "title": f"{plain(line.quantity)} {line.unit} destroyed by {line.patient.name}",
        "facts": [("What", line.description), ("Why", line.note)],
    }
    return _page(
        request, context, lambda by, how: actions.sign_own_medicine(line=line, how=how, by=by, now=now)
    )


@needs(Permission.KEEP_REGISTER, Permission.GIVE_MEDICATION)
@require_http_methods(["GET", "POST"])
def sign_count(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """A count, when every difference has its cause."""
    count, now = queries.count_by_id(count_id), timezone.now()
    if count is None:
        raise Http404
    number = len(queries.readings_of(count))
    context = {
        "thing": count,
        "title": count.get_kind_display(),
        "facts": [("Vials", str(number)), ("At", count.get_moment_display())],
        "back": reverse("workspace:register_count_page", args=[count.pk]),
    }
    return _page(request, context, lambda by, how: actions.sign_count(count=count, how=how, by=by, now=now))


def _page(request: HttpRequest, context: dict[str, Any], sign: Sign) -> HttpResponse:
    """Their own browser, or their own password at this one."""
    back = context.setdefault("back", reverse("workspace:register"))
    own, form = request.POST.get("do") == "own", posted(request, SignForm)
    if own:
        form.errors.clear()
    may_go_on = request.method == "POST" and (own or form.is_valid())
    if may_go_on and carry_out(form, lambda: _signed(request, form, sign, own=own)) is not None:
        return redirect(back)
    thing, user = context["thing"], request.user
    can_sign = user.pk != thing.by_id and may_witness(user)  # type: ignore[arg-type]
    context |= {"form": form, "can_sign": can_sign, "signature": getattr(thing, "signature", None)}
    return render(request, "workspace/room/register_sign.html", context, status=422 if form.errors else 200)


def _signed(request: HttpRequest, form: Form, sign: Sign, *, own: bool) -> object:
    if own:
        return sign(request.user, How.OWN_BROWSER)  # type: ignore[arg-type]
    return sign(who_signs(request, **form.cleaned_data), How.AT_THE_TABLET)
