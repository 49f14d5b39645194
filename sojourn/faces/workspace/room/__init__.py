"""The session room, the group room, the register and visit notes, as staff see them."""
