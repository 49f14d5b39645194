"""A clinic's pack: what one clinic has decided about its services, prices, rules and words."""

from sojourn.content.pack.loading import Pack, load_pack

__all__ = ["Pack", "load_pack"]
