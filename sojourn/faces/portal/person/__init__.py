"""How they do, who cares for them, how to reach them."""
