"""Visits at the desk: booking one, a whole course, and what can be done with one that is booked."""
