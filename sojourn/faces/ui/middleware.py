"""What every request passes: readable text, and the clinic's time zone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from sojourn.clinic import queries as clinic
from sojourn.clinic.words import clocks_of
from sojourn.core.plain_text import as_seen
from sojourn.faces.ui.views import unreadable


class ClinicMiddleware:
    """Clocks are the clinic's own at the beginning of each request, and none stays in the room it went into."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clocks_of(clinic.timezone()):
            response: HttpResponse = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class WayBackMiddleware:
    """Whoever opens the address of a form's answer by itself is led to the page the form stands on.

    A refused form keeps its own address in the browser; reloading or reopening it would only say "not allowed".
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = _page_above(request.path)
        return redirect(page) if page else response


def _page_above(path: str) -> str:
    """The nearest address above this one that is a page; empty when there is none."""
    while path.count("/") > 2:
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
        with suppress(Resolver404):
            resolve(path)
            return path
    return ""


class PlainTextMiddleware:
    """Refuses form fields and addresses that cannot be read, or hold a null character: PostgreSQL stores none.

    Of what was typed into a form, that counts which can be seen; passwords stay as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            readable = not _holds_null(request.GET) and not (
                request.method == "POST" and _holds_null(request.POST)
            )
        except (UnicodeError, LookupError, BadRequest):
            readable = False
        if not readable:
            return unreadable(request)
        if request.method == "POST":
            request.POST = _as_seen(request.POST)  # type: ignore[assignment]  # Django gives the property a setter
        return self.get_response(request)


def _as_seen(fields: QueryDict) -> QueryDict:
    """The same fields, and the same object when nothing in them was out of sight."""
    typed = {name: values for name, values in fields.lists() if "password" not in name}
    seen = {name: [as_seen(value) for value in values] for name, values in typed.items()}
    if seen == typed:
        return fields
    changed = fields.copy()
    for name, values in seen.items():
        changed.setlist(name, values)
    changed._mutable = False
    return changed


def _holds_null(fields: QueryDict) -> bool:
    return any("\x00" in value for values in fields.lists() for value in values[1])
