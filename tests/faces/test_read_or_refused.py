"""What nobody can type, and the hour that comes twice."""

from __future__ import annotations

import html

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from sojourn.faces.ui.inputs import CLOCKS_CHANGE, MomentField
from tests.factories import a_user, the_clinic

UTF_16 = "application/x-www-form-urlencoded; charset=utf-16"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00do=decide", UTF_16),
        (b"q=%00", "application/x-www-form-urlencoded"),
    ],
)
def test_a_form_that_cannot_be_read_gets_our_page_and_400(client, body: bytes, kind: str) -> None:
    the_clinic()
    client.force_login(a_user("provider"))
    answer = client.generic("POST", reverse("workspace:patients"), body, content_type=kind)
    assert answer.status_code == 400
    assert "We could not read what was sent" in html.unescape(answer.content.decode())


@pytest.mark.parametrize("moment", ["2026-11-01T01:30", "2026-03-08T02:30"])
def test_the_hour_of_the_changed_clocks_is_asked_back_in_our_words(moment: str) -> None:
    with timezone.override("America/Los_Angeles"), pytest.raises(ValidationError) as refused:
        MomentField().clean(moment)
    assert refused.value.messages == [CLOCKS_CHANGE]
