"""The waiting list at the desk: who waits for what, and what they were offered."""
