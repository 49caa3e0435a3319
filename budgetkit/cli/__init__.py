"""The `budgetkit` command: one module a subcommand, imported when it is called."""

from __future__ import annotations

import os
import sys

from budgetkit.errors import BudgetkitError, say_unexpected


def main() -> None:
    """Run the command line; whatever goes wrong is one line and exit 1, without a traceback.

    With the environment variable BUDGETKIT_TRACEBACK, what the program did not foresee is shown with one.
    """
    from budgetkit.cli.app import app
    from budgetkit.cli.console import complain

    try:
        app(standalone_mode=True)
    except BudgetkitError as error:
        complain(f"错误：{error}")
    except Exception as error:
        if os.environ.get("BUDGETKIT_TRACEBACK"):
            raise
        complain(f"错误：{say_unexpected('budgetkit', error)}")
    sys.exit(1)
