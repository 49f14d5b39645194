"""Markdown of the pack as blocks that paper can set: headings, paragraphs and list items in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False})
KINDS = {"heading_open": "heading", "paragraph_open": "paragraph"}


def blocks(text: str) -> list[dict[str, str]]:
    """ "# Rights" -> [{"kind": "heading", "text": "Rights"}]. Emphasis is dropped, its words stay."""
    return list(_blocks(_PARSER.parse(text)))


def signed_below(letter: str, signature: str) -> tuple[str, dict[str, str]]:
    """The words, and who signs them; a letter that closes with the name is not signed a second time."""
    words, _, closing = letter.rstrip().rpartition("\n\n")
    name, *under = closing.splitlines() or [""]
    if name.strip() != signature:
        return letter, {"name": signature}
    return words, {"name": signature, "title": " ".join(under)}


def _blocks(tokens: list[Token]) -> Iterator[dict[str, str]]:
    kind, in_list = "paragraph", 0
    for token in tokens:
        in_list += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        kind = KINDS.get(token.type, kind)
        if token.type == "inline":
            yield {"kind": "item" if in_list else kind, "text": _plain(token)}


def _plain(token: Token) -> str:
    words = (
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ()
    )
    return "".join(words).strip()
