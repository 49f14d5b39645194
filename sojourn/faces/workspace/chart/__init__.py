"""A patient's chart: one header on every page, one tab a subject."""
