"""The first page of the day: who is here, what stands in the way, what is next."""
