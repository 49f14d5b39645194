"""Questions about one record, made into SQL once: each later asking only puts its own key into the statement.

To make SQL of a dozen querysets takes longer than the database takes to answer them. What is prepared may depend on
nothing but the record's key; an answered queryset cannot be filtered further, and says so.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections, models

from sojourn.core.ids import new_id
from sojourn.core.together import Part, ask, compiled, fill

M = TypeVar("M", bound=models.Model)
_Questions = dict[str, tuple[models.QuerySet[Any], Part]]


class Prepared(Generic[M]):
    """What ``make`` asks about a record, for any record of the model."""

    def __init__(self, model: type[M], make: Callable[[M], dict[str, models.QuerySet[Any]]]) -> None:
        """``make`` is called once, with a record that stands in for all others."""
        self._model, self._make = model, make
        self._made: tuple[M, _Questions] | None = None

    def about(self, record: M) -> dict[str, models.QuerySet[Any]]:
        """The querysets under the names ``make`` gave them, answered in one statement."""
        # One attribute holds both, so that no thread can pair its stand-in with the questions of another.
        stand_in, questions = self._made = self._made or self._prepare()
        old, new = _as_parameter(stand_in), _as_parameter(record)
        answers = ask([_with_key(part, old, new) for _, part in questions.values()])
        found = {name: _about(record, stand_in, queryset) for name, (queryset, _) in questions.items()}
        for queryset, (compiler, rows) in zip(found.values(), answers, strict=True):
            fill(queryset, compiler, rows)
        return found

    def _prepare(self) -> tuple[M, _Questions]:
        stand_in = self._model(pk=new_id())
        made = self._make(stand_in)
        questions = {name: (each, part) for name, each in made.items() if (part := compiled(each))}
        key = _as_parameter(stand_in)
        assert len(questions) == len(made), "A question that can have no answer need not be asked."
        assert all(key in part[2] for _, part in questions.values()), "Each must be about the record."
        return stand_in, questions


def _as_parameter(record: models.Model) -> Any:
    """The key as it stands among the parameters of a statement."""
    return record._meta.pk.get_db_prep_value(record.pk, connections[DEFAULT_DB_ALIAS], prepared=False)


def _with_key(part: Part, old: Any, new: Any) -> Part:
    """A copy for one asking: compilers carry a connection, and connections belong to threads."""
    compiler, sql, params = copy.copy(part[0]), part[1], part[2]
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    return compiler, sql, tuple(new if each == old else each for each in params)


def _about(record: M, stand_in: M, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """A copy whose rows know the record they are about. Its limits make Django refuse to filter it."""
    found: Any = queryset[: sys.maxsize]
    known: dict[Any, dict[Any, Any]] = vars(queryset)["_known_related_objects"]
    found._known_related_objects = {
        field: {record.pk: record} if stand_in.pk in rows else rows for field, rows in known.items()
    }
    return cast(models.QuerySet[Any], found)
