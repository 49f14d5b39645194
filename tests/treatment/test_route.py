"""A dose goes in by a route of the library, by the planned one, at a place that has a name."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from sojourn import content
from sojourn.core.decisions import Refused
from sojourn.treatment.models import DoseGiven
from sojourn.treatment.rules.route import WayIn, may_go_in, usual_route
from tests.treatment.stage import dose

BY_MUSCLE = {"route": "IM", "site": "deltoid", "side": "left", "planned": "IM", "own_medicine": False}
BY_MOUTH = {"route": "SL", "site": "", "side": "", "planned": "", "own_medicine": True}


@pytest.mark.parametrize(
    ("way", "fields"),
    [
        (BY_MUSCLE, []),
        (BY_MUSCLE | {"planned": ""}, []),
        (BY_MUSCLE | {"route": "IV"}, ["route"]),
        (BY_MUSCLE | {"route": "own"}, ["route"]),
        (BY_MUSCLE | {"planned": "SL"}, ["route"]),
        (BY_MUSCLE | {"site": ""}, ["site"]),
        (BY_MUSCLE | {"site": "forehead"}, ["site"]),
        (BY_MUSCLE | {"site": "", "side": ""}, ["site", "side"]),
        (BY_MOUTH, []),
        (BY_MOUTH | {"planned": "IM"}, []),
        (BY_MOUTH | {"site": "deltoid"}, ["site"]),
        (BY_MUSCLE | {"own_medicine": True}, ["route"]),
    ],
)
def test_every_reason_against_a_route_names_its_field(way, fields):
    decision = may_go_in(WayIn(**way), content.library().dosing)
    assert [each.field for each in decision.blocking] == fields


@pytest.mark.parametrize(
    ("planned", "own", "route"),
    [("", False, "IM"), ("SL", False, "SL"), ("", True, "SL"), ("IM", True, "SL")],
)
def test_without_a_word_the_plan_names_the_route(planned, own, route):
    assert usual_route(content.library().dosing, planned, own_medicine=own) == route


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"route": "IV"}, "IV is not a route of this clinic"),
        ({"site": ""}, "Choose the muscle"),
        ({"side": ""}, "Choose the side"),
    ],
)
def test_a_dose_by_another_way_is_refused_and_the_vial_left_alone(running, said, sentence):
    with pytest.raises(Refused, match=sentence):
        dose(running, **said)
    running.vial.refresh_from_db()
    assert not DoseGiven.objects.exists() and running.vial.balance_mg == D("500")


def test_the_route_is_kept_as_the_library_writes_it(running):
    assert dose(running, route="im").route == "IM"
