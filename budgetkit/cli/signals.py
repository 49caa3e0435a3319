"""How a command ends when it is interrupted: in order, with a sentence, and with the exit code that shells expect."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

from budgetkit.cli.interrupts import interrupts

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]


class _EndedError(KeyboardInterrupt):
    """A signal asked this process to end; like Ctrl-C, no handler of ordinary errors takes it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def end_in_order() -> Iterator[None]:
    """Turn SIGTERM, SIGHUP and SIGQUIT into an exit that ends whatever was started, as Ctrl-C does.

    A signal that is ignored (nohup) stays ignored.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in _ENDING if signal.getsignal(number) == signal.SIG_DFL}
    owner = os.getpid()

    def end(number: int, _frame: Any) -> NoReturn:
        if os.getpid() != owner:  # a copy of this process that hasn't its own handlers yet
            os._exit(128 + number)
        raise _EndedError(number)

    for number in before:
        signal.signal(number, end)
    try:
        interrupts.raise_lost()
        yield
        interrupts.raise_lost()
    except _EndedError as error:
        raise typer.Exit(128 + error.number) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
