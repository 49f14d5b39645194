"""Nothing a patient reads tells them to stop a medicine that is held: days without it can bring on a seizure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HELD = re.compile(r"lamotrigin|lamictal|\{\{ *(one|hold)\.(name|drug)", re.I)
STOP = re.compile(
    r"\b(stop|stopping|quit|quitting|skip|skipping|discontinue|come off|leave out|leave it out|do without|give up|omit"
    r"|suspend|do not take|don.t take|avoid taking|deje|dejar|suspenda|suspender|interrumpa|omita|abandone|no tome)\b",
    re.I,
)
FORBIDDEN = re.compile(r"\b(never|not|n[’']t|nor|nunca|no|jamás)\b[^.;:!?]{0,30}$", re.I)
WARNED = re.compile(r"^[^.;:!?]{0,50}\b(danger|risk|harm|seiz|peligr|riesgo)", re.I)
NEAR = 200
"""Letters to either side in which the medicine is looked for: a sentence may say "it" for the one before."""

PLACES = {
    "sojourn/content/clinics": ("*.md", "*.yaml"),
    "sojourn/content/library": ("*.yaml",),
    "sojourn/faces/portal/templates": ("*.html",),
    "sojourn/faces/website/templates": ("*.html",),
    "sojourn/faces/portal": ("*.py",),
    "sojourn/faces/ui/charts": ("hold.py",),
}
TEXTS = sorted(path for place, kinds in PLACES.items() for kind in kinds for path in Path(place).rglob(kind))


def told_to_stop(text: str) -> list[str]:
    """Each place where the reader is told to stop, skip or leave out a held medicine."""
    return [each for paragraph in re.split(r"\n\s*\n", text) for each in _in_paragraph(paragraph)]


def _in_paragraph(text: str) -> list[str]:
    flat = re.sub(r"\s+", " ", text)
    return [
        flat[max(0, found.start() - 40) : found.end() + 40]
        for found in STOP.finditer(flat)
        if not FORBIDDEN.search(flat[: found.start()])
        and not WARNED.search(flat[found.end() :])
        and HELD.search(flat[max(0, found.start() - NEAR) : found.end() + NEAR])
    ]


@pytest.mark.parametrize("path", TEXTS, ids=str)
def test_no_text_for_patients_tells_anybody_to_stop_lamotrigine(path: Path) -> None:
    assert told_to_stop(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Stop lamotrigine two days before.", True),
        ("You take lamotrigine. Please skip it\nthat morning.", True),
        ("Do not take your Lamictal on the day.", True),
        ("Your {{ one.name }}: leave it out that day.", True),
        ("Deje la lamotrigina ese día.", True),
        ("Never stop lamotrigine on your own.", False),
        ("You should not stop it: lamotrigine protects you.", False),
        ("Nunca deje la lamotrigina por su cuenta.", False),
        ("Lamotrigine: stopping it suddenly can be dangerous.", False),
        ("Lamotrigine by 7:00 am, and again from 7:50 pm.", False),
        ("Stop when you like; each answer is kept.", False),
    ],
)
def test_the_search_finds_what_it_looks_for(text: str, is_told: bool) -> None:
    assert bool(told_to_stop(text)) is is_told


def test_every_picture_of_a_hold_says_so_and_whom_to_call() -> None:
    words = Path("sojourn/faces/portal/templates/portal/medicines/holds.html").read_text(encoding="utf-8")
    assert "Never stop {{ one.name }}" in words and "tel:{{ brand().phone" in words
    assert "or the doctor who prescribes it" in words
    drawn = [path for path in TEXTS if "one.picture" in path.read_text(encoding="utf-8")]
    assert [path.name for path in drawn] == ["holds.html"]
