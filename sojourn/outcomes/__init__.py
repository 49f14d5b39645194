"""Read-only: change over time against doses."""
