"""Users, roles and permissions as reviewable code, and the guards that views wear."""
