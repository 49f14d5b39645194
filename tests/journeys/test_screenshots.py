"""The demo as it starts for everybody, and its main pages as pictures: `make screenshots` puts them into docs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from sojourn.command_line.processes import free_port

DESK, PHONE = {"width": 1366, "height": 850}, {"width": 390, "height": 844}
PICTURES = (
    ("home", "", "/", DESK),
    ("prices", "", "/prices/", DESK),
    ("self-check", "", "/could-this-be-for-me/", PHONE),
    ("next-step", "basil.fenn", "/portal/", PHONE),
    ("medications", "wren.halloway", "/portal/medications", PHONE),
    ("progress", "wren.halloway", "/portal/progress", PHONE),
    ("today", "tamsin.brook", "/workspace/", DESK),
    ("calendar", "robin.larkspur", "/workspace/calendar/", DESK),
    ("chart", "imogen.sorrel", "/workspace/patients/WREN/", DESK),
    ("interactions", "imogen.sorrel", "/workspace/patients/WREN/medications/", DESK),
    ("outcomes", "imogen.sorrel", "/workspace/patients/WREN/outcomes/", DESK),
    ("session", "tamsin.brook", "/workspace/sessions/", DESK),
    ("billing", "robin.larkspur", "/workspace/billing/", DESK),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The demo, started as anybody starts it; what var/demo.json says of it."""
    var = tmp_path_factory.mktemp("demo")
    usual = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SOJOURN_CLINIC"}
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "sojourn.command_line", "demo", "--port", str(free_port())],
        env={**usual, "SOJOURN_MODE": "demo", "SOJOURN_VAR": str(var)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("Stop with"):
            break
    yield json.loads((var / "demo.json").read_text())
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=30) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go."""
    wanted = os.environ.get("SOJOURN_SCREENSHOTS")
    path = Path(wanted) if wanted else tmp_path_factory.mktemp("pictures")
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.browser
@pytest.mark.parametrize(("name", "who", "where", "size"), PICTURES, ids=lambda each: str(each)[:20])
def test_screenshots(
    browser: Browser,
    demo: dict[str, Any],
    folder: Path,
    name: str,
    who: str,
    where: str,
    size: dict[str, int],
) -> None:
    context = browser.new_context(
        base_url=demo["address"], viewport=size, reduced_motion="reduce", timezone_id="America/Los_Angeles"
    )
    page = context.new_page()
    if who:
        _become(page, demo, who)
    shown = page.goto(_address(page, where))
    assert shown is not None and shown.status == 200, f"{name}: {shown and shown.status}"
    page.screenshot(path=folder / f"{name}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} hangs over the side"
    context.close()


def _become(page: Page, demo: dict[str, Any], who: str) -> None:
    [person] = [each for each in demo["people"] if each["email"].startswith(f"{who}@")]
    page.goto("/demo/people")
    page.locator(f'form:has(input[value="{person["id"]}"]) button').click()
    page.wait_for_url(lambda address: "/demo/" not in address)


def _address(page: Page, where: str) -> str:
    if "WREN" not in where:
        return where
    page.goto("/workspace/patients/?q=Halloway")
    found = re.search(r"/(?:patients|people)/([0-9a-f-]{36})/", page.url + page.locator("main").inner_html())
    assert found is not None, "Wren Halloway is not found"
    return where.replace("WREN", found[1])
