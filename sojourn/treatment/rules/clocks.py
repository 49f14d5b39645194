"""A tablet's clock against the server's: what is added to the tablet's times."""

from __future__ import annotations

from datetime import datetime, timedelta

STEADY = timedelta(seconds=30)
"""A difference that changes by less than this is the same one: what differs is how long the message took."""


def steady_skew(server: datetime, device: datetime, last: timedelta) -> timedelta:
    """How far the tablet is behind the server (ahead: negative), in whole seconds.

    ``device`` is what its clock said when it sent, ``last`` what was found the time before (zero at first). It stays
    as it was while it is steady, so that two entries of one tablet never change places.
    """
    found = timedelta(seconds=round((server - device).total_seconds()))
    return last if abs(found - last) < STEADY else found
