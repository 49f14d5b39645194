"""SVG as text: presentation attributes and classes only, so that it stands under a strict content-security policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Scale:
    """A straight line from values to points on the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value lies; values outside the domain lie outside the range."""
        span = self.high - self.low or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)

    def clamped(self, value: float) -> float:
        """The same, held inside the drawing."""
        return self(min(max(value, min(self.low, self.high)), max(self.low, self.high)))


def number(value: float) -> str:
    """A coordinate with one decimal, without a needless ".0"."""
    return f"{value:.1f}".removesuffix(".0")


def element(tag: str, content: object = "", **attributes: object) -> Markup:
    """One element. ``text_anchor`` becomes ``text-anchor``, ``class_`` becomes ``class``; None leaves one out."""
    said = Markup("").join(_attribute(name, value) for name, value in attributes.items() if value is not None)
    inner = escape(content)
    return (
        Markup("<{0}{1}>{2}</{0}>").format(tag, said, inner) if inner else Markup("<{}{}/>").format(tag, said)
    )


def line(class_: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A straight line."""
    return element("line", class_=class_, x1=x1, y1=y1, x2=x2, y2=y2)


def text(class_: str, x: float, y: float, words: object, anchor: str | None = None) -> Markup:
    """Words at a point. ``anchor``: None (start), "middle" or "end"."""
    return element("text", words, class_=class_, x=x, y=y, text_anchor=anchor)


def points(pairs: Iterable[tuple[float, float]]) -> str:
    """Coordinates of a polyline."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def picture(
    *, id: str, classes: str, width: int, height: int, title: str, description: str, parts: Iterable[Markup]
) -> Markup:
    """A whole drawing with a name and a sentence that says what it shows."""
    return element(
        "svg",
        Markup("").join(
            [element("title", title, id=f"{id}-t"), element("desc", description, id=f"{id}-d"), *parts]
        ),
        class_=classes,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=f"{id}-t {id}-d",
    )


def _attribute(name: str, value: object) -> Markup:
    written = number(value) if isinstance(value, float) else value
    return Markup(' {}="{}"').format(
        name.rstrip("_").replace("_", "-") if name != "viewBox" else name, written
    )
