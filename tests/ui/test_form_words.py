"""No form speaks the framework's language."""

from __future__ import annotations

import pytest
from django import forms
from django.core.validators import MaxValueValidator

from sojourn.faces.ui.form_words import speak_plainly

speak_plainly()


class EveryField(forms.Form):
    name = forms.CharField(max_length=5)
    sessions = forms.IntegerField(max_value=24, min_value=1)
    mg = forms.DecimalField(max_digits=4, decimal_places=2)
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "A")])
    email = forms.EmailField()
    agreed = forms.BooleanField()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "far too long", "This is too long: 12 characters where 5 fit."),
        ("sessions", "99", "This is too high: 24 is the most."),
        ("sessions", "0", "This is too low: 1 is the least."),
        ("sessions", "many", "Write this as a whole number."),
        ("mg", "500", "This number is too large to be right."),
        ("day", "1990-02-31", "This day does not exist, or we cannot read it."),
        ("kind", "z", "Please choose one of the answers shown."),
        ("email", "nobody", "This does not look like an e-mail address."),
        ("agreed", "", "Please tick this to go on."),
    ],
)
def test_each_field_says_it_in_our_words(field, typed, sentence):
    assert EveryField({field: typed}).errors[field] == [sentence]


def test_a_validator_with_its_own_words_keeps_them():
    check = MaxValueValidator(3, message="Three seats.")
    assert check.message == "Three seats."
