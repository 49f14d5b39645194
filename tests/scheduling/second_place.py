"""The pack as it would be with a second place in another zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
import pytest

from sojourn import content

DENVER, PHOENIX, CHICAGO = (ZoneInfo(f"America/{each}") for each in ("Denver", "Phoenix", "Chicago"))
FAR = "willow"


def pack_with(monkeypatch: pytest.MonkeyPatch, timezone: str, *rooms: str) -> None:
    """The consulting room Willow is there, or the rooms that are named."""
    pack = content.pack()
    place = msgspec.convert(
        {"code": "east", "name": "East", "timezone": timezone}, type(pack.clinic.places[0])
    )
    there = msgspec.structs.replace(pack.clinic, locations=(place,))
    moved = {each: msgspec.structs.replace(pack.rooms[each], location="east") for each in rooms or (FAR,)}
    changed = msgspec.structs.replace(pack, clinic=there, rooms={**pack.rooms, **moved})
    monkeypatch.setattr(content, "pack", lambda: changed)
