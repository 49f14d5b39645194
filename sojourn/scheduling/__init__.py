"""Availability, appointments, groups, waiting list, medication hold times."""
