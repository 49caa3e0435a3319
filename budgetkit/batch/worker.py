"""The process of one report."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from budgetkit.batch.task import Task


def work(task: Task, connection: Connection) -> None:
    """Make a task's report and tell the driver through the connection."""
    from budgetkit.batch.make import make_report

    with attach(task.log, connection) as tell:
        tell(make_report(task, tell))


@contextmanager
def attach(log: Path, connection: Connection) -> Iterator[Callable[[object], None]]:
    """Make this process a worker: give the way to tell the driver; the process ends with the block.

    It ends too when the driver is gone: nobody would take the files. What is printed goes to the log.
    """
    _leave_terminal()
    _log_to(log)
    threading.Thread(target=_end_with_driver, args=(connection,), daemon=True).start()
    _draw_fresh_seeds()
    try:
        yield connection.send
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(0)


def _leave_terminal() -> None:
    """Leave the terminal's process group: Ctrl-C is for the driver, which then ends its workers."""
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):
            os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _log_to(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _end_with_driver(connection: Connection) -> None:
    """Wait for the driver's end of the connection to close, which says that it has ended, however it did."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.recv()
    end_process_group()


def end_process_group() -> None:
    """End this process and what it started (a kernel)."""
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _draw_fresh_seeds() -> None:
    """Give numpy's old random generator a seed of its own, as in a new process; `random` does it by itself."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
