"""Changes the rules one spot at a time and counts which changes the unit tests notice. Run by `make mutants`.

mutmut works on a copy, with the settings of `[tool.mutmut]` in pyproject.toml; the section in figures.md names every
function that has survivors. `--show` prints the survivors themselves. Only tests without a database are asked: they
are the rules' own, and pytest-django would put the slow ones first for each of five thousand changes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from bench import page

COPIED = ("sojourn", "tests", "pyproject.toml")
NEEDED_PERCENT = 90
NOTICED = {"killed", "timeout", "suspicious", "segfault", "caught by type check"}
_LINE = re.compile(r"^\s*(?P<mutant>\S+__mutmut_\d+): (?P<status>.+?)\s*$", re.MULTILINE)
_NAME = re.compile(r"^(?P<module>.+)\.x_?(?P<function>.+)__mutmut_\d+$")


def main() -> None:
    """Run, write the section, and fail below the limit."""
    with tempfile.TemporaryDirectory(prefix="sojourn-mutants-") as folder:
        found = run_mutants(Path(folder))
        if "--show" in sys.argv:
            show(Path(folder), found)
    page.put("Mutants", report(found))
    percent = noticed_percent(found)
    print(f"{percent:.1f} % of {len(found)} mutants noticed. Written to {page.WRITTEN_TO}.")
    if percent < NEEDED_PERCENT:
        raise SystemExit(1)


def run_mutants(folder: Path) -> dict[str, str]:
    """Each mutant and what became of it."""
    for name in COPIED:
        source, target = Path(name), folder / name
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        shutil.copytree(source, target, ignore=ignored) if source.is_dir() else shutil.copy(source, target)
    done = _mutmut(folder, "run")
    listed = _mutmut(folder, "results", "--all", "true")
    found = {each["mutant"]: each["status"] for each in _LINE.finditer(listed)}
    if not found:
        raise SystemExit(f"mutmut made no mutants:\n{done[-2000:]}")
    return found


def show(folder: Path, found: dict[str, str]) -> None:
    """Print what each survivor changed."""
    for mutant in survivors(found):
        changed = [line for line in _mutmut(folder, "show", mutant).splitlines() if re.match(r"[-+] ", line)]
        print(mutant, *changed, sep="\n")


def survivors(found: dict[str, str]) -> list[str]:
    """The mutants no test noticed."""
    return [mutant for mutant, status in found.items() if status not in NOTICED]


def noticed_percent(found: dict[str, str]) -> float:
    """How many of a hundred were noticed."""
    return 100 * (1 - len(survivors(found)) / len(found))


def report(found: dict[str, str]) -> str:
    """The section as Markdown."""
    every = Counter(_place(mutant)[0] for mutant in found)
    left = Counter(_place(mutant)[0] for mutant in survivors(found))
    rows = "\n".join(
        f"| `{module}` | {every[module]} | {left[module]} | {100 * (1 - left[module] / every[module]):.1f} % |"
        for module in sorted(every)
    )
    functions = Counter(_place(mutant) for mutant in survivors(found))
    named = "\n".join(
        f"- `{module}.{function}`: {count}" for (module, function), count in functions.most_common()
    )
    day, percent = f"{datetime.now(UTC):%d %B %Y}", f"{noticed_percent(found):.1f}"
    return f"""On {day} the unit tests of the rules noticed {percent} % of {len(found)} mutants
({NEEDED_PERCENT} % are asked for). `make mutants` measures anew; `python -m bench.mutants --show` prints the survivors.

| file | mutants | survived | noticed |
|---|---|---|---|
{rows}

Survivors by function:

{named or "none"}
"""


def _place(mutant: str) -> tuple[str, str]:
    """Module and function of a mutant: ("screening.rules", "FindingsChange.__bool__")."""
    found = _NAME.match(mutant)
    assert found, mutant
    return found["module"].removeprefix("sojourn."), found["function"].replace("ǁ", ".").strip(".")


def _mutmut(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    surroundings = {**os.environ, "SOJOURN_TEST_DATABASE": "none"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=surroundings)
    return done.stdout


if __name__ == "__main__":
    main()
