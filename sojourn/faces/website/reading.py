"""What the forms of the website have in common: names without advertisements, reasons at fields, a limit."""

from __future__ import annotations

import re

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

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


def too_often(request: HttpRequest, form: forms.Form, what: str) -> bool:
    """True, with a sentence on the form, when this network sent too many; settings say how many are.

    Both forms send an e-mail to an address anybody can type, and one takes a doctor's time.
    """
    if ratelimit.consume(request, action=what):
        return False
    form.add_error(None, "Many of these came from where you are. Please try again in an hour, or call us.")
    return True
