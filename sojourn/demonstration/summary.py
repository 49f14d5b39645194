"""What a demo tells about itself: on the terminal, in var/demo.json for scripts, and on the page of people."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import msgspec


class DemoPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to sign in as. ``note`` says in a few words where they stand."""

    id: str
    name: str
    email: str
    password: str
    role: str
    title: str
    note: str = ""


class DemoSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The people worth being, and how much there is of everything."""

    clinic: str
    seed: int
    people: tuple[DemoPerson, ...]
    counts: dict[str, int] = {}
    address: str = ""


_READER = msgspec.json.Decoder(DemoSummary)


def write(summary: DemoSummary, *, address: str, to: Path) -> None:
    """For scripts: address, people, roles and passwords."""
    told = msgspec.structs.replace(summary, address=address)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(msgspec.json.format(msgspec.json.encode(told)) + b"\n")


def read(path: Path) -> DemoSummary:
    """The demo that was built last. Raises FileNotFoundError when there is none."""
    return _READER.decode(path.read_bytes())


def as_text(summary: DemoSummary) -> str:
    """For the terminal."""
    width = max((len(person.email) for person in summary.people), default=0)
    lines = [
        f"  {person.email:<{width}}  {person.password}  {person.title}{': ' + person.note if person.note else ''}"
        for person in summary.people
    ]
    head = f"""\

        {summary.clinic} is open at {summary.address}
        Become anybody with one click: {summary.address}/demo/people
        Read the mail it sent:         {summary.address}/demo/mailbox

        """
    return dedent(head) + "\n".join(lines)
