"""The session itself: readiness, live chart, discharge; visit notes."""
