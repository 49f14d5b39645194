"""What the patient takes, and the hours to keep free."""
