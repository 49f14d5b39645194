"""What a view wears: every view is either public or needs a permission. A test walks all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission


class SignedInRequest(HttpRequest):
    """A request behind :func:`needs`: somebody with an account is there."""

    user: User


View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Anyone may see this page, signed in or not."""
    view = login_not_required(view)
    view.access = "public"  # type: ignore[attr-defined]
    return view


def needs(permission: Permission, *more: Permission) -> Callable[[View], View]:
    """The signed-in person needs the permission (or one of several). Nobody signed in goes to sign-in."""
    wanted = frozenset({permission, *more})

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not wanted & request.user.permissions:  # type: ignore[union-attr]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = wanted  # type: ignore[attr-defined]
        return guarded

    return decorate
