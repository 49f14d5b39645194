"""From a posted form to one action: what a rule refuses stands beside its field, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest

from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id

Result = TypeVar("Result")


def carry_out(form: Form, action: Callable[[], Result]) -> Result | None:
    """Run the action; when it is refused, each reason goes to its field (or on top) and None comes back."""
    try:
        return action()
    except Refused as refusal:
        put_reasons(form, refusal)
    return None


def put_reasons(form: Form, refusal: Refused) -> None:
    """Every blocking reason, at the field it names when the form has that field."""
    for finding in refusal.decision.blocking:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)


def client_id(request: HttpRequest) -> UUID:
    """The id the page made for this submission; a fresh one when it is missing or not an id."""
    try:
        return UUID(str(request.POST.get("client_id")))
    except ValueError:
        return new_id()


def posted(request: HttpRequest, form_class: type[Form], **kwargs: Any) -> Form:
    """The form as posted, or empty on first sight."""
    return form_class(request.POST, **kwargs) if request.method == "POST" else form_class(**kwargs)
