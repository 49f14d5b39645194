"""The intake form, the medication list, consents signed."""
