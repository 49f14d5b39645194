"""Every text somebody types has an end, and counts as what can be seen of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.forms.forms import BaseForm
from django.urls import reverse

import sojourn.faces
from sojourn.accounts.roles import Role
from sojourn.people.models import Patient
from tests.factories import a_user, the_clinic


def every_form() -> Iterator[type[BaseForm]]:
    """Of all faces, whether a page shows it or not."""
    for module in pkgutil.walk_packages(sojourn.faces.__path__, "sojourn.faces."):
        importlib.import_module(module.name)
    below = BaseForm.__subclasses__()
    while below:
        each = below.pop()
        below.extend(each.__subclasses__())
        if each.__module__.startswith("sojourn."):
            yield each


def test_every_text_field_says_how_long_it_may_be():
    found = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in every_form()
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField and field.max_length is None
    }
    assert found == set()


@pytest.mark.django_db
def test_a_name_of_signs_nobody_sees_is_no_name_and_none_turns_the_writing(client):
    the_clinic()
    client.force_login(a_user(Role.FRONT_DESK))
    facts = {"birth_date": "1990-05-04", "email": "ida.vale@example.com"}
    answer = client.post(
        reverse("workspace:patient_new"), {**facts, "first_name": "\u200b", "last_name": "\u2060\u3164"}
    )
    assert answer.status_code == 422 and not Patient.objects.exists()
    client.post(
        reverse("workspace:patient_new"), {**facts, "first_name": "\u202eIda", "last_name": "Va\u200ble"}
    )
    assert Patient.objects.get().legal_name == "Ida Vale"
