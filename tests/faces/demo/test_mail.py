"""The demo's post office, as a reader sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sojourn.core.ids import new_id
from sojourn.faces.demo import mail


def test_a_letter_without_a_zone_was_written_in_utc(tmp_path: Path) -> None:
    letter_id = new_id()
    letter = (
        "Subject: Your receipt\nTo: wren@example.com\nDate: Mon, 23 Nov 2026 15:33:24 -0000\n\nHello Wren,\n"
    )
    (tmp_path / f"{letter_id}.eml").write_text(letter)
    found = mail.one(tmp_path, letter_id)
    assert found is not None and found.at == datetime(2026, 11, 23, 15, 33, 24, tzinfo=UTC)
    assert found.paragraphs == [["Hello Wren,"]]
