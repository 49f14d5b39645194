"""What comes next, and every page of the portal."""
