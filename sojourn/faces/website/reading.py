"""What the forms of the website have in common."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from sojourn.core.decisions import Refused

_ADDRESS = re.compile(r"://|www\.|\S@\S", re.IGNORECASE)


def no_address(value: str) -> None:
    """A name goes into e-mails to the address given, so it may not carry anybody's advertisement."""
    if _ADDRESS.search(value):
        raise ValidationError("Please write only a name here, without a web or e-mail address.")


def add_findings(form: forms.Form, refused: Refused) -> None:
    """Show each reason of a refusal beside its field, or on top when it belongs to none."""
    for finding in refused.decision.blocking:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)
