"""The documents say what is there: every command, every setting, every word, every link."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import click
import pytest

from sojourn.command_line import main
from tests.repository.reading import HOUSE, python_files, tree

DOCS = Path("docs")
PAGES = [Path("README.md"), Path("CONTRIBUTING.md"), Path("GLOSSARY.md"), *sorted(DOCS.rglob("*.md"))]
DECIDED = ["django", "sqlite-and-postgresql", "server-rendered", "content-as-data", "append-only", "booking"]


@pytest.mark.parametrize("name", list(main.commands))
def test_every_command_and_option_is_described(name: str) -> None:
    text = (DOCS / "reference/commands.md").read_text()
    assert f"## `sojourn {name} " in text
    section = text.split(f"## `sojourn {name} ")[1].split("\n## ")[0]
    options = [each for each in main.commands[name].params if isinstance(each, click.Option)]
    assert [each.opts[0] for each in options if each.opts[0] not in section] == []


def test_every_setting_is_described() -> None:
    text = (DOCS / "reference/settings.md").read_text()
    read = {name for path in python_files() for name in _settings_in(path)}
    assert "SOJOURN_MODE" in read
    assert {name for name in read if f"`{name}`" not in text} == set()


def _settings_in(path: Path) -> list[str]:
    texts = [node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
    return [
        text
        for text in texts
        if isinstance(text, str) and re.fullmatch(r"SOJOURN_[A-Z_]+|DATABASE_URL", text)
    ]


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    text = (DOCS / "reference/dependencies.md").read_text().lower()
    names = [re.split(r"[\[><= ]", each)[0].lower() for each in wanted]
    assert [name for name in names if name not in text] == []


def test_every_room_is_on_the_map() -> None:
    text = Path("README.md").read_text()
    rooms = [folder.name for folder in HOUSE.iterdir() if (folder / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}`" not in text] == []


def test_decisions_are_written_down() -> None:
    names = " ".join(path.stem for path in (DOCS / "adr").glob("*.md"))
    assert [each for each in DECIDED if each not in names] == []


def test_glossary_is_in_order_and_without_doubles() -> None:
    words = re.findall(r"^\| ([^|]+?) \|", Path("GLOSSARY.md").read_text(), re.M)[2:]
    assert words == sorted(set(words), key=str.lower)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_says_the_two_commands() -> None:
    text = Path("README.md").read_text()
    assert "make demo" in text and "make test" in text
