"""Reading the project's own source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path("sojourn")


def python_files(*folders: Path) -> list[Path]:
    """Hand-written modules: migrations are written by a machine."""
    found = (path for folder in folders or (HOUSE,) for path in folder.rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def length(function: ast.FunctionDef) -> int:
    """Lines of its body, docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text(encoding="utf-8").splitlines())


def dotted(node: ast.AST) -> str:
    """The written name of an attribute: "timezone.now"; empty for anything else."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def names_used(path: Path) -> set[tuple[int, str]]:
    """Every dotted name with its line."""
    return {(node.lineno, dotted(node)) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
