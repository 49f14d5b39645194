"""The pages that explain: every sentence and number of them comes from the clinic's pack."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sojourn import content
from sojourn.accounts.guards import public
from sojourn.faces.website import calculator, question_search, self_check


@public
def home(request: HttpRequest) -> HttpResponse:
    """What this is, who it is for, what it costs, how it begins."""
    return _page(request, "home")


@public
def treatment(request: HttpRequest) -> HttpResponse:
    """Ketamine into the muscle: for whom, how, and what is not known."""
    return _page(request, "treatment")


@public
def session(request: HttpRequest) -> HttpResponse:
    """The day of a session, from door to door."""
    return _page(request, "session", phases=content.pack().services["session"].phases)


@public
def groups(request: HttpRequest) -> HttpResponse:
    """The small group once a month."""
    return _page(request, "groups", service=content.pack().services["group"])


@public
def prices(request: HttpRequest) -> HttpResponse:
    """Every price, and what a course comes to. The choice is in the address, so the page works without script."""
    form = calculator.CourseForm(calculator.with_usual(request.GET))
    return _page(request, "prices", form=form, course=calculator.course_sum(form.choice))


@public
def questions(request: HttpRequest) -> HttpResponse:
    """All questions by topic, or those in which the words asked for occur."""
    text = request.GET.get("q", "")[:100].strip()
    return _page(request, "questions", text=text, topics=question_search.topics_with(text))


@public
@never_cache
@csrf_exempt  # nothing is changed or kept here, so not even a cookie is needed
def could_this_be(request: HttpRequest) -> HttpResponse:
    """A private check: read from the body of the request, answered on the page, and forgotten."""
    result = self_check.read(request.POST) if request.method == "POST" else None
    return _page(request, "self-check", name="could_this_be", result=result, check=content.pack().self_check)


def _page(request: HttpRequest, page_id: str, *, name: str = "", **facts: Any) -> HttpResponse:
    page = content.pack().pages[page_id]
    blocks = {each.id: each for each in page.blocks}
    return render(request, f"website/{name or page_id}.html", {"page": page, "blocks": blocks, **facts})
