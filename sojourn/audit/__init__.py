"""Who did what and who read what: an append-only table whose rows are chained by hashes."""
