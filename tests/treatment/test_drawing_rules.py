"""What is left of an order, and which vials fit it."""

from decimal import Decimal as D

import pytest

from sojourn.treatment.rules.drawing import Misfit, booster_left, misfits


@pytest.mark.parametrize(
    ("strength", "left", "against"),
    [
        (100, "40", ()),
        (100, "39.9", (Misfit.LITTLE,)),
        (50, "500", (Misfit.STRENGTH,)),
        (50, "10", (Misfit.STRENGTH, Misfit.LITTLE)),
    ],
)
def test_what_speaks_against_a_vial(strength, left, against):
    assert misfits(strength, D(left), ordered_strength=100, mg=D(40)) == against


@pytest.mark.parametrize(
    ("booster", "given", "left"),
    [
        ("20", ["40"], "20"),
        ("20", ["40", "20"], "0"),
        ("20", ["40", "12.5"], "7.5"),
        ("20", ["30", "20"], "10"),
        ("20", ["10"], "20"),
        ("20", ["80"], "0"),
        ("0", ["40"], "0"),
    ],
)
def test_what_a_booster_may_still_be(booster, given, left):
    assert booster_left(D(40), D(booster), [D(each) for each in given]) == D(left)
