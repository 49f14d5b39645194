"""docs/reference/figures.md: a head that `make figures` measures, and sections of other measurements below it."""

from __future__ import annotations

import re
from pathlib import Path

WRITTEN_TO = Path("docs/reference/figures.md")
_SECTION = re.compile(r"^## ", re.MULTILINE)


def put_head(text: str) -> None:
    """Everything before the first section; the sections stay."""
    _write(text, _read()[1])


def put(title: str, text: str) -> None:
    """One section; it replaces the one of the same title or goes to the end."""
    head, sections = _read()
    _write(head, sections | {title: text.strip()})


def _read() -> tuple[str, dict[str, str]]:
    head, *rest = _SECTION.split(WRITTEN_TO.read_text() if WRITTEN_TO.exists() else "# Figures\n")
    parted = (each.partition("\n") for each in rest)
    return head, {title.strip(): text.strip() for title, _, text in parted}


def _write(head: str, sections: dict[str, str]) -> None:
    parts = [head.strip(), *(f"## {title}\n\n{text}" for title, text in sections.items())]
    WRITTEN_TO.write_text("\n\n".join(parts) + "\n")
