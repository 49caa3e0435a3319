"""The process of a worker."""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from budgetkit.batch.fork import end_group, fork_for_each

_FAREWELL = 0.5  # seconds that a worker has to end by itself
_RARELY = (50_000, 20, 20)
"""When garbage is looked for: a report is over before much has gathered, and looking took up to 7 % of its time."""


def work(is_fresh: bool, tables: Path | None, subject: tuple[str, int] | None, connection: Connection) -> None:
    """Do what the driver asks for until the connection closes, and end this process at once.

    With clean tables (a folder) it reads them, takes the measures that reports on `subject` (department and year)
    share, and forks a child for each task; else a fresh worker does one task, one that lasts does one after another.
    What a task prints goes to its log.
    """
    _leave_terminal()
    gc.set_threshold(*_RARELY)
    if os.name == "posix":
        os.set_inheritable(connection.fileno(), False)
    with contextlib.suppress(EOFError, ConnectionError):
        if tables:
            _read_ahead(tables, subject)
            fork_for_each(_answer_fresh, connection)
        elif is_fresh:
            _answer_fresh(connection, _end_with_driver)
        else:
            threading.Thread(target=_end_when_left, args=(connection.fileno(),), daemon=True).start()
            while True:
                _answer(connection, is_fresh=False)
    os._exit(0)


def _answer_fresh(connection: Connection, watch: Callable[[Connection], None] | None = None) -> bool:
    """Do one task in a process that has done none before; say whether it was the last for this worker.

    Processes that a notebook forks don't keep the connection: the driver would not notice when this one dies.
    """
    _draw_fresh_seeds()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=connection.close)
    return _answer(connection, is_fresh=True, watch=watch)


def _answer(connection: Connection, *, is_fresh: bool, watch: Callable[[Connection], None] | None = None) -> bool:
    place, task, is_last = connection.recv()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _log_to(task.log, is_fresh)
    if watch:
        threading.Thread(target=watch, args=(connection,), daemon=True).start()
    module, _, function = place.partition(":")
    outcome = getattr(import_module(module), function)(task, connection.send)
    sys.stdout.flush()
    sys.stderr.flush()
    connection.send(outcome)
    return is_last


def _read_ahead(tables: Path, subject: tuple[str, int] | None) -> None:
    """Read clean tables and measure a department for the children to come; their notebooks report what fails.

    What was measured holds for the tables in folders within, too, which have what some reports see besides.
    """
    from budgetkit.briefing.ahead import measure_ahead
    from budgetkit.compare.budget import share_measures
    from budgetkit.dataset.load import read_ahead

    with contextlib.suppress(Exception):
        data = read_ahead(tables)
        if subject:
            measure_ahead(data, *subject)
        for folder in sorted(path for path in tables.iterdir() if path.is_dir()):
            share_measures(data, read_ahead(folder))
    gc.freeze()


def _leave_terminal() -> None:
    """Leave the terminal's process group: Ctrl-C is for the driver, which then ends its workers."""
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):
            os.setsid()


def _log_to(path: Path, is_new: bool) -> None:
    """Let this process, whatever it runs, print to a log: a new one for a new report, else the one that there is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if is_new else os.O_APPEND), 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _end_with_driver(connection: Connection) -> None:
    """Wait for the driver's end of the connection to close, then end this process and what it started (a kernel).

    The end closes when the driver takes leave, or when it ends, however it does.
    """
    with contextlib.suppress(EOFError, OSError):
        connection.recv()
    end_group()


def _end_when_left(descriptor: int) -> None:
    """End this process and what it started soon after the driver's end of a connection closes, whatever it is at."""
    if hasattr(select, "poll"):
        events = select.poll()
        events.register(descriptor, 0)  # tells of nothing but the other end's closing
        events.poll()
        time.sleep(_FAREWELL)
        end_group()


def _draw_fresh_seeds() -> None:
    """Give numpy's old random generator a seed of its own, as in a new process; `random` does it by itself."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
