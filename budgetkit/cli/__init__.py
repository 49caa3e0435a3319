"""The `budgetkit` command: one module a subcommand, imported when it is called."""

from __future__ import annotations

import os
import sys

from budgetkit.cli.interrupts import interrupts
from budgetkit.errors import BudgetkitError, say_unexpected

_INTERRUPTED = (129, 130, 131, 143)  # 128 and the signal's number: SIGHUP, SIGINT, SIGQUIT, SIGTERM


def main() -> None:
    """Run the command line; whatever goes wrong is one line and an exit code that isn't 0, without a traceback.

    With the environment variable BUDGETKIT_TRACEBACK, what the program did not foresee is shown with one.
    """
    try:
        interrupts.hear()
        _run()
    except KeyboardInterrupt:
        _say_interrupted()
        sys.exit(130)
    except SystemExit as ended:
        if ended.code in _INTERRUPTED:
            _say_interrupted()
        raise


def _run() -> None:
    import typer

    from budgetkit.cli.app import app
    from budgetkit.cli.console import complain
    from budgetkit.cli.usage import UsageError, is_wrong, say_usage

    try:
        ended = app(standalone_mode=False)  # what `typer.Exit` was given
        if ended not in _INTERRUPTED:
            interrupts.raise_lost()
        sys.exit(ended or 0)
    except UsageError as error:
        complain(f"错误：{say_usage(error)}") if is_wrong(error) else typer.echo(str(error))
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except BudgetkitError as error:
        complain(f"错误：{error}")
    except Exception as error:
        if os.environ.get("BUDGETKIT_TRACEBACK"):
            raise
        complain(f"错误：{say_unexpected('budgetkit', error)}")
    sys.exit(1)


def _say_interrupted() -> None:
    if upstream := sys.modules.get("budgetkit.upstream"):  # without it no process was started
        upstream.end_parent()
    print("已中断。已完成的部分都是完整的，再次运行会接着做完。", file=sys.stderr)
