"""Demo mode alone: become one of the invented people, read the mail that was sent."""
