"""How the rooms are wired together: settings, addresses, server entry, jobs. Above every room."""
