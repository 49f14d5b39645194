"""What every room stands on and no room owns: ids, money, periods, decisions, append-only rows, jobs."""
