""" "This is everything I take" counts for what the page showed, in the portal and in the chart."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from sojourn.core.decisions import Refused
from sojourn.intake import actions, queries
from sojourn.intake.models import Medication
from tests.factories import NOW, a_user, the_clinic
from tests.portal.people import signed_in, somebody

pytestmark = pytest.mark.django_db


def _add(patient, words: str) -> Medication:
    return actions.add_medication(patient=patient, as_written=words, by=None, now=NOW)


def _seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_what_a_stale_page_never_showed_is_not_confirmed() -> None:
    patient = somebody()
    _add(patient, "sertraline")
    browser = signed_in(patient)
    page = browser.get(reverse("portal:medications")).content.decode()
    _add(patient, "warfarin")
    answer = browser.post(reverse("portal:medications_everything"), {"seen": _seen(page)})
    told = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and "New on it: warfarin." in told
    assert not queries.list_confirmed_since(patient)
    again = browser.post(reverse("portal:medications_everything"), {"seen": _seen(told)})
    assert again.status_code == 302 and queries.list_confirmed_since(patient)


def test_in_the_chart_too(client) -> None:
    the_clinic()
    patient = somebody()
    kept = _add(patient, "sertraline")
    client.force_login(a_user("provider"))
    page = client.get(reverse("workspace:chart_medications", args=[patient.pk])).content.decode()
    assert _seen(page) == str(kept.pk)
    _add(patient, "warfarin")
    confirm = reverse("workspace:chart_medications_confirm", args=[patient.pk])
    for sent in ({"seen": _seen(page)}, {}):
        answer = client.post(confirm, sent)
        assert answer.status_code == 422 and "New on it:" in answer.content.decode()
    assert not queries.list_confirmed_since(patient)


def test_the_same_words_in_a_newer_line_are_nothing_new() -> None:
    patient = somebody()
    line = _add(patient, "blue pill")
    newer = actions.change_medication(medication=line, by=None, now=NOW, prescriber="Dr Ode")
    actions.confirm_list(patient=patient, by=None, now=NOW, seen=[str(line.pk)])
    actions.stop_medication(medication=newer, reason="", by=None, now=NOW)
    with pytest.raises(Refused, match="No longer on it: blue pill"):
        actions.confirm_list(patient=patient, by=None, now=NOW, seen=[str(newer.pk)])
