"""The forms that stand on a page, filled with words that fit nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

TYPED = "Kept word for word"
WRITTEN = {"text", "tel", "search", "email", "number", "date", "time", "datetime-local"}


@dataclass
class PageForm:
    """One form that is sent by POST: where it goes, what stands in it, and which fields somebody writes in."""

    address: str
    values: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    @property
    def filled(self) -> dict[str, str]:
        """As sent by the first button by somebody who wrote the same words everywhere and chose nothing."""
        return self.values | dict.fromkeys(self.written, TYPED)


class _Reader(HTMLParser):
    """What stands in a ``template`` is not on the page yet."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.open = address, list[PageForm](), None
        self.in_template = False

    open: PageForm | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.in_template = self.in_template or tag == "template"
        if self.in_template:
            return
        if tag == "form":
            self.open = PageForm(urljoin(self.address, told.get("action", "") or self.address))
            self.open = self.open if told.get("method", "").lower() == "post" else None
            self.forms += [self.open] if self.open else []
        elif self.open and told.get("name"):
            self._field(tag, told, self.open)

    def handle_endtag(self, tag: str) -> None:
        self.open = None if tag == "form" else self.open
        self.in_template = self.in_template and tag != "template"

    @staticmethod
    def _field(tag: str, told: dict[str, str], form: PageForm) -> None:
        kind = told.get("type", "text")
        if tag == "textarea" or (tag == "input" and kind in WRITTEN):
            form.written.append(told["name"])
        elif tag == "input" and kind == "hidden":
            form.values[told["name"]] = told.get("value", "")
        elif tag == "button":
            form.values.setdefault(told["name"], told.get("value", ""))


def forms_on(page: str, address: str) -> list[PageForm]:
    """Every form of the page that is sent by POST."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


def carried(page: str, **about: str) -> dict[str, str]:
    """What the hidden fields of one form of the page hold; ``about`` names some of them."""
    return next(each.values for each in forms_on(page, "") if about.items() <= each.values.items())
