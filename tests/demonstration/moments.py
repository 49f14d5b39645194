"""Moments at which demos of the tests are built."""

from datetime import UTC, datetime

MIDDAY = datetime(2026, 6, 16, 19, 5, tzinfo=UTC)
"""A Tuesday, five past twelve at the clinic."""
EVENING = datetime(2026, 6, 17, 3, 0, tzinfo=UTC)
"""The same day at eight in the evening."""
SUNDAY = datetime(2026, 6, 21, 18, 0, tzinfo=UTC)
