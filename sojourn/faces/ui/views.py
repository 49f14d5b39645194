"""The few pages that belong to no audience: the way home, and what to say when something went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sojourn.accounts.guards import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """Send a signed-in person to their own face."""
    if not request.user.is_authenticated:
        return redirect("website:home")
    return redirect("portal:next_step" if request.user.is_patient else "workspace:today")


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read as text."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Signed in, but not for this."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or not yours: both look the same."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return render(request, "500.html", status=500)
