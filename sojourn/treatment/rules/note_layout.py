"""How the text of a note is set: paragraphs with their lines, and tables from lines of cells. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CELL = " | "


@dataclass(frozen=True)
class Piece:
    """A paragraph (``lines``), or a table (``head`` and ``rows``)."""

    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def row_of(cells: Sequence[str]) -> str:
    """One line of a table as it stands in the text; an empty cell is a dash."""
    return CELL.join(each or "–" for each in cells)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Lines in their order; two or more in a row with the same number of cells are a table."""
    return tuple(piece for block in text.split("\n\n") for piece in _of_block(block))


def _of_block(block: str) -> Iterator[Piece]:
    for group in _runs([line.rstrip() for line in block.split("\n") if line.strip()]):
        cells = [tuple(each.split(CELL)) for each in group]
        if len(group) > 1 and len(cells[0]) > 1:
            yield Piece(head=cells[0], rows=tuple(cells[1:]))
        else:
            yield Piece(lines=tuple(group))


def _runs(lines: list[str]) -> Iterator[list[str]]:
    """Neighbours with as many cells as each other."""
    run: list[str] = []
    for line in lines:
        if run and line.count(CELL) != run[-1].count(CELL):
            yield run
            run = []
        run.append(line)
    if run:
        yield run
