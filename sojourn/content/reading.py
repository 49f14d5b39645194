"""Reads YAML, and Markdown under a YAML head, into frozen structs.

The reader is stricter than YAML: a key may stand only once, only ``true`` and ``false`` are yes and no
(so that the answer ``no`` stays a word), and a key the struct does not know is an error.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from sojourn.content.errors import ContentError

T = TypeVar("T")

_FENCE = "---"
_WHERE = re.compile(r"^(?P<reason>.*?) - at `(?:key in )?\$\.?(?P<key>.*?)`$", re.DOTALL)
_FIELD = re.compile(r"(?:unknown|missing required) field `(?P<name>[^`]*)`")


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every struct that is read from a content file."""


class _Reader(yaml.SafeLoader):
    """YAML as people expect it: no doubled keys, and ``yes``, ``no``, ``on``, ``off`` are words."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping, refused when a key stands twice: the later one would silently win."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_Reader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Reader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_yaml(path: Path, shape: type[T]) -> T:
    """The YAML file as a ``shape``; raises :class:`ContentError` when it is missing or does not fit."""
    return _shaped(path, _parsed(path, _text(path)), shape)


def read_markdown(path: Path, shape: type[T]) -> T:
    """A Markdown file with a YAML head between ``---`` lines; the text below it becomes ``body``."""
    head, body = _split(path, _text(path))
    values = _parsed(path, head)
    if not isinstance(values, dict):
        raise ContentError(path, "", "the head between the --- lines must be a list of keys and values")
    return _shaped(path, {**values, "body": body.strip()}, shape)


def shape(path: Path, values: Any, into: type[T]) -> T:
    """Values already read (a CSV row, say) as a struct; errors name ``path``."""
    return _shaped(path, values, into)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(path, "", "the file is missing") from None
    except UnicodeDecodeError:
        raise ContentError(path, "", "the file is not UTF-8 text") from None


def _parsed(path: Path, text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Reader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"line {mark.line + 1}" if mark else ""
        raise ContentError(path, line, error.problem or "not YAML") from None
    except yaml.YAMLError as error:
        raise ContentError(path, "", f"not YAML: {error}") from None


def _split(path: Path, text: str) -> tuple[str, str]:
    parts = re.split(rf"^{_FENCE}\s*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError(path, "", "the file must begin with a head between two --- lines")
    return parts[1], parts[2]


def _shaped(path: Path, values: Any, into: type[T]) -> T:
    try:
        return msgspec.convert(values, into)
    except msgspec.ValidationError as error:
        reason, key = _reason_and_key(str(error))
        raise ContentError(path, key, reason) from None


def _reason_and_key(message: str) -> tuple[str, str]:
    match = _WHERE.match(message)
    reason, key = (match["reason"], match["key"]) if match else (message, "")
    field = _FIELD.search(reason)
    return reason, ".".join(part for part in (key, field["name"] if field else "") if part)
