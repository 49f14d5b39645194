"""What a form says when a field cannot be read, in the words of the house instead of the framework's."""

from __future__ import annotations

from django import forms
from django.core import validators

_BY_FIELD: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Please fill this in."},
    forms.BooleanField: {"required": "Please tick this to go on."},
    forms.ChoiceField: {"invalid_choice": "Please choose one of the answers shown."},
    forms.MultipleChoiceField: {"invalid_choice": "Please choose among the answers shown."},
    forms.IntegerField: {"invalid": "Write this as a whole number."},
    forms.DecimalField: {"invalid": "Write this as a number."},
    forms.DateField: {"invalid": "This day does not exist, or we cannot read it."},
    forms.DateTimeField: {"invalid": "This day or time does not exist, or we cannot read it."},
    forms.TimeField: {"invalid": "We cannot read this as a time."},
    forms.EmailField: {"invalid": "This does not look like an e-mail address."},
}
_BY_CHECK = {
    validators.MinValueValidator: "This is too low: %(limit_value)s is the least.",
    validators.MaxValueValidator: "This is too high: %(limit_value)s is the most.",
    validators.MinLengthValidator: "This is too short: write at least %(limit_value)d characters.",
    validators.MaxLengthValidator: "This is too long: %(show_value)d characters where %(limit_value)d fit.",
    validators.EmailValidator: "This does not look like an e-mail address.",
}
_DIGITS = {
    "invalid": "Write this as a number.",
    "max_digits": "This number is too long to be right.",
    "max_decimal_places": "Write at most %(max)s digits after the point.",
    "max_whole_digits": "This number is too large to be right.",
}


def speak_plainly() -> None:
    """Give every form these words. Called once, before the first page; a form's own words still win."""
    for field, words in _BY_FIELD.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for check, sentence in _BY_CHECK.items():
        check.message = sentence
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **_DIGITS}
