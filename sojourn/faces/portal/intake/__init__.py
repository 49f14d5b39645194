"""The intake form, topic by topic."""
