"""A patient's visits: what is ahead, how to prepare for it, another time, and the next one."""
