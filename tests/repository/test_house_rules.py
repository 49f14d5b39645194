"""What stands in which file: clocks, settings, prices, tables, and words that do not belong here."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

from tests.repository.reading import HOUSE, functions, names_used, python_files, tree

FACES = HOUSE / "faces"
CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "time.time", "timezone.localdate"}
EDGES = {"tasks.py", "views.py", "command_line", "faces", "project", "jobs.py", "ids.py", "demonstration"}
STILL_READING = {
    "portal/visits/forms.py": 1,
    "website/booking.py": 2,
    "workspace/groups/forms.py": 3,
    "workspace/groups/views.py": 3,
    "workspace/inbox/views.py": 2,
    "workspace/people/list_views.py": 1,
    "workspace/people/welcome.py": 1,
    "workspace/room/register_views.py": 1,
    "workspace/visits/booking_views.py": 1,
    "workspace/visits/forms.py": 2,
}
"""Files of faces that still ask a table themselves, and how often. This list only gets shorter."""


_SPELLED = re.compile(r"%-?[aAbB]|(?<!%m-)%-?d[ .]|:%-?[HI]:%M|strftime")


def inside_the_rooms() -> list[Path]:
    """Everything below the edges, where time is handed in."""
    return [path for path in python_files() if not EDGES & set(path.parts)]


def test_time_is_handed_in() -> None:
    read = [
        (str(path), line) for path in inside_the_rooms() for line, name in names_used(path) if name in CLOCKS
    ]
    assert read == []


def test_days_are_spelled_in_one_place() -> None:
    """What people read comes from :mod:`sojourn.core.spoken`; numbers in one row are for machines."""
    elsewhere = [path for path in python_files() if path.stem != "spoken"]
    assert [str(path) for path in elsewhere if _SPELLED.search(path.read_text())] == []


def pure_files() -> list[Path]:
    """Rules and states, wherever a room keeps them."""
    return [
        path
        for path in python_files()
        if path.stem in {"rules", "states"} or path.stem.endswith("_rules") or "rules" in path.parts
    ]


def test_rules_know_neither_tables_nor_settings() -> None:
    assert [
        (str(path), name) for path in pure_files() for name in _imports(path) if _impure(path, name)
    ] == []


def _impure(path: Path, name: str) -> bool:
    """States may use Django's TextChoices, so that a column and a table of moves share their words."""
    if path.stem == "states" and name in {"django.db", "django.db.models"}:
        return False
    return name.startswith("django") or name.endswith((".models", ".queries", ".actions"))


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


def test_a_face_asks_queries_and_calls_actions() -> None:
    reads = Counter(
        str(path.relative_to(FACES))
        for path in python_files(FACES)
        for _, name in names_used(path)
        if ".objects." in name and not name.endswith(".none")
    )
    assert {name: count for name, count in reads.items() if count > STILL_READING.get(name, 0)} == {}
    assert {name: reads[name] for name in STILL_READING} == STILL_READING, (
        "better than listed: lower the list"
    )


def test_no_price_stands_in_code() -> None:
    found = [
        (str(path), price)
        for path in python_files()
        if "content" not in path.parts
        for price in re.findall(r"\$\d{2,}", _code_alone(path.read_text(encoding="utf-8")))
    ]
    assert found == [], "prices live in the pack"


def _code_alone(source: str) -> str:
    return re.sub(r'"""(?:.|\n)*?"""|#.*', "", source)


def test_public_functions_explain_themselves() -> None:
    assert [
        f"{path}:{function.lineno} {function.name}"
        for path in python_files()
        for function in functions(path)
        if not function.name.startswith("_")
        and _is_top_level(path, function)
        and not ast.get_docstring(function)
    ] == []


def _is_top_level(path: Path, function: ast.FunctionDef) -> bool:
    return function in tree(path).body


def tracked() -> list[Path]:
    """What the repository holds."""
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    return [path for name in listed if (path := Path(name)).is_file() and path.suffix in TEXT]


TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".yaml", ".yml", ".lock", ".cfg", ""}
NEVER = re.compile(
    r"\b(?:TO"
    r"DO|FIX"
    r"ME|XX"
    r"X)\b|pypi\.org|files\.python"
    r"hosted|--(?:extra-)?index-"
    r"url |"
    r"(?<![\w.])/(?:work|root|home)/\w"
)


def test_nothing_unfinished_and_no_address_of_a_machine() -> None:
    assert [
        (str(path), hit.group())
        for path in tracked()
        for hit in NEVER.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ] == []


def test_no_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "misc", "signals"}
    assert [str(path) for path in python_files() if drawers & {path.stem, *path.parts}] == []
