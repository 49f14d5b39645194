"""Money in the portal: what is owed in words, and every paper to keep."""
