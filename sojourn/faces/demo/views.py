"""Become anybody, and read everybody's mail. These pages exist in demo mode alone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sojourn import demonstration
from sojourn.accounts.guards import public
from sojourn.accounts.queries import user_of
from sojourn.faces.demo import mail

LETTERS_SHOWN = 100
_SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@public
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The people of the demo by role, with a button for each."""
    by_role = groupby(_people(), key=lambda person: person.title)
    return render(request, "demo/people.html", {"roles": [(title, list(group)) for title, group in by_role]})


@public
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen person, if the demo offers them."""
    chosen = request.POST.get("person", "")
    if chosen not in {person.id for person in _people()}:
        raise Http404
    login(request, user_of(UUID(chosen)), backend=_SIGN_IN)
    return redirect("home")


@public
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail the clinic sent."""
    letters = mail.newest(settings.MAIL_FOLDER, count=LETTERS_SHOWN)
    return render(request, "demo/mailbox.html", {"letters": letters})


@public
@require_GET
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One e-mail; its links can be clicked."""
    found = mail.one(settings.MAIL_FOLDER, letter_id)
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": found})


def _people() -> tuple[demonstration.DemoPerson, ...]:
    """Those the demo was built with, and the patients who have joined since."""
    told = settings.ENVIRONMENT.var / "demo.json"
    try:
        built = demonstration.read(told).people
    except FileNotFoundError:
        return ()
    return (*built, *demonstration.joined_since(datetime.fromtimestamp(told.stat().st_mtime, UTC)))
