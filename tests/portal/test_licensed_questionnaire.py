"""A licensed questionnaire on the patient's page: the clinic's words and the holder's credit, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from sojourn import content
from tests.content.licensed_pack import WORDING, a_pack
from tests.portal.people import asked, signed_in, somebody

pytestmark = pytest.mark.django_db


def test_it_is_asked_in_the_words_of_the_pack_and_gone_when_they_are(tmp_path: Path) -> None:
    patient = somebody()
    browser = signed_in(patient)
    with content.using(a_pack(tmp_path, dast_10=WORDING)):
        waiting = asked(patient, "dast-10")
        first = reverse("portal:questionnaire_item", args=[waiting.pk, "q1"])
        page = browser.get(first).content.decode()
        assert "Invented question 1?" in page and "Printed by leave of the holder." in page
    assert browser.get(first).status_code == 404
    assert "DAST-10" not in browser.get(reverse("portal:forms")).content.decode()
    assert browser.get(reverse("portal:next_step")).status_code == 200
