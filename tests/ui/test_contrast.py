"""Words can be read in every light: at least 4.5 to 1."""

from __future__ import annotations

import pytest

from tests.ui.contrast import ratio, themes

THEMES = themes()
WORDS = [(ink, ground) for ink in ("ink", "ink-soft", "ink-faint") for ground in ("paper", "surface")]
WORDS += [
    ("ink", "sunken"),
    ("ink-soft", "sunken"),
    ("action", "paper"),
    ("action", "surface"),
    ("on-action", "action"),
]
WORDS += [
    ("on-action", "action-strong"),
    ("ink", "action-wash"),
    ("ink", "gold-wash"),
    ("action-strong", "paper"),
]
WORDS += [
    (f"{tone}-ink", ground)
    for tone in ("danger", "caution", "info", "good")
    for ground in ("paper", "surface")
]
WORDS += [(f"{tone}-ink", f"{tone}-wash") for tone in ("danger", "caution", "info", "good", "gold")]


def test_three_lights_are_defined() -> None:
    assert set(THEMES) == {"light", "dark", "dim"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(theme: str, ink: str, ground: str) -> None:
    assert ratio(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


def test_black_on_white_is_twenty_one() -> None:
    assert ratio((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.05)


def test_nothing_in_dim_is_bright() -> None:
    assert max(light for light, _, _ in THEMES["dim"].values()) < 0.72
