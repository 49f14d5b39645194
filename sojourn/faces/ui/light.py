"""Day or evening: which light a browser shows the pages in. Dim belongs to the session room alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from sojourn.accounts.guards import public

LIGHTS = ("day", "evening")
A_YEAR = 60 * 60 * 24 * 365


@public
def choose_light(request: HttpRequest, light: str) -> HttpResponse:
    """Keep the choice in a cookie and go back to the page it was made on."""
    if light not in LIGHTS:
        raise Http404
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else "/")
    answer.set_cookie(
        "light", light, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return answer
