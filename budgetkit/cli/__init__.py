"""The `budgetkit` command: one module a subcommand, imported when it is called."""

from __future__ import annotations

import sys

from budgetkit.errors import BudgetkitError


def main() -> None:
    """Run the command line; an error the user can mend is one line and exit 1, without a traceback."""
    from budgetkit.cli.app import app
    from budgetkit.cli.console import complain

    try:
        app(standalone_mode=True)
    except BudgetkitError as error:
        complain(f"错误：{error}")
        sys.exit(1)
