"""The intake form: one topic a page, kept as it is filled, sent once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.content.intake_form import IntakeForm as Sheet
from sojourn.content.intake_form import Topic
from sojourn.core.decisions import Finding, Refused
from sojourn.faces.portal.intake.fields import fields_of, read, shown_on, states_of, was_shown
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.answers import told_by_topic
from sojourn.faces.ui.history_lines import LISTINGS
from sojourn.intake import actions, queries
from sojourn.intake.form_rules import asked_answers, missing_questions
from sojourn.intake.models import IntakeForm
from sojourn.intake.shown_rules import changed_here
from sojourn.measures import queries as measures
from sojourn.people.models import Patient

OPENS_A_LIST = ("yes", "unknown")


@needs(Permission.USE_PORTAL)
def forms(request: HttpRequest) -> HttpResponse:
    """What there is to fill in: the intake form and the questionnaires that wait."""
    now = timezone.now()
    patient = own_record(request, now, "forms")
    form = actions.open_form(patient=patient, now=now)
    sheets = content.library().instruments
    told = queries.answers_of(form)
    context = {
        "form": form,
        "states": _states(told, patient),
        "waiting": [(each, sheets[each.instrument]) for each in measures.open_assignments(patient)],
        "answered": [
            (score, sheets[score.instrument])
            for score in patient.scores.order_by("-at")[:5]
            if score.instrument in sheets
        ],
    }
    return render(request, "portal/intake/forms.html", context)


@needs(Permission.USE_PORTAL)
def start(request: HttpRequest) -> HttpResponse:
    """Begin, or go on where somebody left off."""
    form, now = _form(request)
    states = _states(queries.answers_of(form), form.patient)
    open_topic = next((each for each in states if not each.is_done), None)
    if open_topic is None:
        return redirect("portal:forms_review")
    return redirect("portal:forms_topic", topic=open_topic.topic.key)


@needs(Permission.USE_PORTAL)
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic. Posting keeps every answer that can be kept and says beside each field what cannot.

    Without a script, answers that open further questions on this page come back to it once.
    """
    form, now = _form(request)
    page = _topic(topic)
    if request.method != "POST":
        return _show(request, form, page)
    shown = was_shown(request.POST)
    before, kept = _asked_on(page, form), queries.answers_of(form) if shown is None else shown
    posted = changed_here(read(page, request.POST, kept), shown)
    errors = _keep(request, form, posted, now)
    if errors:
        return _show(request, form, page, posted=posted, errors=errors, status=422)
    if _asked_on(page, form) - before and "add_line" not in request.POST:
        return redirect(request.get_full_path())
    return _onward(request, page)


@needs(Permission.USE_PORTAL)
@require_POST
def save(request: HttpRequest, topic: str) -> HttpResponse:
    """One change of the page, sent by the browser as it happens; ``shown`` tells it how the answers stand now."""
    form, now = _form(request)
    page, shown = _topic(topic), was_shown(request.POST)
    changed = set(request.POST.get("autosave", "").split())
    kept = queries.answers_of(form) if shown is None else shown
    posted = read(page, request.POST, kept, changed)
    errors = _keep(request, form, posted, now)
    stands = queries.answers_of(form)
    answer = {"errors": errors, "shown": {key: stands.get(key, "") for key in posted}}
    return JsonResponse(answer, status=422 if errors else 200)


@needs(Permission.USE_PORTAL)
def review(request: HttpRequest) -> HttpResponse:
    """Everything told, in words, and the button that sends it."""
    form, now = _form(request)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            actions.submit_form(form=form, by=request.user, now=now)
            return redirect("portal:forms_sent")
        except Refused as refusal:
            findings = refusal.decision.blocking
    told, history = asked_answers(_sheet(), queries.answers_of(form)), queries.history_of(form.patient)
    context = {
        "form": form,
        "topics": told_by_topic(_sheet(), told),
        "lines": {"problems": history.problems.current, "allergies": history.allergies.current},
        "missing": {each.key for each in missing_questions(_sheet(), told, history.standing)},
        "findings": findings,
    }
    return render(request, "portal/intake/review.html", context, status=422 if findings else 200)


