"""From a posted form to one action: what a rule refuses stands beside its field, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest

from sojourn.core.decisions import Refused
from sojourn.core.ids import held_to, new_id

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
        field = finding.field if finding.field in form.fields else None
        form.add_error(field, ValidationError(finding.message, code=finding.code))


def status_of(request: HttpRequest) -> int:
    """Of a page with a form: shown in answer to one that was sent, it says that nothing was kept (422).

    What is kept leads on to another page.
    """
    return 422 if request.method == "POST" else 200


def client_id(request: HttpRequest) -> UUID:
    """The id for what this submission makes, from the one its page made; a fresh one when that is missing.

    It holds for this address alone, a patient's for this patient alone: one that was seen elsewhere names nothing here.
    Staff share theirs, for a tablet that changes hands in the middle of a form still counts once.
    """
    try:
        made = UUID(str(request.POST.get("client_id")))
    except ValueError:
        return new_id()
    whose = f"{request.user.pk} " if getattr(request.user, "is_patient", False) else ""
    return held_to(made, f"{whose}{request.get_full_path()}")


def posted(request: HttpRequest, form_class: type[Form], **kwargs: Any) -> Form:
    """The form as posted, or empty on first sight."""
    return form_class(request.POST, **kwargs) if request.method == "POST" else form_class(**kwargs)
