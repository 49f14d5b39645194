"""Markdown to HTML for the pack's texts. Raw HTML in a text is shown as text, never passed through."""

from __future__ import annotations

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def render(text: str) -> str:
    """One text as HTML, with paragraphs."""
    return str(_PARSER.render(text))


def render_line(text: str) -> str:
    """One line as HTML without a paragraph around it, for headings and list items."""
    return str(_PARSER.renderInline(text))
