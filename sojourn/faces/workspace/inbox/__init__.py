"""What waits for the staff: safety alerts before everything, then people, then papers."""
