"""The clinic's own set of drawn icons, put into the page as inline SVG.

Inline, because an icon must be there offline in the session room and under a strict content-security policy.
Two grids (20 and 24) live side by side; the sheet draws every stroke at the same width.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from markupsafe import Markup, escape

SPRITE = Path(__file__).with_name("icons.svg")
SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"": "icon", "s": "icon icon-s", "l": "icon icon-l"}
OTHER_NAMES = {"alert": "warn", "printer": "print", "ok": "check-round", "sign-out": "external"}


@cache
def drawings() -> dict[str, tuple[str, str]]:
    """Name -> (viewBox, inner SVG), read once from the sprite."""
    root = ElementTree.fromstring(SPRITE.read_text(encoding="utf-8"))
    return {each.attrib["id"]: (each.attrib["viewBox"], _inner(each)) for each in root.iter(f"{SVG}symbol")}


def icon(name: str, size: str = "", label: str = "") -> Markup:
    """An icon as inline SVG. ``size`` is "", "s" or "l"; without a ``label`` it is hidden from screen readers.

    Raises KeyError for a name that was never drawn: a missing icon is a mistake in a template.
    """
    box, inner = drawings()[OTHER_NAMES.get(name, name)]
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" viewBox="{}" {}>{}</svg>').format(SIZES[size], box, said, Markup(inner))


def names() -> list[str]:
    """Every drawn name, in order."""
    return sorted(drawings())


def _inner(symbol: ElementTree.Element) -> str:
    return "".join(f"<{_tag(each)}{_attributes(each)}/>" for each in symbol)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(SVG)


def _attributes(element: ElementTree.Element) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
