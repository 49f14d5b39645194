"""Several questions to the database in one statement: a page that needs ten lists asks once.

Each queryset becomes a common table expression whose rows travel as JSON; Django's own converters and iterables
then make of them what the queryset would have made. Works for models (with ``select_related``), ``values`` and
``values_list``; binary columns cannot travel. SQLite hands over floats with 15 significant digits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.sql.compiler import SQLCompiler

_FUNCTION_ARGUMENTS = 50
"""Both engines allow a function a hundred arguments at the most."""

_PARSED: dict[str, Callable[[str], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
    "DecimalField": Decimal,
    "FloatField": float,
    "BooleanField": lambda text: text == "true",
}
"""What psycopg would have made of a column that now comes as text; whole numbers are known by their name."""


def fetch_together(*querysets: models.QuerySet[Any]) -> None:
    """Evaluate the querysets that are not evaluated yet, all of them in one statement.

    Afterwards each behaves as if it had been iterated alone. ``prefetch_related`` still asks on its own.
    """
    waiting = [each for each in querysets if each._result_cache is None]
    parts = [(each, part) for each in waiting if (part := compiled(each))]
    for each, (compiler, rows) in zip(
        (queryset for queryset, _ in parts), ask([part for _, part in parts]), strict=True
    ):
        fill(each, compiler, rows)


Part = tuple[SQLCompiler, str, tuple[Any, ...]]
"""One queryset as SQL, with its parameters."""


def compiled(queryset: models.QuerySet[Any]) -> Part | None:
    """The queryset's SQL; one that cannot match anything is filled at once and needs no asking."""
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        queryset._result_cache = []
        return None
    return compiler, sql, tuple(params)


def ask(parts: list[Part]) -> list[tuple[SQLCompiler, list[list[Any]]]]:
    """Answer all parts in one statement: for each its compiler and the rows as the driver would give them."""
    if not parts:
        return []
    connection = connections[parts[0][0].using or DEFAULT_DB_ALIAS]
    tables = ", ".join(
        f"q{number} ({_names(compiler)}) AS ({sql})" for number, (compiler, sql, _) in enumerate(parts)
    )
    columns = ", ".join(
        f"({_as_json(connection.vendor, number, compiler)})" for number, (compiler, _, _) in enumerate(parts)
    )
    params = [each for _, _, own in parts for each in own]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {tables} SELECT {columns}", params)
        answers = cursor.fetchone()
    return [
        (compiler, _rows(connection.vendor, compiler, answer))
        for (compiler, _, _), answer in zip(parts, answers, strict=True)
    ]


def _names(compiler: SQLCompiler) -> str:
    return ", ".join(f"c{number}" for number in range(len(compiler.select)))


def _as_json(vendor: str, table: int, compiler: SQLCompiler) -> str:
    """One JSON array of rows, each an array of arrays of columns."""
    array, rows = (
        ("json_array", "json_group_array") if vendor == "sqlite" else ("json_build_array", "json_agg")
    )
    column = "c{}" if vendor == "sqlite" else "c{}::text"
    names = [column.format(number) for number in range(len(compiler.select))]
    chunks = (
        names[start : start + _FUNCTION_ARGUMENTS] for start in range(0, len(names), _FUNCTION_ARGUMENTS)
    )
    row = ", ".join(f"{array}({', '.join(chunk)})" for chunk in chunks)
    return f"SELECT {rows}({array}({row})) FROM q{table}"


def _rows(vendor: str, compiler: SQLCompiler, answer: str | list[Any] | None) -> list[list[Any]]:
    """Rows as the driver would have handed them over."""
    found = json.loads(answer) if isinstance(answer, str) else answer or []
    rows = [[value for chunk in row for value in chunk] for row in found]
    if vendor == "sqlite":
        return rows
    parsers = [_parser(expression.output_field) for expression, _, _ in compiler.select]
    return [
        [None if value is None else parse(value) for parse, value in zip(parsers, row, strict=True)]
        for row in rows
    ]


def _parser(field: Any) -> Callable[[str], Any]:
    while field.is_relation:
        field = field.target_field
    kind = field.get_internal_type()
    return int if "Integer" in kind or kind.endswith("AutoField") else _PARSED.get(kind, str)


def fill(queryset: models.QuerySet[Any], compiler: SQLCompiler, rows: list[list[Any]]) -> None:
    """Let the queryset make its results as always, with these rows in place of an execution."""
    compiler.execute_sql = lambda *args, **kwargs: [rows]  # type: ignore[assignment,method-assign]
    queryset.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
    try:
        queryset._fetch_all()
    finally:
        del queryset.query.get_compiler


def fetch_with(parents: models.QuerySet[Any], *others: models.QuerySet[Any], **related: Any) -> list[Any]:
    """The parents with their children, as ``prefetch_related`` would bring them, in one statement.

    ``related`` maps the name of a reverse foreign key to a queryset of children; ``others`` are asked along.
    """
    children = {name: _children_of(parents, name, queryset) for name, queryset in related.items()}
    fetch_together(parents, *children.values(), *others)
    for name, found in children.items():
        _hand_out(parents, name, found)
    return list(parents)


def _children_of(
    parents: models.QuerySet[Any], name: str, children: models.QuerySet[Any]
) -> models.QuerySet[Any]:
    return children.filter(**{f"{_link(parents, name).name}__in": parents.values("pk")})


def _hand_out(parents: models.QuerySet[Any], name: str, children: Iterable[Any]) -> None:
    """Each parent's manager answers from these rows from now on, and each child knows its parent."""
    link = _link(parents, name)
    by_id: dict[Any, list[Any]] = {parent.pk: [] for parent in parents}
    known = {parent.pk: parent for parent in parents}
    for child in children:
        key = getattr(child, link.attname)
        setattr(child, link.name, known[key])
        by_id[key].append(child)
    for parent in parents:
        answer = getattr(parent, name).all()
        answer._result_cache, answer._prefetch_done = by_id[parent.pk], True
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answer


def _link(parents: models.QuerySet[Any], name: str) -> Any:
    """The children's foreign key."""
    return parents.model._meta.get_field(name).field
