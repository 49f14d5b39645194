"""When a visit can be, who may book it, and how a course is laid out. Pure."""
