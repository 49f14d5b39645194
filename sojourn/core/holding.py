"""Holding a row, so that what two people do to one thing at once happens one after the other."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def hold(row: Row) -> Row:
    """The row as it stands now, held until the transaction ends; ask afterwards what depends on it.

    Others may still add rows that point at it. Held more firmly, their commit would wait for ours, and ours for the
    end of the audit trail that they have already.
    """
    held: Any = type(row)._default_manager.select_for_update(no_key=True)
    found: Row = held.get(pk=row.pk)
    return found
