"""The stories that fill the demo, each a generator that pauses until its next moment."""
