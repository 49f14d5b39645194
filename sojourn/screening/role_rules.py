"""Who may settle what a rule leaves to a role: that role and those above it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

FRONT_DESK, NURSE, PROVIDER = "front_desk", "nurse", "provider"
RANKS = (FRONT_DESK, NURSE, PROVIDER)
"""From the least to the most; roles outside this order settle nothing."""


def is_at_least(owner: str, roles: Iterable[str]) -> bool:
    """Whether one of the roles is the owner's or above it. Nobody is at least ``nobody``."""
    ranks = [RANKS.index(role) for role in roles if role in RANKS]
    return owner in RANKS and max(ranks, default=-1) >= RANKS.index(owner)
