"""Treatment plan, ketamine prescription, dose orders."""
