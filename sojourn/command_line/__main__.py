"""`python -m sojourn.command_line` is `sojourn`; the demo starts its own parts this way."""

from sojourn.command_line import main

main(prog_name="sojourn")
