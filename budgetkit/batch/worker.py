"""The process of a worker."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

_RARELY = (50_000, 20, 20)
"""When garbage is looked for: a report is over before much has gathered, and looking took up to 7 % of its time."""


def work(is_fresh: bool, connection: Connection) -> None:
    """Do what the driver asks for, once or until the connection closes, and end this process at once.

    What is printed meanwhile goes to the task's log. A fresh worker ends in the middle of its task, too, when the
    driver is gone: nobody would take the files.
    """
    _leave_terminal()
    _draw_fresh_seeds()
    gc.set_threshold(*_RARELY)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            place, task = connection.recv()
            _log_to(task.log, is_fresh)
            if is_fresh:
                threading.Thread(target=_end_with_driver, args=(connection,), daemon=True).start()
            module, _, function = place.partition(":")
            outcome = getattr(import_module(module), function)(task, connection.send)
            sys.stdout.flush()
            sys.stderr.flush()
            connection.send(outcome)
            if is_fresh:
                break
    os._exit(0)


def _leave_terminal() -> None:
    """Leave the terminal's process group: Ctrl-C is for the driver, which then ends its workers."""
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):
            os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _draw_fresh_seeds() -> None:
    """Give numpy's old random generator a seed of its own, as in a new process; `random` does it by itself."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
