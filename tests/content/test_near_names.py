"""Names that are nearly what was typed: counted slips, like sounds, beginnings; the index loses none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn import content
from sojourn.content.near_names import NearNames, allowed_slips, slips, sound_of

NAMES = sorted(content.library().drugs.compact_names)
NEAR = NearNames(NAMES)


@pytest.mark.parametrize(
    ("typed", "name", "count"),
    [
        ("ab", "ab", 0),
        ("ba", "ab", 1),
        ("abc", "ab", 1),
        ("a", "ab", 1),
        ("xyz", "abc", 3),
        ("", "ab", 2),
        ("abcd", "badc", 2),
        ("axb", "ab", 1),
        ("abcdef", "abc", 3),
        ("lexipro", "lexapro", 1),
        ("xbc", "abc", 1),
        ("abx", "abc", 1),
        ("cab", "abc", 2),
    ],
)
def test_slips_are_counted(typed: str, name: str, count: int) -> None:
    assert slips(typed, name, 2) == count
    assert slips(name, typed, 2) == count


@pytest.mark.parametrize("at_most", [0, 1, 2])
def test_more_than_asked_for_is_one_more(at_most: int) -> None:
    assert slips("sertraline", "fluoxetine", at_most) == at_most + 1


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(NAMES), st.data())
def test_the_index_finds_what_comparing_all_names_finds(name: str, data: st.DataObject) -> None:
    typed = _slipped(_slipped(name, data), data)
    allowed = allowed_slips(typed)
    if len(typed) >= 5:
        every = {each for each in NAMES if slips(typed, each, allowed) <= allowed}
        assert every <= set(NEAR.of(typed))


def _slipped(name: str, data: st.DataObject) -> str:
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("aeixz"))
    others = (name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :])
    return data.draw(st.sampled_from(others)) or name


def test_nearest_first_and_the_same_first_letter_before_another() -> None:
    near = NearNames(["maralin", "zaralin", "zaralim"])
    assert near.of("zaralin") == ["zaralin", "zaralim", "maralin"]
    assert near.of("xaralin") == ["maralin", "zaralin"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("abcde", ["abcdf"]),
        ("abcd", []),
        ("abcxx", []),
        ("qwertyx", ["qwertyu"]),
        ("qwertxx", []),
        ("longnaxx", ["longname"]),
        ("longxxxx", []),
    ],
)
def test_short_names_forgive_one_slip_and_long_ones_two(typed: str, found: list[str]) -> None:
    assert NearNames(["abcdf", "qwertyu", "longname"]).of(typed) == found


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("adavan", "ativan"),
        ("suboxen", "suboxone"),
        ("levotiroxina", "levothyroxine"),
        ("klonapin", "clonapine"),
        ("zanaks", "xanax"),
        ("fenergan", "phenergan"),
        ("kwetiapina", "kwetiapine"),
    ],
)
def test_spellings_that_sound_alike_fall_together(typed: str, name: str) -> None:
    assert sound_of(typed) == sound_of(name)


def test_a_like_sound_comes_after_a_slip() -> None:
    near = NearNames(["levothyroxine", "levotiroxinb"])
    assert near.of("levotiroxina") == ["levotiroxinb", "levothyroxine"]
    assert NearNames(["ohm"]).of("oooom") == [], "too little sound to go by"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("lexip", ["lexapro"]), ("klonip", ["klonopin"]), ("lex", []), ("kexap", ["lexapro"]), ("qqqq", [])],
)
def test_beginnings_one_slip_away(typed: str, found: list[str]) -> None:
    assert NearNames(["lexapro", "klonopin"]).beginning_like(typed) == found


def test_near_beginnings_come_with_the_same_letter_and_the_shortest_first() -> None:
    near = NearNames(["lexaprolong", "lexapro", "mexapro"])
    assert near.beginning_like("lexip") == ["lexapro", "lexaprolong"]
    assert near.beginning_like("lexap") == ["lexapro", "lexaprolong", "mexapro"]


def test_a_long_name_may_sound_alike_but_for_one_slip() -> None:
    near = NearNames(["levothyroxine"])
    assert near.of("levotiroksona") == ["levothyroxine"]
    assert near.of("levotiroxinna") == ["levothyroxine"]
    assert near.of("lebotirosina") == ["levothyroxine"], "one sound less"
    assert near.of("bebotirosina") == [], "two sounds differ"


def test_a_name_longer_than_any_is_not_searched_for() -> None:
    near = NearNames(["abcdefgh"])
    assert near.of("abcdefghij") == ["abcdefgh"]
    assert near.of("abcdefghijk") == []
    assert NearNames([]).of("abcdefgh") == []
