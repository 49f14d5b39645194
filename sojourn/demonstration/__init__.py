"""An invented clinic, built through the same actions that people use. Nobody in it is real."""

from __future__ import annotations

from sojourn.demonstration.building import build
from sojourn.demonstration.joining import joined_since
from sojourn.demonstration.summary import DemoPerson, DemoSummary, as_text, read, write

__all__ = ["DemoPerson", "DemoSummary", "as_text", "build", "joined_since", "read", "write"]
