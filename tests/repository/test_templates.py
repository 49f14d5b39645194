"""Templates hold markup alone: a strict content-security policy refuses what stands inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FACES = Path("sojourn/faces")
TEMPLATES = sorted(FACES.glob("*/templates/**/*.html"))
INLINE = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a handler": re.compile(r"<[^>{]*\son[a-z]+\s*=|hx-on"),
    "a script without src": re.compile(r"<script(?![^>]*(\bsrc=|application/json))"),
    "an address of a third party": re.compile(r"""(?:src|href)=["']https?://(?!www\.w3\.org)"""),
    "a javascript: address": re.compile(r"javascript:"),
    "Django's template language": re.compile(r"\{%\s*(load|url|static|csrf_token)\b"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_nothing_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(source)] == []


SHEETS = sorted(FACES.glob("*/static/**/*.css"))
NAMED_COLOUR = re.compile(r":\s*(?:#[0-9a-f]{3,8}\b|rgb|hsl|oklch\()", re.I)


@pytest.mark.parametrize("path", [sheet for sheet in SHEETS if sheet.name != "tokens.css"], ids=str)
def test_only_the_tokens_name_a_colour(path: Path) -> None:
    assert not NAMED_COLOUR.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*TEMPLATES, *SHEETS, *FACES.glob("*/static/**/*.js")], ids=str)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500
