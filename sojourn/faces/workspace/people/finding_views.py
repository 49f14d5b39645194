"""What a rule leaves to a role, settled by that role or one above: the sentence and nothing of the chart behind it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, client_id
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.people.person_views import opened
from sojourn.faces.workspace.seen import SeenField, shows
from sojourn.screening import actions
from sojourn.screening import queries as screening
from sojourn.screening.models import FindingResolution
from sojourn.screening.resolution_rules import Judged, may_resolve, may_settle, theirs
from sojourn.screening.waiting_queries import escort_to_name


class SettleForm(forms.Form):
    """One word about one finding. Only what the rules allow this person is offered."""

    code = forms.CharField(max_length=200, widget=forms.HiddenInput)
    seen = SeenField()
    kind = forms.ChoiceField(label="What did you find out?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="In a sentence",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whom you asked and what was said or agreed. Others will rely on it.",
    )

    def __init__(self, data: Any, *, judged: Judged, roles: list[str]) -> None:
        finding = judged.finding
        super().__init__(data, auto_id=f"id_{finding.code.replace(':', '-')}_%s")
        self.initial |= {"code": finding.code, "seen": judged.shown}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            each
            for each in FindingResolution.Kind.choices
            if each[0] != FindingResolution.Kind.CLEARANCE
            and may_settle(finding, each[0], roles).allowed
            and may_resolve(finding, each[0]).allowed
        ]


@needs(Permission.SETTLE_FINDINGS)
def findings(request: HttpRequest, patient_id: Any) -> HttpResponse:
    """What waits for this person's word about one patient. What is not theirs is not there, and not named."""
    now = timezone.now()
    patient, roles = opened(request, patient_id, reason="findings"), request.user.roles  # type: ignore[union-attr]
    waiting = theirs(screening.screening_of(patient, today=timezone.localdate(now)).judged, roles)
    sent = request.POST.get("code", "") if request.method == "POST" else ""
    if sent and sent not in {each.finding.code for each in waiting}:
        raise Http404
    listed = [(each.finding, _form(request, each, sent, roles)) for each in waiting]
    form = next((form for finding, form in listed if finding.code == sent), None)
    sender = {"by": request.user, "now": now, "client_id": client_id(request)}
    settle = partial(actions.resolve_finding, patient=patient, **sender)  # type: ignore[arg-type]
    if form and form.is_valid() and carry_out(form, lambda: settle(**form.cleaned_data)):
        messages.success(request, "Settled.")
        return redirect("workspace:person_findings", patient.pk)
    if form:
        shows(form, form.initial["seen"])
    desk = request.user.may(Permission.SCHEDULE)  # type: ignore[union-attr]
    escort = escort_to_name(patient, today=timezone.localdate(now)) if desk else None
    context = {"patient": patient, "shown": listed, "escort": escort, "may": abilities(request)}
    return render(request, "workspace/people/findings.html", context, status=422 if form else 200)


def _form(request: HttpRequest, judged: Judged, sent: str, roles: list[str]) -> SettleForm:
    data = request.POST if judged.finding.code == sent else None
    return SettleForm(data, judged=judged, roles=roles)
