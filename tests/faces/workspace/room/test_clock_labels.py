"""Words under the clock bar never stand on each other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sojourn.faces.workspace.room.clock_labels import Label, is_free, side_by_side


@pytest.mark.parametrize(
    ("at", "anchors"),
    [
        ((94, 200), ["middle", "middle"]),
        ((94, 130), ["end", "start"]),
        ((94, 94.5), ["end", "start"]),
        ((94, 110, 120), ["end", "start"]),
        ((94, 110, 300), ["end", "start", "middle"]),
        ((94, 300, 310), ["middle", "middle"]),
        ((94,), ["middle"]),
        ((), []),
    ],
)
def test_two_that_meet_stand_side_by_side(at, anchors):
    found = side_by_side(Label("booster" if n else "dose", x) for n, x in enumerate(at))
    assert [each.anchor for each in found] == anchors
    assert not any(first.span[1] > second.span[0] for first, second in pairwise(found))


def test_a_point_under_a_dose_is_not_named():
    doses = [Label("dose", 94)]
    assert not is_free(Label("+10", 100), doses)
    assert is_free(Label("+10", 141), doses)
