"""Base classes for every table, and the claims of periodic jobs."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from sojourn.core.ids import new_id


class Record(models.Model):
    """A row with a time-ordered id that the client may have made (law 3: what comes twice counts once)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class CannotRewrite(Exception):
    """Somebody tried to change or delete an append-only row."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses every write but an insert."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise CannotRewrite(f"{self.model.__name__} rows are added and superseded, never changed")

    update = delete = bulk_update = update_or_create = _refuse


class AppendOnly(Record):
    """A row that is written once. A wrong one is superseded by another that says why (law 1).

    Triggers of the database hold the same line; see :mod:`sojourn.core.append_only`.
    """

    objects: Any = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; saving a stored row again raises :class:`CannotRewrite`."""
        if not self._state.adding:
            raise CannotRewrite(f"{type(self).__name__} rows are added and superseded, never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused."""
        raise CannotRewrite(f"{type(self).__name__} rows are kept")


class PeriodicRun(models.Model):
    """One periodic job in one time slot; the unique pair decides which worker runs it."""

    name = models.CharField(max_length=80)
    slot = models.DateTimeField()
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="one_run_per_slot")]
