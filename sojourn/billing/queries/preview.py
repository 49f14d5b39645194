"""What a receipt would say, before any money changes hands."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.billing.models import Numbering
from sojourn.billing.queries.ledger import Ledger, LedgerLine
from sojourn.billing.rules import allocate


@dataclass(frozen=True)
class Preview:
    """The next receipt: its number, what it would settle, and what would be left."""

    number: str
    lines: tuple[tuple[LedgerLine, int], ...]
    cents: int
    left_cents: int


def next_receipt(ledger: Ledger, cents: int) -> Preview:
    """A payment of so many cents, settling the oldest charge first."""
    shares = allocate(cents, [line.due_cents for line in ledger.lines])
    settled = tuple((line, share) for line, share in zip(ledger.lines, shares, strict=True) if share)
    row = Numbering.objects.filter(series="receipt").first()
    number = f"R-{(row.last if row else 0) + 1:04d}"
    return Preview(number, settled, cents, ledger.balance_cents - cents)