@needs(Permission.USE_PORTAL)
def sent(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens now."""
    form, _ = _form(request)
    if form.submitted_at is None:
        return redirect("portal:forms")
    return render(request, "portal/intake/sent.html", {"form": form})


def _form(request: HttpRequest) -> tuple[IntakeForm, datetime]:
    now = timezone.now()
    patient = own_record(request, now, "intake form")
    form = actions.open_form(patient=patient, now=now)
    form.patient = patient
    return form, now


def _sheet() -> Sheet:
    return content.library().intake_form


def _topic(key: str) -> Topic:
    try:
        return _sheet().topic(key)
    except KeyError as absent:
        raise Http404 from absent


def _states(told: dict[str, Any], patient: Patient) -> list[Any]:
    standing = queries.history_of(patient).standing
    return states_of(_sheet(), told, {each.key for each in missing_questions(_sheet(), told, standing)})


def _asked_on(page: Topic, form: IntakeForm) -> set[str]:
    told = asked_answers(_sheet(), queries.answers_of(form))
    asked = {each.key for each in page.questions if each.is_asked(told)}
    return asked | ({"the-list"} if page.lists and told.get(page.listed_if) == "yes" else set())


def _keep(request: HttpRequest, form: IntakeForm, posted: dict[str, Any], now: datetime) -> dict[str, str]:
    """Keep what can be kept; the rest with its sentence, by key. An answer kept twice is one answer."""
    by, shown = cast(User, request.user), was_shown(request.POST)
    return actions.save_answers(form=form, told=posted, by=by, now=now, shown=shown)


def _onward(request: HttpRequest, page: Topic) -> HttpResponse:
    """To the next topic; out, or to the review, when the button said so."""
    if "add_line" in request.POST and page.lists:
        return redirect("portal:history_line_add", listing=page.lists)
    if request.POST.get("go") == "leave":
        return redirect("portal:next_step")
    keys = [each.key for each in _sheet().topics]
    at = keys.index(page.key)
    if request.POST.get("go") == "review" or at + 1 == len(keys):
        return redirect("portal:forms_review")
    return redirect("portal:forms_topic", topic=keys[at + 1])


def _show(
    request: HttpRequest,
    form: IntakeForm,
    page: Topic,
    *,
    posted: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    topics = _sheet().topics
    at, told = topics.index(page), queries.answers_of(form)
    context = {
        "form": form,
        "topic": page,
        "shown": shown_on(page, told),
        "fields": fields_of(page, told, posted=posted, errors=errors),
        **(_lines_on(page, form.patient, {**told, **(posted or {})}) if page.lists else {}),
        "findings": _findings(page, errors or {}),
        "number": at + 1,
        "count": len(topics),
        "back": topics[at - 1] if at else None,
        "from_review": request.GET.get("from") == "review",
    }
    return render(request, "portal/intake/topic.html", context, status=status)


def _lines_on(page: Topic, patient: Patient, shown: dict[str, Any]) -> dict[str, Any]:
    """The list of this page. What was taken off last may be put back until the next change."""
    lines = LISTINGS[str(page.lists)].lines(patient)
    latest = lines.every[-1] if lines.every else None
    is_open = bool(lines.every) or shown.get(page.listed_if) in OPENS_A_LIST
    just_off = latest if latest and not latest.is_listed else None
    return {"lines": lines, "just_off": just_off, "list_is_open": is_open}


def _findings(page: Topic, errors: dict[str, str]) -> list[Finding]:
    labels = {each.key: each.label for each in page.questions}
    return [
        Finding(code="not_an_answer", field=key, message=f"{labels[key]}: {sentence}")
        for key, sentence in errors.items()
    ]
