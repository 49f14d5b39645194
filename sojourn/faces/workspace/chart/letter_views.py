"""Letters to other clinicians: written, printed, answered; and the answers to clearances asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui import papers
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.ui.words import full_day
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.chart.letter_forms import AnswerForm, ClearanceResultForm, LetterForm
from sojourn.faces.workspace.seen import shown, shows
from sojourn.intake.queries import medications_of
from sojourn.people.models import Patient
from sojourn.people.queries import care_team_of
from sojourn.screening import actions, letter_queries
from sojourn.screening import queries as screening
from sojourn.screening.models import Clearance, PrescriberLetter
from sojourn.screening.resolution_rules import Judged


@needs(Permission.REVIEW_INTAKE)
def write(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Ask a colleague: first the question, then the letter to read and edit, then it is kept as it goes out."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="letter")
    form = posted(request, LetterForm, patient=patient, initial=_first(request, patient, now))
    if request.method == "POST" and form.is_valid():
        if "keep" in request.POST:
            if letter := carry_out(form, lambda: _keep(request, patient, form, now)):
                messages.success(request, "The letter is kept. Print it and hand it over.")
                return redirect("workspace:chart_letter", letter.pk)
        elif text := carry_out(form, lambda: _draft(request, patient, form, now)):
            form = LetterForm({**request.POST.dict(), "text": text}, patient=patient)
    form.ask_only_after_a_question()
    context |= {"form": form, "team": care_team_of(patient), "shown": bool(form["text"].value())}
    return render(request, "workspace/chart/letter_write.html", context, status=422 if form.errors else 200)


@needs(Permission.OPEN_CHART)
def letter(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    """One letter as it went out, what came back, and a place for the answer."""
    now = timezone.now()
    found = _letter(letter_id)
    _, context = open_chart(request, found.patient_id, now=now, reason="letter")
    form = posted(request, AnswerForm)
    if request.method == "POST" and form.is_valid():
        kept = carry_out(
            form,
            lambda: actions.record_answer(
                letter=found, by=request.user, now=now, client_id=client_id(request), **form.cleaned_data
            ),
        )
        if kept:
            return redirect("workspace:chart_letter", found.pk)
    context |= {"letter": found, "form": form, "today": timezone.localdate(now)}
    return render(request, "workspace/chart/letter.html", context, status=status_of(request))


@needs(Permission.OPEN_CHART)
def paper(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    """To print, fax or attach."""
    found = _letter(letter_id)
    open_chart(request, found.patient_id, now=timezone.now(), reason="letter")
    return papers.prescriber_letter(found)


@needs(Permission.DECIDE_ELIGIBILITY)
def clearance_result(request: SignedInRequest, clearance_id: UUID) -> HttpResponse:
    """The answer to a clearance or to labs came."""
    now = timezone.now()
    asked = _clearance(clearance_id)
    patient, context = open_chart(request, asked.asked_in.patient_id, now=now, reason="clearance")
    form = posted(request, ClearanceResultForm)
    if request.method == "POST" and form.is_valid():
        kept = carry_out(
            form,
            lambda: actions.record_clearance_result(
                clearance=asked, by=request.user, now=now, **form.cleaned_data
            ),
        )
        if kept:
            return redirect("workspace:chart_plan", patient.pk)
    finding = _asked_about(patient, asked, now)
    shows(form, shown(finding))
    context |= {
        "form": form,
        "title": f"Answer of {asked.asked_of}",
        "lead": f"Asked on {full_day(timezone.localdate(asked.asked_in.at))}: {asked.what}",
        "button": "Keep the answer",
        "finding": finding,
        "back": reverse("workspace:chart_plan", args=[patient.pk]),
    }
    return render(request, "workspace/chart/small_form.html", context, status=status_of(request))


def _first(request: SignedInRequest, patient: Patient, now: datetime) -> dict[str, Any]:
    """Where the writer comes from says what it is about: a medicine's row or a finding."""
    line = next((each for each in medications_of(patient) if str(each.pk) == request.GET.get("line")), None)
    return {
        "medication": line,
        "member": line.prescribed_by_id if line else None,
        "finding_code": request.GET.get("code", "")[:120],
        "due_on": letter_queries.answer_expected(timezone.localdate(now)),
    }


def _draft(request: SignedInRequest, patient: Patient, form: Any, now: datetime) -> str:
    told = form.cleaned_data
    return letter_queries.draft(
        patient=patient,
        member=told["member"],
        question=told["question"],
        medication=told["medication"],
        by=request.user,
        now=now,
    )


def _keep(request: SignedInRequest, patient: Patient, form: Any, now: datetime) -> PrescriberLetter:
    return actions.write_to_prescriber(
        patient=patient, by=request.user, now=now, client_id=client_id(request), **form.cleaned_data
    )


def _letter(letter_id: UUID) -> PrescriberLetter:
    found = letter_queries.letter_by_id(letter_id)
    if found is None:
        raise Http404
    return found


def _asked_about(patient: Patient, asked: Clearance, now: datetime) -> Judged | None:
    if asked.resolution is None:
        return None
    return screening.find(patient, asked.resolution.code, today=timezone.localdate(now))


def _clearance(clearance_id: UUID) -> Clearance:
    found = letter_queries.clearance_by_id(clearance_id)
    if found is None:
        raise Http404
    return found
