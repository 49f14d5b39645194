"""Groups at the desk: opening one, filling its seats, keeping the waiting list."""
