"""The `sojourn` command: what an operator runs. docs/reference/commands.md describes each."""

from __future__ import annotations

from typing import Any

import click

from sojourn.command_line.bounce import bounce
from sojourn.command_line.checking import interactions, screening
from sojourn.command_line.curve import curve
from sojourn.command_line.demo import demo
from sojourn.command_line.hiring import hire
from sojourn.command_line.proving import check, verify_audit
from sojourn.command_line.records import export
from sojourn.command_line.running import migrate, serve, worker
from sojourn.content import ContentError
from sojourn.project.environment import SettingsError


class Commands(click.Group):
    """A wrong setting or an error in the pack ends any command with its sentence, not with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except (SettingsError, ContentError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sojourn")
def main() -> None:
    """Run a clinic: see it (demo), run it (migrate, serve, worker), prove it (check, verify-audit),
    ask it (interactions, screening, curve)."""


for command in (
    *(demo, migrate, hire, serve, worker, bounce, check),
    *(verify_audit, export, interactions, screening, curve),
):
    main.add_command(command)
