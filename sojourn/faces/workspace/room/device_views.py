"""What a tablet asks of the server: its key, what it sends, the page it opens without a network."""

from __future__ import annotations

from base64 import b64encode
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sojourn.accounts.guards import needs, public
from sojourn.accounts.roles import Permission
from sojourn.core.encryption import derived_key
from sojourn.faces.workspace.room.arriving import take_in
from sojourn.faces.workspace.room.parcels import Parcel

DEVICE_SCRIPTS = Path(__file__).parents[1] / "static" / "workspace" / "js" / "device"
FILES = (
    *(f"ui/css/{name}.css" for name in ("tokens", "base", "parts", "forms", "data", "plots")),
    *(f"workspace/{name}.css" for name in ("frame", "chart", "room", "narrow", "session", "tablet")),
    *(f"ui/js/{name}.js" for name in ("start", "modules", "tablet")),
    *(f"workspace/js/{name}.js" for name in ("room", "pad", "ticking", "dosing")),
    *(f"workspace/js/device/{path.name}" for path in sorted(DEVICE_SCRIPTS.glob("*.js"))),
    "ui/mark.svg",
)
"""What a page needs to open without a network; what else it uses is kept when it is first used."""


@needs(Permission.RUN_SESSION)
@require_POST
def arrivals(request: HttpRequest) -> HttpResponse:
    """Entries that were made on a tablet. 200 with an answer for each; 400 when nothing can be read at all."""
    try:
        parcel = msgspec.json.decode(request.body, type=Parcel)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return JsonResponse({"sentence": "This parcel of entries cannot be read."}, status=400)
    if parcel.clock.tzinfo is None:
        return JsonResponse({"sentence": "The clock of the tablet says no time zone."}, status=400)
    now = timezone.now()
    answers = take_in(parcel, by=request.user, now=now)  # type: ignore[arg-type]
    body = msgspec.json.encode({"now": now, "answers": answers})
    return HttpResponse(body, content_type="application/json")


@needs(Permission.RUN_SESSION)
@require_GET
def key(request: HttpRequest, device: UUID) -> HttpResponse:
    """The key by which this tablet seals what this person enters: the same at each sign-in, kept by nobody else.

    How long it holds is told as a length, and the time beside it: the tablet's own clock may be wrong by days.
    """
    secret = derived_key(settings.DATA_KEY, context=f"tablet {device} of {request.user.pk}")
    told = {"key": b64encode(secret).decode(), "person": str(request.user.pk), "name": str(request.user)}
    return JsonResponse({**told, "seconds": settings.SESSION_COOKIE_AGE, "now": timezone.now().isoformat()})


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the server when it cannot be reached. It holds no record."""
    files = {"files": FILES, "version": version("sojourn")}
    answer = render(request, "workspace/room/worker.js", files, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/workspace/"
    answer["Cache-Control"] = "no-cache"
    return answer


@public
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The empty page a tablet opens without a network; what it shows comes from the tablet, unsealed."""
    return render(request, "workspace/room/shell.html")
