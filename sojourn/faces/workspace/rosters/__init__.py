"""Who works when, who is away, and which visits fall into that."""
