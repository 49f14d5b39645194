"""Small files and small functions. An exception may shrink; it may never grow."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.repository.reading import functions, length, lines, python_files

FILE_LINES = 300
TEST_FILE_LINES = 500
FUNCTION_LINES = 60
MEDIAN_FUNCTION_LINES = 10
LONGER_FILES = {}


def test_files_are_short() -> None:
    found = {str(path): lines(path) for path in python_files()}
    long = {name: count for name, count in found.items() if count > LONGER_FILES.get(name, FILE_LINES)}
    assert long == {}, "split them by subject"


def test_test_files_are_not_long() -> None:
    assert [str(path) for path in python_files(Path("tests")) if lines(path) > TEST_FILE_LINES] == []


def test_exceptions_are_still_needed() -> None:
    assert [name for name in LONGER_FILES if lines(Path(name)) <= FILE_LINES] == []
    assert max(LONGER_FILES.values(), default=0) <= TEST_FILE_LINES


def test_functions_are_short() -> None:
    lengths = {
        f"{path}:{function.lineno} {function.name}": length(function)
        for path in python_files()
        for function in functions(path)
    }
    assert [name for name, found in lengths.items() if found > FUNCTION_LINES] == []
    assert median(lengths.values()) < MEDIAN_FUNCTION_LINES
