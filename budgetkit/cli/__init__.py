"""The `budgetkit` command: one module a subcommand, imported when it is called."""

from __future__ import annotations

import sys

import typer

from budgetkit.errors import BudgetkitError


def main() -> None:
    """Run the command line; an error the user can mend is one line and exit 1, without a traceback."""
    from budgetkit.cli.app import app

    try:
        app(standalone_mode=True)
    except BudgetkitError as error:
        typer.secho(f"错误：{error}", fg=typer.colors.RED, err=True)
        sys.exit(1)
