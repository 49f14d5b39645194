"""Consents, letters, and the whole record to take away."""
