"""Receiving a delivery, writing waste and taking it back, sending vials away, a patient's own that is spoilt."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Refused
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.faces.workspace.room.register_forms import (
    DestroyForm,
    ReasonForm,
    ReceiveForm,
    TransferForm,
    WasteForm,
)
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import Vial
from sojourn.pharmacy.rules import plain

UNUSED_STOCK = (
    "Unused or expired stock goes to the reverse distributor. Waste is what was drawn, spilt or broken."
)
NOT_COLLECTED = (
    "The clinic does not collect patients’ medicine: they destroy it themselves, seen by two of us."
)


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """A delivery comes in."""
    now = timezone.now()
    form = posted(request, ReceiveForm, initial=_usual(clinic.local_day(now)))

    def act() -> object:
        return actions.receive(**form.told(), by=request.user, now=now, entry_id=client_id(request))

    page = {"title": "Receive stock", "button": "Enter into the register", "drawing": "box"}
    return form_page(request, form, act, **page)


def _usual(today: date) -> dict[str, Any]:
    """The supplier of the last delivery, and the number after its last vial."""
    last = queries.last_delivery()
    names = ("supplier", "supplier_address", "supplier_dea") if last else ()
    proposed = {"document_on": today, "number": queries.next_vial_number()}
    return {**proposed, **{name: getattr(last, name) for name in names}}


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def waste(request: HttpRequest, vial_id: UUID) -> HttpResponse:
    """Write off; then it waits for the second person, who is asked at once."""
    vial, now = found_vial(vial_id), timezone.now()
    today = clinic.local_day(now)
    doses = queries.doses_from(vial, since=clinic.bounds_of(today, today)[0])
    form = posted(request, WasteForm, doses=list(doses))
    if request.method == "POST" and form.is_valid():
        line = carry_out(
            form,
            lambda: actions.waste(
                vial=vial, **form.told(), by=request.user, now=now, entry_id=client_id(request)
            ),
        )
        if line is not None:
            return redirect("workspace:register_sign_waste", line.pk)
    stock = vial.is_whole or vial.expires_on < today
    title, said = f"Waste from {vial.number}", UNUSED_STOCK if stock else ""
    context = {"title": title, "button": "Write waste", "vial": vial, "said": said, "form": form}
    return _shown(request, context)


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take back a waste that was written wrongly, while nobody has signed it."""
    line, now = queries.line(line_id), timezone.now()
    if line is None or line.kind != "wasted":
        raise Http404
    form = posted(request, ReasonForm)

    def act() -> object:
        return actions.withdraw_waste(
            line=line, **form.cleaned_data, by=request.user, now=now, entry_id=client_id(request)
        )

    title = f"Take back {plain(abs(line.mg))} mg of waste, {line.vial.number}"
    return form_page(request, form, act, title=title, button="Take it back")


@needs(Permission.KEEP_REGISTER)
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest) -> HttpResponse:
    """Whole vials leave."""
    now = timezone.now()
    vials, today = list(queries.vials_in_stock()), clinic.local_day(now)
    chosen = {"vials": [str(each.pk) for each in vials if each.expires_on < today]}
    form = posted(request, TransferForm, vials=vials, today=today, initial=chosen)

    def act() -> object:
        return actions.transfer(**form.told(), by=request.user, now=now, entry_id=client_id(request))

    return form_page(request, form, act, title="Send vials away", button="Write the transfer")


@needs(Permission.RUN_SESSION)
@require_http_methods(["GET", "POST"])
def destroy(request: HttpRequest, visit: UUID) -> HttpResponse:
    """A patient destroys what is spoilt of their own, before two of us."""
    now = timezone.now()
    box = _box(visit)
    form = posted(request, DestroyForm)
    if request.method == "POST" and form.is_valid():
        line = carry_out(
            form,
            lambda: actions.destroy_own(
                visit=visit,
                patient=box.patient,
                **form.cleaned_data,
                by=request.user,
                now=now,
                entry_id=client_id(request),
            ),
        )
        if line is not None:
            return redirect("workspace:register_sign_own", line.pk)
    held = f"{plain(box.custody.held)} {box.custody.unit} of {box.patient.name} are in custody."
    said = f"{held} {NOT_COLLECTED}"
    title, button = "Destroyed by the patient", "Write it down"
    return _shown(request, {"title": title, "button": button, "said": said, "form": form})


@needs(Permission.RUN_SESSION)
@require_POST
def take_home(request: HttpRequest, visit: UUID) -> HttpResponse:
    """What is left of a patient's own medicine goes home with them."""
    box = _box(visit)
    try:
        actions.return_own(
            visit=visit,
            patient=box.patient,
            quantity=box.custody.held,
            by=request.user,
            now=timezone.now(),
            entry_id=client_id(request),
        )
    except Refused as refused:
        return _shown(request, {"title": "Taken home", "findings": refused.decision.blocking}, status=422)
    return redirect("workspace:register")


def _box(visit: UUID) -> Any:
    box = queries.box_of(visit)
    if box is None:
        raise Http404
    return box


def found_vial(vial_id: UUID) -> Vial:
    """The vial, or nothing is there."""
    vial = queries.vial(vial_id)
    if vial is None:
        raise Http404
    return vial


def form_page(request: HttpRequest, form: Form, act: Any, **context: Any) -> HttpResponse:
    """One form that leads back to the register."""
    if request.method == "POST" and form.is_valid() and carry_out(form, act) is not None:
        return redirect("workspace:register")
    return _shown(request, {"form": form, **context})


def _shown(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else status
    return render(request, "workspace/room/register_form.html", context, status=status)
