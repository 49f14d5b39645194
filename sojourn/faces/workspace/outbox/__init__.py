"""The outbox: every message out, how it went, and what to do with one that did not arrive."""
