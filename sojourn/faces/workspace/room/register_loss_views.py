"""Theft and loss: the report, its deadlines, and what was done."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.faces.workspace.room.register_check_forms import LossForm, StepForm
from sojourn.faces.workspace.room.register_forms import now_here
from sojourn.pharmacy import actions, queries


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Write down a theft or a loss."""
    now, vials = timezone.now(), list(queries.vials_in_stock())
    today = clinic.local_day(now)
    form = posted(request, LossForm, vials=vials, today=today, initial={"found_at": now_here(now)})
    if request.method == "POST" and form.is_valid():
        made = carry_out(
            form,
            lambda: actions.report_loss(**form.told(), by=request.user, now=now, entry_id=client_id(request)),
        )
        if made is not None:
            return redirect("workspace:register_loss", made.pk)
    law = content.library().register
    said = (
        f"A theft or significant loss is told to the DEA field division in writing within {law.notify_business_days} "
        f"business day of its discovery; Form 106 follows within {law.form_days} days (21 CFR 1301.76(b)). "
        "Part of a vial that is missing is found by a count."
    )
    context = {"form": form, "title": "Report a loss", "button": "File the report", "said": said}
    return render(request, "workspace/room/register_form.html", context, status=422 if form.errors else 200)


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The facts of Form 106, the deadlines, the steps."""
    found, now = queries.loss_by_id(report_id), timezone.now()
    if found is None:
        raise Http404
    today = clinic.local_day(now)
    form = posted(request, StepForm, initial={"done_on": today})
    if request.method == "POST" and form.is_valid():
        step = carry_out(
            form,
            lambda: actions.note_step(
                report=found, **form.cleaned_data, by=request.user, now=now, entry_id=client_id(request)
            ),
        )
        if step is not None:
            return redirect("workspace:register_loss", found.pk)
    context = {
        "report": found,
        "form": form,
        "names": content.library().register.names,
        "drug": content.library().register,
        "done": queries.steps_done(found),
        "today": today,
        "thefts": queries.thefts_before(found),
        "registrations": [each for each in clinic.staff() if each.dea_number],
    }
    return render(request, "workspace/room/register_loss.html", context, status=422 if form.errors else 200)
