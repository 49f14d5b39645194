"""How often one address or one network may read in an hour, where nobody signs in."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

HOUR = timedelta(hours=1)


def is_within(limit: int, what: str, who: str, now: datetime) -> bool:
    """Count one more in this hour; False when it was one too many.

    Two that come at the same instant may count as one: this is a brake, not a lock.
    """
    key = f"{what}:{who}:{now:%Y%m%d%H}"
    count = cache.get(key, 0)
    if count >= limit:
        return False
    cache.set(key, count + 1, HOUR.total_seconds())
    return True


def network_of(request: HttpRequest) -> str:
    """Where a request comes from, as sign-in counts it."""
    return str(get_adapter().get_client_ip(request))


def too_often() -> HttpResponse:
    """The answer to one too many. Not written to the log, for the address may hold a secret."""
    answer = HttpResponse(
        "Asked too often. Please try again in an hour.",
        status=429,
        content_type="text/plain",
        headers={"Retry-After": str(int(HOUR.total_seconds()))},
    )
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django logs the address of every refusal else
    return answer
