"""One question a screen. Each click is kept at once; a worrying answer shows whom to call at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.hour_queries import hour_notes
from sojourn.content.instruments import Instrument, Item
from sojourn.core.decisions import Refused
from sojourn.core.numbers import whole_number_in
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.submitting import client_id
from sojourn.measures import actions, queries, rules
from sojourn.measures.models import Assignment

NO_ANSWER = "Please choose one of the answers, or leave and come back later."


@needs(Permission.USE_PORTAL)
def begin(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """To the first question that is open; to the end when none is."""
    assignment, _ = _assignment(request, assignment_id)
    if assignment.state == Assignment.State.SUBMITTED:
        return redirect("portal:questionnaire_thanks", assignment_id=assignment.pk)
    answers = queries.answers_of(assignment)
    opened = next((each for each in _asked(assignment, answers) if each.id not in answers), None)
    return (
        _to_item(assignment, opened.id) if opened else redirect("portal:questionnaire_check", assignment.pk)
    )


@needs(Permission.USE_PORTAL)
def question(request: HttpRequest, assignment_id: UUID, item_id: str) -> HttpResponse:
    """One question. Posting keeps the answer and goes on; a worrying one stays first, with whom to call."""
    assignment, now = _assignment(request, assignment_id)
    if assignment.state not in queries.OPEN_STATES:
        return redirect("portal:questionnaire_thanks", assignment_id=assignment.pk)
    item = _item(assignment, item_id)
    if request.method != "POST":
        return _show(request, assignment, item)
    problem = _keep(request, assignment, item, now)
    if problem:
        return _show(request, assignment, item, problem=problem, status=422)
    if _worries(assignment, item, request.POST["value"]) and "seen" not in request.POST:
        return _to_item(assignment, item.id)
    return _onward(assignment, item)


@needs(Permission.USE_PORTAL)
@require_POST
def save(request: HttpRequest, assignment_id: UUID, item_id: str) -> HttpResponse:
    """The click itself, before anything is sent. Answers with the words that belong beside it, if any do."""
    assignment, now = _assignment(request, assignment_id)
    item = _item(assignment, item_id)
    problem = _keep(request, assignment, item, now)
    if problem:
        return HttpResponse(problem, status=422, content_type="text/plain; charset=utf-8")
    if not _worries(assignment, item, request.POST["value"]):
        return HttpResponse("")
    return render(request, "portal/questionnaires/beside.html", _team(now))


@needs(Permission.USE_PORTAL)
def check(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """All answers once more, and the button that sends them."""
    assignment, now = _assignment(request, assignment_id)
    problem = ""
    if request.method == "POST":
        try:
            actions.submit(assignment=assignment, by=request.user, now=now)
        except Refused as refusal:
            problem = refusal.decision.sentence
    assignment.refresh_from_db()
    if assignment.state == Assignment.State.SUBMITTED:
        return redirect("portal:questionnaire_thanks", assignment_id=assignment.pk)
    answers = queries.answers_of(assignment)
    context = {
        "assignment": assignment,
        "sheet": _sheet(assignment),
        "rows": [
            (each, _in_words(_sheet(assignment), each, answers)) for each in _asked(assignment, answers)
        ],
        "problem": problem,
    }
    return render(request, "portal/questionnaires/check.html", context, status=422 if problem else 200)


@needs(Permission.USE_PORTAL)
def thanks(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """It has arrived; what is next."""
    assignment, now = _assignment(request, assignment_id)
    if assignment.state in queries.OPEN_STATES:
        return redirect("portal:questionnaire", assignment_id=assignment.pk)
    context = {
        "assignment": assignment,
        "sheet": _sheet(assignment),
        "waiting": queries.open_assignments(assignment.patient).first(),
        "worried": assignment.alerts.exists(),
        **_team(now),
    }
    return render(request, "portal/questionnaires/thanks.html", context)


def _assignment(request: HttpRequest, assignment_id: UUID) -> tuple[Assignment, datetime]:
    now = timezone.now()
    patient = own_record(request, now, "questions")
    try:
        return queries.assignment_of(patient, assignment_id), now
    except queries.NotFound as absent:
        raise Http404 from absent


def _sheet(assignment: Assignment) -> Instrument:
    return content.library().instruments[assignment.instrument]


def _asked(assignment: Assignment, answers: dict[str, int]) -> tuple[Item, ...]:
    return rules.asked_items(_sheet(assignment), answers)


def _item(assignment: Assignment, item_id: str) -> Item:
    try:
        return _sheet(assignment).item(item_id)
    except KeyError as absent:
        raise Http404 from absent


def _keep(request: HttpRequest, assignment: Assignment, item: Item, now: datetime) -> str:
    """Keep the answer; a sentence when it cannot be."""
    value = whole_number_in(request.POST.get("value", ""))
    if value is None:
        return NO_ANSWER
    try:
        actions.answer(
            assignment=assignment,
            item=item.id,
            value=value,
            client_id=client_id(request),
            by=request.user,
            now=now,
        )
    except Refused as refusal:
        return refusal.decision.sentence
    return ""


def _worries(assignment: Assignment, item: Item, value: Any) -> bool:
    return value not in (None, "") and bool(rules.alert_sentence(_sheet(assignment), item.id, int(value)))


def _to_item(assignment: Assignment, item_id: str) -> HttpResponse:
    return redirect("portal:questionnaire_item", assignment_id=assignment.pk, item_id=item_id)


def _onward(assignment: Assignment, item: Item) -> HttpResponse:
    asked = [each.id for each in _asked(assignment, queries.answers_of(assignment))]
    after = asked[asked.index(item.id) + 1 :] if item.id in asked else []
    return _to_item(assignment, after[0]) if after else redirect("portal:questionnaire_check", assignment.pk)


def _show(
    request: HttpRequest, assignment: Assignment, item: Item, *, problem: str = "", status: int = 200
) -> HttpResponse:
    answers, sheet = queries.answers_of(assignment), _sheet(assignment)
    asked = [each.id for each in _asked(assignment, answers)]
    at = asked.index(item.id) if item.id in asked else 0
    possible = [each.id for each in rules.still_possible(sheet, answers)]
    value = answers.get(item.id)
    context = {
        "assignment": assignment,
        "sheet": sheet,
        "item": item,
        "choices": sheet.answers_to(item.id),
        "value": value,
        "number": possible.index(item.id) + 1 if item.id in possible else 1,
        "count": len(possible),
        "back": asked[at - 1] if at else "",
        "problem": problem,
        "is_sensitive": any(item.id in alert.items for alert in sheet.alerts),
        "worried": _worries(assignment, item, value),
        **_team(timezone.now()),
    }
    return render(request, "portal/questionnaires/question.html", context, status=status)


def _team(now: datetime) -> dict[str, Any]:
    """Whether somebody is at the clinic now: what we may truthfully say about who reads this and when."""
    day, local = clinic.local_day(now), now.astimezone(clinic.timezone()).time()
    hours = hour_notes(day, day).opening_on(day)
    return {"team_is_there": any(opens <= local < closes for opens, closes in hours)}


def _in_words(sheet: Instrument, item: Item, answers: dict[str, int]) -> str:
    return next((each.label for each in sheet.answers_to(item.id) if each.value == answers.get(item.id)), "")
