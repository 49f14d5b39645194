"""The demo's people have long histories: no page of theirs asks the database more than twelve times."""

from __future__ import annotations

import pytest
import time_machine

from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from sojourn.demonstration import DemoSummary
from tests.crawling import pages_of
from tests.demonstration.moments import MIDDAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("demo"),
    pytest.mark.xdist_group("demonstration"),
]
AT_MOST = 12


@pytest.mark.parametrize("role", [Role.PATIENT, Role.PROVIDER, Role.OWNER])
def test_no_page_asks_more_than_twelve_times(demo: DemoSummary, role: Role) -> None:
    person = next(each for each in demo.people if each.role == role)
    start = "/portal/" if role is Role.PATIENT else "/workspace/"
    with time_machine.travel(MIDDAY, tick=False):
        pages = pages_of(User.objects.get(email=person.email), start)
    assert {address: asked for address, asked in pages.items() if asked > AT_MOST} == {}
    assert len(pages) > 40
