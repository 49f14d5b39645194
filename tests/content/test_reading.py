"""Content files are read strictly, and a refusal names file, key and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.content import ContentError
from sojourn.content.reading import Content, read_markdown, read_yaml


class Tea(Content, frozen=True, kw_only=True):
    """A small shape to read into."""

    name: str
    minutes: int
    leaves: tuple[int, ...] = ()


class Page(Content, frozen=True, kw_only=True):
    """Markdown with a head."""

    title: str
    body: str


def _written(folder: Path, text: str, name: str = "tea.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("name: a\nminutes: soon", "minutes", "Expected `int`, got `str`"),
        ("name: a\nminutes: 3\nleaves: [1, two]", "leaves[1]", "Expected `int`"),
        ("name: a\nminutes: 3\nsugar: 1", "sugar", "unknown field"),
        ("name: a", "minutes", "missing required field"),
        ("name: a\nname: b\nminutes: 3", "line 2", "stands twice"),
        ("name: [", "line 1", "expected"),
        ("name: no\nminutes: yes", "minutes", "got `str`"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_name_key_and_reason(
    tmp_path: Path, text: str, key: str, reason: str
) -> None:
    path = _written(tmp_path, text)
    with pytest.raises(ContentError) as refused:
        read_yaml(path, Tea)
    assert refused.value.key == key
    assert reason in refused.value.reason
    assert str(path) in str(refused.value) and key in str(refused.value) and reason in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"none\.yaml.*missing"):
        read_yaml(tmp_path / "none.yaml", Tea)


def test_no_is_a_word_and_not_a_falsehood(tmp_path: Path) -> None:
    assert read_yaml(_written(tmp_path, "name: no\nminutes: 3"), Tea).name == "no"


def test_markdown_has_a_head_and_a_body(tmp_path: Path) -> None:
    page = read_markdown(_written(tmp_path, "---\ntitle: Hello\n---\n\nSome *words*.\n", "page.md"), Page)
    assert (page.title, page.body) == ("Hello", "Some *words*.")


def test_markdown_without_a_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="head"):
        read_markdown(_written(tmp_path, "Some words.", "page.md"), Page)
