"""Markdown to HTML for the pack's texts. Raw HTML in a text is shown as text, never passed through."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


_MARKS = re.compile(r"[\\`*_\[\]<|~]|^[ \t]*(?:[#>]|=+[ \t]*$|-{2,}[ \t]*$)", re.MULTILINE)


def literal(text: str) -> str:
    """Words somebody typed, so that a Markdown letter shows them as they are; a list stays a list.

    >>> literal("# 1: take_as_told")
    '\\\\# 1: take\\\\_as\\\\_told'
    """
    return _MARKS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)


def render(text: str) -> str:
    """One text as HTML, with paragraphs."""
    return str(_PARSER.render(text))


def render_line(text: str) -> str:
    """One line as HTML without a paragraph around it, for headings and list items."""
    return str(_PARSER.renderInline(text))
