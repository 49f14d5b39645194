"""The place: location, rooms, staff and their hours, services with prices from a date on."""
