"""Pages that keep themselves current: their script asks again with what it has seen, and mostly hears "as before"."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

MADE_ANEW = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|client_id)" value=|hx-headers=)(?:"[^"]*"|\'[^\']*\')'
)
"""What differs on every page although nothing happened."""


def live(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the page a tag of what it shows, and answer 304 to whoever has seen just that.

    The script sends X-Live; messages of an action are left for the page the person goes to.
    """

    @wraps(view)
    def tagged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method != "GET" or response.status_code != 200:
            return response
        response["ETag"] = tag = tag_of(response.content)
        return get_conditional_response(request, etag=tag, response=response) or response  # type: ignore[return-value]

    return tagged


def tag_of(page: bytes) -> str:
    """The same for the same page, whichever tokens its forms carry."""
    return f'W/"{hashlib.sha256(MADE_ANEW.sub(rb"", page)).hexdigest()[:32]}"'
