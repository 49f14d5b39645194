"""The list of messages out, and one of them with every try at sending it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.comms import actions
from sojourn.comms.models import STUCK, MessageState, OutboundMessage
from sojourn.comms.queries import message_with_attempts
from sojourn.comms.queries import outbox as outbox_of
from sojourn.comms.rules import without_links
from sojourn.faces.ui.submitting import carry_out
from sojourn.faces.workspace.outbox.forms import AgainForm, BouncedForm, SettleForm
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.timeline.queries.messages import what_to_do, with_people

PAGE = 50
SHOWN = (
    ("", "To look at"),
    ("failed", "Failed"),
    ("bounced", "Came back"),
    ("unsure", "Unsure"),
    ("waiting", "Waiting"),
    ("sent", "Sent"),
    ("all", "All"),
)


@needs(Permission.ANSWER_MESSAGES)
def outbox(request: SignedInRequest) -> HttpResponse:
    """What needs a person first; everything else by filter. At most 6 queries."""
    show = request.GET.get("show", "") or "stuck"
    page = Paginator(outbox_of(show), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": with_people(page.object_list), "shown": SHOWN, "show": show}
    return render(request, "workspace/outbox/list.html", context)


@needs(Permission.ANSWER_MESSAGES)
def message(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    """To whom, what, how each try ended, and what can be done now."""
    return _show(request, *_opened(request, message_id))


@needs(Permission.ANSWER_MESSAGES)
@require_POST
def again(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    """Once more, to the same or a better address."""
    shown, patient = _opened(request, message_id)
    form = AgainForm(request.POST, channel=shown.channel)
    act = partial(actions.send_again, message=shown, by=request.user, now=timezone.now())
    if form.is_valid() and carry_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "It is on its way again.")
        return redirect("workspace:outbox_message", shown.pk)
    return _show(request, shown, patient, again=form)


@needs(Permission.ANSWER_MESSAGES)
@require_POST
def settle(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    """They were reached another way."""
    (shown, patient), form = _opened(request, message_id), SettleForm(request.POST)
    act = partial(actions.settle, message=shown, by=request.user, now=timezone.now())
    if form.is_valid() and carry_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "Settled.")
        return redirect("workspace:outbox")
    return _show(request, shown, patient, settle=form)


@needs(Permission.ANSWER_MESSAGES)
@require_POST
def bounced(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    """The mail system sent it back to the clinic's own address."""
    (shown, patient), form = _opened(request, message_id), BouncedForm(request.POST)
    act = partial(actions.note_bounce, message_id=shown.pk, by=request.user, now=timezone.now())
    if form.is_valid() and carry_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "Noted. Put the address right, and send it again.")
        return redirect("workspace:outbox_message", shown.pk)
    return _show(request, shown, patient, bounced=form)


def _opened(request: SignedInRequest, message_id: UUID) -> tuple[OutboundMessage, Patient | None]:
    """The message; about a patient, their record is opened with it."""
    found = message_with_attempts(message_id)
    if found is None:
        raise Http404
    patient = with_people([found])[0][1]
    if patient:
        people.opened(patient, by=request.user, now=timezone.now(), reason="a message out")
    return found, patient


def _show(
    request: SignedInRequest, shown: OutboundMessage, patient: Patient | None, **typed: Form
) -> HttpResponse:
    tries = list(shown.attempts.all())
    is_stuck = shown.state in STUCK
    context: dict[str, Any] = {
        "message": shown,
        "patient": patient,
        "tries": tries,
        "text": without_links(shown.text),
        "is_open": is_stuck and not shown.settled_at,
        "is_stuck": is_stuck,
        "may_bounce": shown.channel == "email" and shown.state in (MessageState.SENT, MessageState.UNSURE),
        "to_do": what_to_do(shown, patient, tries[-1].outcome if tries else ""),
        "again_form": typed.get("again")
        or AgainForm(channel=shown.channel, initial={"to": _on_file(shown, patient)}),
        "settle_form": typed.get("settle") or SettleForm(),
        "bounced_form": typed.get("bounced") or BouncedForm(),
    }
    return render(request, "workspace/outbox/message.html", context, status=422 if typed else 200)


def _on_file(shown: OutboundMessage, patient: Patient | None) -> str:
    """The address the patient has now; of an escort, the one that was used."""
    if patient is None or shown.template.startswith("escort-"):
        return shown.to
    return (patient.email if shown.channel == "email" else patient.phone) or shown.to
